// Committees, from approvals. A committee is a sorted list of candidates; the first of all tied ones in
// the order of the candidates is named, and how many there are.

import {
  compareLists,
  type Election,
  NotComputed,
  type Outcome,
  range,
  sumOf,
  Uncountable,
} from "./election.ts";
import { Fraction, ONE, ZERO } from "./fraction.ts";
import { unitFor } from "./ratings.ts";

const APPROVAL_BITS_MAX = 2_000;
const APPROVAL_UNITS_MAX = 2n ** 40n;
const ENUMERATED_MAX = 300_000;
const STATES_MAX = 20_000;
const COMMITTEES_MAX = 1_000;

interface Approving {
  approved: number[];
  weight: Fraction;
}

function gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

// Who approves whom, by weight. In a stated tie order the candidates are numbered in that order, so that
// the first of the tied ones is the one to take.
class Approvals {
  readonly order: number[];
  readonly takesFirst: boolean;
  readonly size: number;
  readonly seats: number;
  readonly completion: string;
  readonly ballots: Approving[];
  readonly total: Fraction;
  readonly support: Fraction[];

  constructor({ size, placeOf, plan, ballots }: Election) {
    this.takesFirst = placeOf.length > 0;
    this.order = range(size);
    if (this.takesFirst) this.order.sort((a, b) => placeOf[a]! - placeOf[b]!);
    this.size = size;
    this.seats = plan.seats;
    this.completion = plan.completion;
    const merged = new Map<string, Approving>();
    for (const { marks, weight } of ballots) {
      const approved = range(size).filter((number) => (marks[this.order[number]!] ?? 0) > 0);
      const key = approved.join(",");
      const one = merged.get(key);
      merged.set(key, { approved, weight: one === undefined ? weight : one.weight.plus(weight) });
    }
    const all = [...merged.values()];
    this.total = sumOf(all.map(({ weight }) => weight));
    this.checkUnits(all.map(({ weight }) => weight));
    this.ballots = all.filter(({ approved }) => approved.length > 0);
    this.support = range(size).map((c) => sumOf(this.of(c).map(({ weight }) => weight)));
  }

  // Those who approve the candidate.
  of(candidate: number): Approving[] {
    return this.ballots.filter(({ approved }) => approved.includes(candidate));
  }

  private checkUnits(weights: Fraction[]): void {
    const unit = unitFor(weights);
    if (unit.toString(2).length - 1 > APPROVAL_BITS_MAX) {
      throw new Uncountable("weights without a reasonable shared denominator");
    }
    const whole = weights.map(({ numerator, denominator }) => numerator * (unit / denominator));
    const shared = whole.reduce(gcd, 0n);
    const sum = whole.reduce((a, b) => a + b, 0n);
    if (shared !== 0n && sum > APPROVAL_UNITS_MAX * shared) {
      throw new Uncountable("weights that add up to more than 2^40 units");
    }
  }
}

// How many ways to choose so many of them.
function choose(n: number, k: number): bigint {
  let ways = 1n;
  for (let taken = 0; taken < k; ++taken) ways = (ways * BigInt(n - taken)) / BigInt(taken + 1);
  return ways;
}

interface Named {
  first: number[];
  ways: bigint;
  metTie?: boolean;
  cut?: boolean;
}

function named(approvals: Approvals, { first, ways, metTie, cut }: Named): CountedOutcome {
  const winners = first.map((c) => approvals.order[c]!).sort((a, b) => a - b);
  if (approvals.takesFirst) {
    return { winners, tied: false, decided: metTie === true || ways > 1n, ways: 1n };
  }
  return { winners, tied: cut === true || ways > 1n, ways };
}

// How many committees are tied may be more than a number of JavaScript holds exactly.
export type CountedOutcome = Outcome & { ways: bigint };

function bySingleScores(approvals: Approvals, scores: Fraction[]): CountedOutcome {
  const { size, seats, order } = approvals;
  const limit = [...scores].sort((a, b) => b.compare(a))[seats - 1]!;
  const sure = range(size).filter((c) => scores[c]!.compare(limit) > 0);
  const tied = range(size).filter((c) => scores[c]!.equals(limit));
  const places = seats - sure.length;
  const first = [...sure, ...tied.slice(0, places)];
  return {
    ...named(approvals, { first, ways: choose(tied.length, places) }),
    scores: range(size).map((c) => scores[order.indexOf(c)]!),
  };
}

// Each ballot is split among those it approves.
function satisfaction(approvals: Approvals): Fraction[] {
  return range(approvals.size).map((c) =>
    sumOf(
      approvals.of(c).map(({ approved, weight }) => weight.over(new Fraction(approved.length))),
    ),
  );
}

function* committeesOf(size: number, seats: number, from = 0): Generator<number[]> {
  if (seats === 0) {
    yield [];
    return;
  }
  for (let first = from; first <= size - seats; ++first) {
    for (const rest of committeesOf(size, seats - 1, first + 1)) yield [first, ...rest];
  }
}

// PAV: a ballot with j members gives 1 + 1/2 + .. + 1/j. Chamberlin-Courant: 1 with any. All committees
// are compared.
function byBest(approvals: Approvals, harmonic: boolean): CountedOutcome {
  const { size, seats, ballots } = approvals;
  if (choose(size, seats) > BigInt(ENUMERATED_MAX)) throw new NotComputed("so many committees");
  const gains = [ZERO];
  for (let j = 1; j <= seats; ++j) {
    const more = harmonic ? new Fraction(1, j) : j === 1 ? ONE : ZERO;
    gains.push(gains[j - 1]!.plus(more));
  }
  const unit = unitFor([...gains, ...ballots.map(({ weight }) => weight)]);
  const whole = (value: Fraction): bigint => value.numerator * (unit / value.denominator);
  const worth = gains.map(whole);
  const weights = ballots.map(({ weight }) => whole(weight));
  let best = -1n;
  let ties = 0n;
  let first: number[] = [];
  for (const committee of committeesOf(size, seats)) {
    let value = 0n;
    for (const [i, { approved }] of ballots.entries()) {
      const seated = approved.filter((c) => committee.includes(c)).length;
      value += worth[seated]! * weights[i]!;
    }
    if (value > best) {
      best = value;
      ties = 0n;
      first = committee;
    }
    if (value === best) ++ties;
  }
  const most = BigInt(COMMITTEES_MAX);
  return named(approvals, { first, ways: ties < most ? ties : most, cut: ties > most });
}

// Those with the largest (or smallest) figure, of those that have one.
function extremes(
  candidates: number[],
  figure: (c: number) => Fraction | undefined,
  largest: boolean,
): number[] {
  const figures = candidates.map((c) => ({ c, value: figure(c) }));
  const some = figures.flatMap(({ value }) => (value === undefined ? [] : [value]));
  if (some.length === 0) return [];
  const best = some.reduce((a, b) => (largest === b.compare(a) > 0 ? b : a));
  return figures.filter(({ value }) => value?.equals(best)).map(({ c }) => c);
}

// One way through a sequential rule.
abstract class Seating {
  elected: number[] = [];

  constructor(
    readonly approvals: Approvals,
    readonly seats: number,
  ) {}

  // The candidates tied for the next act; none at the end.
  abstract choices(): number[];
  abstract take(candidate: number): void;
  abstract copy(): Seating;
  key(): string {
    return this.elected.join(",");
  }

  protected get full(): boolean {
    return this.elected.length === this.seats;
  }
  protected get rest(): number[] {
    return range(this.approvals.size).filter((c) => !this.elected.includes(c));
  }
  protected elect(candidate: number): void {
    this.elected = [...this.elected, candidate].sort((a, b) => a - b);
  }
}

function seatedIn({ approved }: Approving, elected: number[]): number {
  return approved.filter((c) => elected.includes(c)).length;
}

// The next seat goes where it adds most to the score.
class SeqPav extends Seating {
  override copy(): SeqPav {
    const other = new SeqPav(this.approvals, this.seats);
    other.elected = this.elected;
    return other;
  }
  override choices(): number[] {
    const gain = (candidate: number): Fraction =>
      sumOf(
        this.approvals
          .of(candidate)
          .map((ballot) => ballot.weight.over(new Fraction(1 + seatedIn(ballot, this.elected)))),
      );
    return this.full ? [] : extremes(this.rest, gain, true);
  }
  override take(candidate: number): void {
    this.elect(candidate);
  }
}

// Of all candidates the one whom the score misses least goes, until enough are left.
class RevSeqPav extends Seating {
  constructor(approvals: Approvals, seats: number) {
    super(approvals, seats);
    this.elected = range(approvals.size);
  }
  override copy(): RevSeqPav {
    const other = new RevSeqPav(this.approvals, this.seats);
    other.elected = this.elected;
    return other;
  }
  override choices(): number[] {
    if (this.full) return [];
    const loss = (candidate: number): Fraction =>
      sumOf(
        this.approvals
          .of(candidate)
          .map((ballot) => ballot.weight.over(new Fraction(seatedIn(ballot, this.elected)))),
      );
    // A stated order keeps the earlier ones, so the last of the tied goes first.
    return extremes(this.elected, loss, false).reverse();
  }
  override take(candidate: number): void {
    this.elected = this.elected.filter((c) => c !== candidate);
  }
}

// A seat costs 1, which its supporters take on as load; whoever leaves the least load on each is next.
class Phragmen extends Seating {
  loads: Fraction[];

  constructor(approvals: Approvals, seats: number) {
    super(approvals, seats);
    this.loads = approvals.ballots.map(() => ZERO);
  }
  override copy(): Phragmen {
    const other = new Phragmen(this.approvals, this.seats);
    other.elected = this.elected;
    other.loads = this.loads;
    return other;
  }
  private load(candidate: number): Fraction | undefined {
    const support = this.approvals.support[candidate]!;
    if (support.isZero) return undefined;
    const carried = sumOf(
      this.approvals.ballots.flatMap(({ approved, weight }, i) =>
        approved.includes(candidate) ? [weight.times(this.loads[i]!)] : [],
      ),
    );
    return ONE.plus(carried).over(support);
  }
  override choices(): number[] {
    if (this.full) return [];
    const least = extremes(this.rest, (c) => this.load(c), false);
    return least.length > 0 ? least : this.rest;
  }
  override take(candidate: number): void {
    const load = this.load(candidate);
    this.elect(candidate);
    if (load === undefined) return;
    this.loads = this.loads.map((own, i) =>
      this.approvals.ballots[i]!.approved.includes(candidate) ? load : own,
    );
  }
  override key(): string {
    return `${this.elected.join(",")}|${this.loads.join(",")}`;
  }
}

// Everybody gets the same money, blank ballots too; a seat costs 1, which its supporters pay in equal
// shares as far as their money goes. Then its completion. Money is a load below zero.
class EqualShares extends Phragmen {
  private buying = true;

  constructor(
    approvals: Approvals,
    seats: number,
    private readonly budget: number,
    private readonly completion: string,
  ) {
    super(approvals, seats);
    const total = approvals.total.isZero ? ONE : approvals.total;
    const purse = new Fraction(-budget).over(total);
    this.loads = approvals.ballots.map(() => purse);
  }
  override copy(): EqualShares {
    const other = new EqualShares(this.approvals, this.seats, this.budget, this.completion);
    other.elected = this.elected;
    other.loads = this.loads;
    other.buying = this.buying;
    return other;
  }

  // The most that one unit of weight has to pay; nothing where they cannot pay for a seat together.
  private price(candidate: number): Fraction | undefined {
    const supporters = this.approvals.ballots
      .flatMap(({ approved, weight }, i) =>
        approved.includes(candidate) ? [{ purse: ZERO.minus(this.loads[i]!), weight }] : [],
      )
      .sort((a, b) => a.purse.compare(b.purse) || a.weight.compare(b.weight));
    let amount = ONE;
    let share = this.approvals.support[candidate]!;
    // From the poorest up: who cannot pay a full share gives all.
    for (const { purse, weight } of supporters) {
      if (amount.compare(purse.times(share)) <= 0) return amount.over(share);
      amount = amount.minus(purse.times(weight));
      share = share.minus(weight);
    }
    return undefined;
  }

  override choices(): number[] {
    if (this.full) return [];
    if (this.buying) {
      const affordable = extremes(this.rest, (c) => this.price(c), false);
      if (affordable.length > 0) return affordable;
      if (this.completion === "approval") {
        return extremes(this.rest, (c) => this.approvals.support[c], true);
      }
      if (this.completion === "none") return [];
    }
    return super.choices();
  }

  override take(candidate: number): void {
    const price = this.buying ? this.price(candidate) : undefined;
    if (price !== undefined) {
      this.elect(candidate);
      this.loads = this.loads.map((load, i) => {
        if (!this.approvals.ballots[i]!.approved.includes(candidate)) return load;
        const after = load.plus(price);
        return after.compare(ZERO) > 0 ? ZERO : after;
      });
    } else if (this.completion === "approval") {
      this.elect(candidate);
    } else {
      this.buying = false;
      super.take(candidate);
    }
  }
  override key(): string {
    return `${this.buying}|${super.key()}`;
  }
}

interface Seated {
  committees: number[][]; // In the order of the candidates.
  metTie: boolean;
  cut: boolean;
}

// Every way of breaking the ties, or in a stated order the first of the tied each time.
function followTies(start: Seating): Seated {
  const { takesFirst } = start.approvals;
  const found = new Map<string, number[]>();
  const seen = new Set<string>();
  const pending: { parent: Seating; choice: number }[] = [];
  let metTie = false;
  let states = 0;
  let state: Seating | undefined = start;
  while (state !== undefined) {
    const here: Seating = state;
    const choices = here.choices();
    metTie ||= choices.length > 1;
    if (choices.length > 0 && (choices.length === 1 || takesFirst)) {
      here.take(choices[0]!);
      continue;
    }
    if (choices.length === 0) found.set(here.elected.join(","), here.elected);
    pending.push(...[...choices].reverse().map((choice) => ({ parent: here, choice })));
    state = undefined;
    while (state === undefined && pending.length > 0 && found.size <= COMMITTEES_MAX) {
      const { parent, choice } = pending.pop()!;
      if (++states > STATES_MAX) throw new NotComputed("so many ties");
      const child = parent.copy();
      child.take(choice);
      if (seen.has(child.key())) continue;
      seen.add(child.key());
      state = child;
    }
  }
  const committees = [...found.values()].sort(compareLists).slice(0, COMMITTEES_MAX);
  return { committees, metTie, cut: pending.length > 0 || found.size > COMMITTEES_MAX };
}

function equalShares(approvals: Approvals): Seated {
  const { seats, completion, size, support, ballots, takesFirst } = approvals;
  const run = (places: number, budget: number, then: string): Seated =>
    followTies(new EqualShares(approvals, places, budget, then));
  if (completion !== "increment") return run(seats, seats, completion);
  // Money for one seat more each time. All candidates can be elected, so that too large an outcome shows.
  const reachable = Math.min(seats, support.filter((one) => !one.isZero).length);
  const lengths = ballots.reduce((sum, { approved }) => sum + approved.length + 1, 0);
  const steps = Math.floor(400_000_000 / ((100 + lengths) * 20));
  const most = Math.min(1_000, Math.max(200, Math.min(50_000, steps)));
  for (let budget = seats; ; ++budget) {
    const seated = run(size, budget, "none");
    const exact = seated.committees.filter((committee) => committee.length === reachable);
    if (exact.length > 0) {
      if (reachable < seats || takesFirst) return run(seats, budget, "approval");
      return { ...seated, committees: exact };
    }
    if (seated.committees.some((committee) => committee.length > reachable)) {
      return run(seats, budget - 1, "approval");
    }
    if (budget - seats === most) return run(seats, budget, "approval");
  }
}

export function countCommittee(election: Election): CountedOutcome {
  const approvals = new Approvals(election);
  const { rule, seats } = election.plan;
  if (rule === "approval") return bySingleScores(approvals, approvals.support);
  if (rule === "sav") return bySingleScores(approvals, satisfaction(approvals));
  if (rule === "pav" || rule === "cc") return byBest(approvals, rule === "pav");
  const seated =
    rule === "equal-shares"
      ? equalShares(approvals)
      : followTies(
          rule === "seq-pav"
            ? new SeqPav(approvals, seats)
            : rule === "rev-seq-pav"
              ? new RevSeqPav(approvals, seats)
              : new Phragmen(approvals, seats),
        );
  const { committees, metTie, cut } = seated;
  return named(approvals, {
    first: committees[0]!,
    ways: BigInt(committees.length),
    metTie,
    cut,
  });
}
