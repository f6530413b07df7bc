// How near a verdict was to another: the fewest people who scored the item and would have had to give
// another score. What would have to hold of the scores is taken apart into needs: sums of weight times
// points that have to reach a number.
//
// The searches here and in flip.ts have the limits of the first program, because the log holds
// exactly what that one proved within them.

import { Fraction, ONE, ZERO } from "./fraction.ts";
import {
  ceiling,
  type Cohort,
  unitFor,
  floor,
  panelFactors,
  partOf,
  peopleBelow,
  reachesPanel,
  standsIn,
  type Tables,
  tablesOf,
  verdictOf,
} from "./ratings.ts";
import type { Comparison, Consensus, Denominator, Rule } from "./rule.ts";
import type { Count } from "./tally.ts";

// The sum over everybody who scored of weight times points[score] is at least `least`.
export interface Need {
  basis: number;
  points: number[];
  least: bigint;
  key: string;
}
// How much one person of each cohort weighs in some table, in whole numbers of 1 / unit.
export interface Basis {
  table: string; // Empty for the panel.
  unit: bigint;
  weights: bigint[];
}
// One need, or at least `wanted` of the parts.
export interface FormulaNode {
  need?: Need;
  wanted: number;
  parts: number[];
}
// Somebody's scores, moved: cohort, from, to (as points of the scale from 0), how many people.
export interface Move {
  cohort: number;
  from: number;
  to: number;
  people: number;
}

export function needOf(basis: number, points: number[], least: bigint): Need {
  return { basis, points, least, key: `${basis}|${points.join(",")}|${least}` };
}

// Rounded up, for positive numbers.
export function stepsFor(missing: bigint, gain: bigint): bigint {
  return (missing + gain - 1n) / gain;
}

export type Counted = Denominator | "people";

// One item counted, and the needs that are asked of it.
export class Scene {
  readonly always = 0; // Nodes.
  readonly neverSo = 1;
  readonly nodes: FormulaNode[] = [
    { wanted: 0, parts: [] },
    { wanted: 1, parts: [] },
  ];
  readonly bases: Basis[] = [];
  readonly cohorts: Cohort[]; // Only those who scored can score otherwise.
  readonly scores: number[][]; // People by cohort and point of the scale.
  readonly rule: Rule;
  private readonly everybody: Cohort[];
  private readonly places: number[];
  private readonly factors: Record<Denominator, Fraction[]>;
  private readonly basisNumbers = new Map<string, number>();
  private readonly needNodes = new Map<string, number>();
  private readonly names: string[];
  private readonly shared = new Set<string>();

  constructor(
    readonly count: Count,
    readonly tables: Tables,
    cohorts: Cohort[],
    readonly verdict: Consensus,
  ) {
    const { voice } = count;
    this.rule = count.rule;
    this.everybody = this.blocs(cohorts);
    this.factors = {
      scored: panelFactors(this.everybody, voice, "scored"),
      answered: panelFactors(this.everybody, voice, "answered"),
    };
    const numbered = this.everybody.map((cohort, place) => ({ cohort, place }));
    const scoring = numbered.filter(({ cohort }) => peopleBelow("scored", cohort.counts) > 0);
    this.places = scoring.map(({ place }) => place);
    this.cohorts = scoring.map(({ cohort }) => cohort);
    const { min, max } = this.rule.scale;
    this.scores = this.cohorts.map(({ counts }) =>
      Array.from({ length: max - min + 1 }, (_, i) => counts.get(min + i) ?? 0),
    );
    this.names = ["", ...count.groups];
    for (const { hats } of this.cohorts) {
      const groups = standsIn(hats, voice);
      for (const a of groups) for (const b of groups) this.shared.add(JSON.stringify([a, b]));
    }
  }

  // People whom no figure can tell apart, in order of their hats' first appearance, then of weight.
  private blocs(cohorts: Cohort[]): Cohort[] {
    const { voice } = this.count;
    const merged = new Map<string, { number: number; cohort: Cohort }>();
    const numbers = new Map<string, number>();
    for (const cohort of cohorts) {
      const hats = JSON.stringify([
        [...standsIn(cohort.hats, voice)].sort(),
        [...reachesPanel(cohort.hats, voice)].sort(),
      ]);
      if (!numbers.has(hats)) numbers.set(hats, numbers.size);
      const number = numbers.get(hats)!;
      const key = `${number} ${cohort.own}`;
      let bloc = merged.get(key);
      if (bloc === undefined) {
        bloc = { number, cohort: { ...cohort, counts: new Map() } };
        merged.set(key, bloc);
      }
      const { counts } = bloc.cohort;
      for (const [answer, n] of cohort.counts) counts.set(answer, (counts.get(answer) ?? 0) + n);
    }
    return [...merged.values()]
      .sort((a, b) => a.number - b.number || a.cohort.own.compare(b.cohort.own))
      .map(({ cohort }) => cohort);
  }

  // The formula's nodes. Constants fold away.

  atLeast(wanted: number, parts: number[]): number {
    const still = Math.max(0, wanted - parts.filter((part) => part === this.always).length);
    const open = parts.filter((part) => part !== this.always && part !== this.neverSo);
    if (still === 0) return this.always;
    if (still > open.length) return this.neverSo;
    if (open.length === 1) return open[0]!;
    this.nodes.push({ wanted: still, parts: open });
    return this.nodes.length - 1;
  }
  all(parts: number[]): number {
    return this.atLeast(parts.length, parts);
  }
  any(parts: number[]): number {
    return this.atLeast(1, parts);
  }

  // `counted` is scored or answered, for weights under that denominator, or people, for each once.
  private basis(table: string, counted: Counted): number {
    const key = JSON.stringify([table, counted]);
    const known = this.basisNumbers.get(key);
    if (known !== undefined) return known;
    const { voice } = this.count;
    const weights = this.cohorts.map((cohort, i) => {
      const stands = table !== "" && standsIn(cohort.hats, voice).includes(table);
      const factor =
        table === ""
          ? this.factors[counted === "answered" ? "answered" : "scored"][this.places[i]!]!
          : stands
            ? partOf(cohort.hats, voice)
            : ZERO;
      if (counted === "people") return table === "" || !factor.isZero ? ONE : ZERO;
      return factor.times(cohort.own);
    });
    const unit = unitFor(weights);
    this.basisNumbers.set(key, this.bases.length);
    const whole = weights.map(({ numerator, denominator }) => numerator * (unit / denominator));
    this.bases.push({ table, unit, weights: whole });
    return this.bases.length - 1;
  }

  // The sum of weight times points[score], compared with `right`.
  sum(table: string, counted: Counted, points: number[], op: Comparison, right: Fraction): number {
    if (op === "=") {
      return this.all([
        this.sum(table, counted, points, ">=", right),
        this.sum(table, counted, points, "<=", right),
      ]);
    }
    const basis = this.basis(table, counted);
    const down = op === "<" || op === "<=";
    const signed = down ? points.map((point) => (point === 0 ? 0 : -point)) : points;
    const units = right.times(new Fraction(this.bases[basis]!.unit));
    const bound = down ? ZERO.minus(units) : units;
    const least = op === "<" || op === ">" ? floor(bound) + 1n : ceiling(bound);
    const need = needOf(basis, signed, least);
    const known = this.needNodes.get(need.key);
    if (known !== undefined) return known;
    this.needNodes.set(need.key, this.nodes.length);
    this.nodes.push({ need, wanted: 0, parts: [] });
    return this.nodes.length - 1;
  }

  // What the search asks.

  // What is missing for the need before anybody moves.
  missing({ basis, points, least }: Need): bigint {
    const { weights } = this.bases[basis]!;
    let sum = 0n;
    for (const [i, scores] of this.scores.entries()) {
      const reached = scores.reduce((all, n, point) => all + n * points[point]!, 0);
      sum += weights[i]! * BigInt(reached);
    }
    return least - sum;
  }

  // The fewest who could meet the need alone; infinitely many where nobody can.
  fewest(need: Need, movable: boolean[]): number {
    let missing = this.missing(need);
    if (missing <= 0n) return 0;
    const best = Math.max(...need.points);
    const { weights } = this.bases[need.basis]!;
    const gains: { gain: bigint; people: number }[] = [];
    for (const [i, scores] of this.scores.entries()) {
      if (!movable[i] || weights[i] === 0n) continue;
      for (const [point, people] of scores.entries()) {
        const better = best - need.points[point]!;
        if (people > 0 && better > 0) gains.push({ gain: weights[i]! * BigInt(better), people });
      }
    }
    gains.sort((a, b) => (a.gain < b.gain ? 1 : a.gain > b.gain ? -1 : 0));
    let fewest = 0;
    for (const { gain, people } of gains) {
      const asked = stepsFor(missing, gain);
      const steps = asked < BigInt(people) ? Number(asked) : people;
      fewest += steps;
      missing -= gain * BigInt(steps);
      if (missing <= 0n) return fewest;
    }
    return Infinity;
  }

  // The fewest for all tables, given the fewest for each: tables without anybody in common add up.
  together(byTable: Map<string, number>): number {
    const apart: string[] = [];
    let sum = 0;
    const sorted = [...this.names].sort((a, b) => (byTable.get(b) ?? 0) - (byTable.get(a) ?? 0));
    for (const table of sorted) {
      const fewest = byTable.get(table) ?? 0;
      if (fewest === 0) break;
      const meets = apart.some((other) => this.shared.has(JSON.stringify([table, other])));
      if (table === "" || meets) continue;
      apart.push(table);
      sum += fewest;
    }
    return Math.max(sum, byTable.get("") ?? 0);
  }

  // The verdict if these people had scored so.
  verdictAfter(moves: Move[]): Consensus {
    const changed = this.everybody.map((cohort) => ({ ...cohort, counts: new Map(cohort.counts) }));
    const { min } = this.rule.scale;
    for (const { cohort, from, to, people } of moves) {
      const { counts } = changed[this.places[cohort]!]!;
      counts.set(min + from, (counts.get(min + from) ?? 0) - people);
      counts.set(min + to, (counts.get(min + to) ?? 0) + people);
    }
    const { groups, voice, round } = this.count;
    return verdictOf(this.rule, tablesOf(this.rule, changed, groups, voice), round).word;
  }
}
