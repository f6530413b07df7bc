// Single transferable vote. Where a rule leaves a tie open, every way of breaking it is followed.

import { type Election, type Outcome, range, sumOf, Uncountable } from "./election.ts";
import { Fraction, ONE, ZERO } from "./fraction.ts";
import { floor, unitFor } from "./ratings.ts";

type Fate = "continuing" | "elected" | "excluded";

// One way through a count. A rule moves surpluses and excludes; both are in its take().
abstract class StvCount {
  readonly seats: number;
  fates: Fate[];
  winners: number[] = [];
  open: number[] = []; // Without a vote and with too few seats: which of them win is open.

  constructor(readonly election: Election) {
    this.seats = election.plan.seats;
    this.fates = range(election.size).map(() => "continuing");
  }

  // Goes on to the next tie, whose candidates it answers; none at the end.
  abstract run(): number[];
  abstract take(candidate: number): void;
  abstract key(): string;
  abstract copy(): StvCount;

  protected copyTo(other: StvCount): void {
    other.fates = [...this.fates];
    other.winners = [...this.winners];
    other.open = [...this.open];
  }
  protected get continuing(): number[] {
    return range(this.election.size).filter((c) => this.fates[c] === "continuing");
  }
  protected byOrder(tied: number[], excluded: boolean): number[] {
    const { placeOf } = this.election;
    if (placeOf.length === 0) return tied;
    const one = tied.reduce((a, b) => (placeOf[b]! < placeOf[a]! === !excluded ? b : a));
    return [one];
  }
  // Those without a vote are all alike: the last goes, and if some can stay, they are noted.
  protected settleVoteless(tied: number[], continuing: number): number[] {
    if (tied.length < 2) return tied;
    const few = continuing - tied.length < this.seats - this.winners.length;
    if (few && this.open.length === 0) this.open = tied;
    return [tied[tied.length - 1]!];
  }
}

interface Paper {
  ballot: number;
  value: Fraction;
}

// Surpluses are moved by weighing papers down: the weighted inclusive Gregory method, exact, or as
// Scottish elections cut it to five decimals a paper.
class GregoryCount extends StvCount {
  private static readonly SCALE = 100_000n;
  private readonly cuts: boolean;
  private quota = ZERO;
  private votes: Fraction[];
  private due: boolean[];
  private papers: Paper[][];
  private history: Fraction[][] = [];
  private done = false;

  constructor(election: Election, begin = true) {
    super(election);
    const everybody = range(election.size);
    this.cuts = election.plan.rule === "stv-scottish";
    this.votes = everybody.map(() => ZERO);
    this.due = everybody.map(() => false);
    this.papers = everybody.map(() => []);
    if (begin) this.begin();
  }

  private begin(): void {
    const { ballots } = this.election;
    if (this.cuts) {
      for (const { marks, weight } of ballots) {
        const ranked = marks.filter((mark) => mark !== undefined);
        if (new Set(ranked).size !== ranked.length || weight.denominator !== 1n) {
          throw new Uncountable("equal places, or papers that are not whole");
        }
      }
    }
    const part = sumOf(ballots.map(({ weight }) => weight)).over(new Fraction(this.seats + 1));
    this.quota = this.cuts ? new Fraction(floor(part) + 1n) : part;
    for (const ballot of ballots.keys()) this.give(ballot, ONE);
    this.endStage();
  }

  override copy(): GregoryCount {
    const other = new GregoryCount(this.election, false);
    this.copyTo(other);
    other.quota = this.quota;
    other.votes = [...this.votes];
    other.due = [...this.due];
    other.papers = this.papers.map((papers) => [...papers]);
    other.history = [...this.history];
    other.done = this.done;
    return other;
  }

  // To the best placed continuing candidate; equal ones share the paper.
  private give(ballot: number, value: Fraction): void {
    const { marks, weight } = this.election.ballots[ballot]!;
    const standing = this.continuing.filter((c) => marks[c] !== undefined);
    const best = Math.min(...standing.map((c) => marks[c]!));
    const takers = standing.filter((c) => marks[c] === best);
    for (const c of takers) {
      const share = value.over(new Fraction(takers.length));
      this.votes[c] = this.votes[c]!.plus(share.times(weight));
      this.papers[c]!.push({ ballot, value: share });
    }
  }

  private endStage(): void {
    this.history.push([...this.votes]);
    const reached = (c: number): boolean => {
      const order = this.votes[c]!.compare(this.quota);
      return this.cuts ? order >= 0 : order > 0;
    };
    this.elect(this.continuing.filter(reached));
    const { continuing } = this;
    const left = this.seats - this.winners.length;
    if (continuing.length <= left) this.elect(continuing);
    this.done = continuing.length <= left || left === 0;
  }

  // Those with more votes go first, now or at the latest stage where they differ.
  private elect(candidates: number[]): void {
    const stages = [...this.history].reverse();
    const order = (a: number, b: number): number => {
      for (const votes of stages) {
        const more = votes[b]!.compare(votes[a]!);
        if (more !== 0) return more;
      }
      return 0;
    };
    for (const c of [...candidates].sort(order)) {
      this.fates[c] = "elected";
      this.due[c] = this.votes[c]!.compare(this.quota) > 0;
      this.winners.push(c);
    }
  }

  override run(): number[] {
    while (!this.done) {
      const surpluses = range(this.election.size).filter((c) => this.due[c]);
      const most = surpluses.length > 0;
      let tied = most ? surpluses : this.continuing;
      const stages = [this.votes, ...(this.cuts ? [...this.history].reverse() : [])];
      for (const votes of stages) {
        const extreme = tied
          .map((c) => votes[c]!)
          .reduce((a, b) => (b.compare(a) > 0 === most ? b : a));
        tied = tied.filter((c) => votes[c]!.equals(extreme));
      }
      tied = this.byOrder(tied, !most);
      if (this.votes[tied[0]!]!.isZero) tied = this.settleVoteless(tied, this.continuing.length);
      if (tied.length > 1) return tied;
      this.take(tied[0]!);
    }
    return [];
  }

  override take(candidate: number): void {
    let moved = this.papers[candidate]!;
    const votes = this.votes[candidate]!;
    this.papers[candidate] = [];
    if (this.due[candidate]) {
      this.due[candidate] = false;
      const part = votes.minus(this.quota).over(votes);
      this.votes[candidate] = this.quota;
      moved = moved.map(({ ballot, value }) => ({ ballot, value: this.cut(value.times(part)) }));
    } else {
      this.fates[candidate] = "excluded";
      this.votes[candidate] = ZERO;
    }
    for (const { ballot, value } of moved) this.give(ballot, value);
    this.endStage();
  }

  private cut(value: Fraction): Fraction {
    if (!this.cuts) return value;
    const { SCALE } = GregoryCount;
    return new Fraction(floor(value.times(new Fraction(SCALE))), SCALE);
  }

  override key(): string {
    const kept = range(this.election.size).filter((c) => this.fates[c] !== "excluded");
    const papers = kept.map((c) =>
      this.papers[c]!.map(({ ballot, value }) => `${ballot}:${value}`).sort(),
    );
    const history = this.history.map((votes) => kept.map((c) => votes[c]!.toString()));
    return JSON.stringify([this.fates, this.due, history, papers]);
  }
}

// Rounded up, for positive numbers.
function ceilDiv(a: bigint, b: bigint): bigint {
  return (a + b - 1n) / b;
}

// Every elected candidate keeps a part of each paper and hands on the rest, until what they keep is the
// quota of the votes in play to within 1e-9. Decimals of 18 digits and 9 guard digits; figures closer
// than a tenth of the 18th digit are equal.
class MeekCount extends StvCount {
  private static readonly WHOLE = 10n ** 27n;
  private static readonly NEAR = 10n ** 8n;
  private readonly unit: bigint;
  private readonly units: bigint[];
  private keeps: bigint[];
  private votes: bigint[] = [];
  private quota = 0n;
  private surplus = 0n;

  constructor(election: Election) {
    super(election);
    const weights = election.ballots.map(({ weight }) => weight);
    this.unit = unitFor(weights);
    this.units = weights.map(({ numerator, denominator }) => numerator * (this.unit / denominator));
    const all = this.units.reduce((a, b) => a + b, this.unit);
    if (all.toString(2).length > 128) throw new Uncountable("weights of more than 128 bits");
    this.keeps = range(election.size).map(() => MeekCount.WHOLE);
    this.distribute();
  }

  override copy(): MeekCount {
    const other = new MeekCount(this.election);
    this.copyTo(other);
    other.keeps = [...this.keeps];
    other.votes = [...this.votes];
    other.quota = this.quota;
    other.surplus = this.surplus;
    return other;
  }

  private above(a: bigint, b: bigint): boolean {
    return a - b >= MeekCount.NEAR;
  }

  private distribute(): void {
    const { WHOLE } = MeekCount;
    this.votes = range(this.election.size).map(() => 0n);
    for (const [i, { marks }] of this.election.ballots.entries()) {
      const standing = range(this.election.size).filter(
        (c) => this.fates[c] !== "excluded" && marks[c] !== undefined,
      );
      let weight = WHOLE;
      for (const place of [...new Set(standing.map((c) => marks[c]!))].sort((a, b) => a - b)) {
        const group = standing.filter((c) => marks[c] === place);
        const part = weight / BigInt(group.length);
        weight = 0n;
        for (const c of group) {
          this.votes[c]! += ((part * this.keeps[c]!) / WHOLE) * this.units[i]!;
          weight += (part * (WHOLE - this.keeps[c]!)) / WHOLE;
        }
        if (weight === 0n || !group.some((c) => this.fates[c] === "elected")) break;
      }
    }
    this.quota = this.votes.reduce((a, b) => a + b, 0n) / BigInt(this.seats + 1);
  }

  private elect(candidates: number[]): void {
    const order = (a: number, b: number): number =>
      (this.above(this.votes[b]!, this.votes[a]!) ? 1 : 0) -
      (this.above(this.votes[a]!, this.votes[b]!) ? 1 : 0);
    for (const c of [...candidates].sort(order)) {
      this.fates[c] = "elected";
      this.winners.push(c);
    }
  }

  // Lowers what the elected keep; true once somebody is elected.
  private converge(): boolean {
    let last: bigint | undefined;
    for (;;) {
      this.distribute();
      const reached = this.continuing.filter((c) => this.above(this.votes[c]!, this.quota));
      if (reached.length > 0) {
        this.elect(reached);
        return true;
      }
      const elected = range(this.election.size).filter((c) => this.fates[c] === "elected");
      this.surplus = elected.reduce((sum, c) => sum + this.votes[c]! - this.quota, 0n);
      if (!this.above(this.surplus, 10n ** 18n * this.unit)) return false;
      if (last !== undefined && !this.above(last, this.surplus)) return false;
      last = this.surplus;
      // Rounded up twice, so that nobody ends below the quota.
      for (const c of elected) {
        const kept = ceilDiv(this.keeps[c]! * this.quota, MeekCount.WHOLE);
        this.keeps[c] = ceilDiv(kept * MeekCount.WHOLE, this.votes[c]!);
      }
    }
  }

  override run(): number[] {
    for (;;) {
      const { continuing } = this;
      const left = this.seats - this.winners.length;
      if (left === 0 || continuing.length <= left) {
        if (left > 0 && continuing.length > 0) {
          this.distribute();
          this.elect(continuing);
        }
        return [];
      }
      if (this.converge()) continue;
      const surplus = this.surplus > 0n ? this.surplus : 0n;
      const fewest = continuing.map((c) => this.votes[c]!).reduce((a, b) => (b < a ? b : a));
      let tied = continuing.filter((c) => !this.above(this.votes[c]!, fewest + surplus));
      tied = this.byOrder(tied, true);
      if (tied.every((c) => this.votes[c] === 0n)) {
        tied = this.settleVoteless(tied, continuing.length);
      }
      if (tied.length > 1) return tied;
      this.take(tied[0]!);
    }
  }

  override take(candidate: number): void {
    this.fates[candidate] = "excluded";
    this.keeps[candidate] = 0n;
    this.distribute();
  }

  override key(): string {
    return `${this.fates.join(",")}|${this.keeps.join(",")}`;
  }
}

// The winners in order of election, or all who win in some way of breaking the ties left open.
export function stv(election: Election): Outcome {
  const { ballots, plan } = election;
  const marked = ballots.reduce(
    (sum, { marks }) => sum + marks.filter((mark) => mark !== undefined).length,
    0,
  );
  const each = (100 + ballots.length + marked) * 100;
  const countsMax = Math.min(Math.max(Math.floor(400_000_000 / each), 32), 5_000);
  let state: StvCount | undefined =
    plan.rule === "stv-meek" ? new MeekCount(election) : new GregoryCount(election);
  const finished: StvCount[] = [];
  const found = new Set<string>();
  const seen = new Set<string>();
  let pending: { parent: StvCount; candidate: number }[] = [];
  let counts = 0;
  while (state !== undefined) {
    const here: StvCount = state;
    const tied = here.run();
    const key = [...here.winners].sort((a, b) => a - b).join(",");
    if (tied.length === 0 && !found.has(key)) {
      found.add(key);
      finished.push(here);
    }
    pending.push(...[...tied].reverse().map((candidate) => ({ parent: here, candidate })));
    state = undefined;
    while (state === undefined && pending.length > 0) {
      if (++counts > countsMax) {
        pending = [];
        break;
      }
      const { parent, candidate } = pending.pop()!;
      const child = parent.copy();
      child.take(candidate);
      if (seen.has(child.key())) continue;
      seen.add(child.key());
      state = child;
    }
  }
  const everybody = new Set(finished.flatMap(({ winners, open }) => [...winners, ...open]));
  const first = finished[0]!.winners;
  return everybody.size > first.length
    ? { winners: [...everybody].sort((a, b) => a - b), tied: true }
    : { winners: first, tied: false };
}
