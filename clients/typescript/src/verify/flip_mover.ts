// The search for moves of scores that meet several needs at once.

import { type Move, type Need, type Scene, stepsFor } from "./flip_scene.ts";

// The precision in which ways are compared; it orders the search and decides nothing.
const WHOLE_WAY = 1n << 20n;

type Effects = bigint[]; // By need: what one person's move adds.

// People whom the needs cannot tell apart: what their moves add, and where these people are.
interface Kind {
  effects: Effects[];
  places: { cohort: number; region: number; targets: number[] }[];
  size: number;
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function compareEffects(a: Effects, b: Effects): number {
  for (const [i, x] of a.entries()) {
    if (x !== b[i]) return x < b[i]! ? -1 : 1;
  }
  return 0;
}

export class Mover {
  work = 0;
  private readonly missing: bigint[];
  private readonly regions: number[][]; // Points that count alike for every need.
  private readonly kinds: Kind[] = [];
  private readonly options: { kind: number; number: number }[];
  private readonly effects: Effects[];
  private readonly byGain: number[][] = [];
  private readonly hurt: boolean[] = [];
  private rest: bigint[] = [];
  private left: number[] = [];
  private chosen: number[] = [];

  constructor(
    private readonly scene: Scene,
    private readonly needs: Need[],
    movable: boolean[],
  ) {
    this.missing = needs.map((need) => scene.missing(need));
    const regions = new Map<string, number[]>();
    const { min, max } = scene.rule.scale;
    for (let point = 0; point <= max - min; ++point) {
      const key = needs.map((need) => need.points[point]).join(",");
      regions.set(key, [...(regions.get(key) ?? []), point]);
    }
    this.regions = [...regions.values()];
    this.findKinds(movable);
    const usefulness = this.kinds.map(({ effects }) =>
      effects.reduce((most, one) => Math.max(most, this.usefulness(one)), 0),
    );
    const order = this.kinds.map((_, i) => i).sort((a, b) => usefulness[b]! - usefulness[a]!);
    this.options = order.flatMap((kind) =>
      this.kinds[kind]!.effects.map((_, number) => ({ kind, number })),
    );
    this.effects = this.options.map(({ kind, number }) => this.kinds[kind]!.effects[number]!);
    for (const number of needs.keys()) {
      const gaining = [...this.effects.keys()].filter(
        (option) => this.effects[option]![number]! > 0n,
      );
      gaining.sort((a, b) => {
        const x = this.effects[a]![number]!;
        const y = this.effects[b]![number]!;
        return x < y ? 1 : x > y ? -1 : 0;
      });
      this.byGain.push(gaining);
      this.hurt.push(this.effects.some((effects) => effects[number]! < 0n));
    }
  }

  // Those that help some need, without those that another is as good as everywhere.
  private usefulMoves(cohort: number, region: number): { effects: Effects; target: number }[] {
    const noBetter = (a: Effects, b: Effects): boolean => a.every((x, i) => x <= b[i]!);
    let moves: { effects: Effects; target: number }[] = [];
    const origin = this.regions[region]![0]!;
    for (const [target, points] of this.regions.entries()) {
      const effects = this.needs.map(
        ({ basis, points: worth }) =>
          this.scene.bases[basis]!.weights[cohort]! * BigInt(worth[points[0]!]! - worth[origin]!),
      );
      const helps = effects.some((gain) => gain > 0n);
      if (!helps || moves.some((other) => noBetter(effects, other.effects))) continue;
      moves = moves.filter((other) => !noBetter(other.effects, effects));
      moves.push({ effects, target });
    }
    return moves.sort((a, b) => compareEffects(a.effects, b.effects) || a.target - b.target);
  }

  private findKinds(movable: boolean[]): void {
    const numbers = new Map<string, number>();
    for (const [cohort, scores] of this.scene.scores.entries()) {
      if (!movable[cohort]) continue;
      for (const [region, points] of this.regions.entries()) {
        const people = points.reduce((sum, point) => sum + scores[point]!, 0);
        const moves = people > 0 ? this.usefulMoves(cohort, region) : [];
        if (moves.length === 0) continue;
        const effects = moves.map((move) => move.effects);
        const key = effects.map((one) => one.join(",")).join(";");
        if (!numbers.has(key)) {
          numbers.set(key, this.kinds.length);
          this.kinds.push({ effects, places: [], size: 0 });
        }
        const kind = this.kinds[numbers.get(key)!]!;
        kind.places.push({ cohort, region, targets: moves.map((move) => move.target) });
        kind.size += people;
      }
    }
  }

  private usefulness(effects: Effects): number {
    let sum = 0n;
    for (const [i, gain] of effects.entries()) {
      const missing = this.missing[i]!;
      if (gain > 0n && missing > 0n) sum += (smaller(gain, missing) * WHOLE_WAY) / missing;
    }
    return Number(sum);
  }

  private start(): void {
    this.rest = [...this.missing];
    this.left = this.kinds.map(({ size }) => size);
    this.chosen = this.options.map(() => 0);
  }

  private take(option: number, people: number): void {
    const effects = this.effects[option]!;
    this.rest = this.rest.map((rest, i) => rest - effects[i]! * BigInt(people));
    this.left[this.options[option]!.kind]! -= people;
    this.chosen[option]! += people;
  }

  private allMet(): boolean {
    return this.rest.every((rest) => rest <= 0n);
  }

  // If each need had the options from this one on to itself.
  private canStillDo(option: number, people: number): boolean {
    const byTable = new Map<string, number>();
    for (const [number, missing] of this.rest.entries()) {
      let rest = missing;
      if (rest <= 0n) continue;
      let fewest = 0;
      for (const candidate of this.byGain[number]!) {
        if (candidate < option) continue;
        const gain = this.effects[candidate]![number]!;
        const steps = this.steps(rest, gain, this.left[this.options[candidate]!.kind]!);
        fewest += steps;
        rest -= gain * BigInt(steps);
        if (rest <= 0n || fewest > people) break;
      }
      if (rest > 0n || fewest > people) return false;
      const { table } = this.scene.bases[this.needs[number]!.basis]!;
      byTable.set(table, Math.max(byTable.get(table) ?? 0, fewest));
    }
    return this.scene.together(byTable) <= people;
  }

  private steps(rest: bigint, gain: bigint, available: number): number {
    const asked = stepsFor(rest, gain);
    return asked < BigInt(available) ? Number(asked) : available;
  }

  // As many as it takes to meet every need that the option helps.
  private useful(option: number, people: number): number {
    const available = Math.min(people, this.left[this.options[option]!.kind]!);
    let most = 0;
    for (const [i, rest] of this.rest.entries()) {
      const gain = this.effects[option]![i]!;
      if (gain > 0n && rest > 0n) most = Math.max(most, this.steps(rest, gain, available));
    }
    return most;
  }

  private search(option: number, people: number): boolean {
    if (this.allMet()) return true;
    if (this.work === 0 || option === this.options.length) return false;
    --this.work;
    if (!this.canStillDo(option, people)) return false;
    const useful = this.useful(option, people);
    let most = useful;
    if (this.effects[option]!.some((gain, i) => gain > 0n && this.hurt[i])) {
      // To make up for moves that hurt a need.
      most = Math.min(people, this.left[this.options[option]!.kind]!);
    }
    for (let i = 0; i <= most; ++i) {
      const moved = i <= useful ? useful - i : i;
      if (this.work === 0) break;
      this.take(option, moved);
      if (this.search(option + 1, people - moved)) return true;
      this.take(option, -moved);
    }
    return false;
  }

  // Moves of at most so many people, if there are any; with no work left, nothing says nothing.
  within(people: number): Move[] | undefined {
    this.start();
    return this.search(0, people) ? this.moves() : undefined;
  }

  private distance(effects: Effects): bigint {
    let sum = 0n;
    for (const [i, rest] of this.rest.entries()) {
      const after = rest - effects[i]!;
      if (after <= 0n) continue;
      const { unit } = this.scene.bases[this.needs[i]!.basis]!;
      const whole = this.missing[i]! > unit ? this.missing[i]! : unit;
      sum += (after * WHOLE_WAY) / whole + 1n;
    }
    return sum;
  }

  // Moves found by always taking the one that helps most; more people than needed, perhaps.
  greedily(): Move[] | undefined {
    this.start();
    while (!this.allMet()) {
      let nearest = this.distance(this.needs.map(() => 0n));
      let best: number | undefined;
      for (const [option, { kind }] of this.options.entries()) {
        if (this.left[kind] === 0) continue;
        const distance = this.distance(this.effects[option]!);
        if (distance >= nearest) continue;
        nearest = distance;
        best = option;
      }
      if (best === undefined) return undefined;
      const most = this.useful(best, this.left[this.options[best]!.kind]!);
      this.take(best, Math.max(1, Math.floor(most / 4)));
    }
    return this.moves();
  }

  // Each to the nearest point, those first who have the shortest way.
  private moves(): Move[] {
    const moves: Move[] = [];
    const left = this.scene.scores.map((scores) => [...scores]);
    for (const [option, { kind, number }] of this.options.entries()) {
      let people = this.chosen[option]!;
      for (const { cohort, region, targets } of this.kinds[kind]!.places) {
        const toPoints = this.regions[targets[number]!]!;
        const ways = this.regions[region]!.map((from) => {
          const to = toPoints.reduce((a, b) => (Math.abs(b - from) < Math.abs(a - from) ? b : a));
          return { from, to, way: Math.abs(to - from) };
        }).sort((a, b) => a.way - b.way);
        for (const { from, to } of ways) {
          const here = Math.min(people, left[cohort]![from]!);
          if (here === 0) continue;
          left[cohort]![from]! -= here;
          people -= here;
          moves.push({ cohort, from, to, people: here });
        }
      }
    }
    return moves;
  }
}
