// Ratings counted: tables of who gave which answer, weighed by the voice policy, and rules applied to
// them. Weights are whole numbers of a common unit, so every comparison is between whole numbers.

import type { Answer } from "./event.ts";
import { Fraction, ONE } from "./fraction.ts";
import type { VoicePolicy } from "./protocol.ts";
import {
  appliesIn,
  type Band,
  type Comparison,
  type Consensus,
  type Criterion,
  type Denominator,
  holds,
  type IprasTest,
  type Rule,
  type SizeRow,
  type Test,
} from "./rule.ts";

// How many people gave each answer.
export type Counts = Map<Answer, number>;

// People who wear the same hats in the same order, and weigh the same.
export interface Cohort {
  hats: string[];
  own: Fraction;
  completed: boolean;
  counts: Counts;
}

export const UNSCORED = ["unable", "not-understood", "skipped"] as const;

// Whether the answer counts below the fraction line. Somebody who skipped left a blank: never.
function standsBelow(denominator: Denominator, answer: Answer): boolean {
  return typeof answer === "number" || (denominator === "answered" && answer !== "skipped");
}

export function peopleBelow(denominator: Denominator, counts: Counts): number {
  let people = 0;
  for (const [answer, n] of counts) {
    if (standsBelow(denominator, answer)) people += n;
  }
  return people;
}

function gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

export function unitFor(weights: Fraction[]): bigint {
  return weights.reduce(
    (unit, weight) => (unit / gcd(unit, weight.denominator)) * weight.denominator,
    1n,
  );
}

interface Part {
  counts: Counts;
  weight: Fraction;
}
interface Weighed {
  unit: bigint;
  total: bigint; // Of the people in the denominator.
  parts: { counts: Counts; weight: bigint }[];
}

function weigh(denominator: Denominator, parts: Part[]): Weighed {
  const unit = unitFor(parts.map((part) => part.weight));
  const whole = parts.map(({ counts, weight }) => ({
    counts,
    weight: weight.numerator * (unit / weight.denominator),
  }));
  const total = whole.reduce(
    (sum, { counts, weight }) => sum + weight * BigInt(peopleBelow(denominator, counts)),
    0n,
  );
  return { unit, total, parts: whole };
}

export type Truth = boolean | undefined; // undefined: not assessable.

// One table, the panel's or a group's. It is weighed twice, since a voice that shares weight within a
// group shares it among the people in the denominator of the very figure that is asked for.
export class Table {
  readonly people: Counts = new Map(); // Everybody once.
  readonly scored: number;
  private readonly weighed: Record<Denominator, Weighed>;
  private readonly truths = new Map<Criterion, Truth>();
  private middle: { value: Fraction | undefined } | undefined;

  constructor(
    readonly rule: Rule,
    scored: Part[],
    answered: Part[] = scored,
  ) {
    for (const { counts } of scored) {
      for (const [answer, n] of counts) {
        this.people.set(answer, (this.people.get(answer) ?? 0) + n);
      }
    }
    this.scored = peopleBelow("scored", this.people);
    this.weighed = { scored: weigh("scored", scored), answered: weigh("answered", answered) };
  }

  saying(answer: Answer): number {
    return this.people.get(answer) ?? 0;
  }
  // People in the band.
  count(band: Band): number {
    let people = 0;
    for (let score = band.low; score <= band.high; ++score) people += this.saying(score);
    return people;
  }
  get histogram(): number[] {
    const { min, max } = this.rule.scale;
    return Array.from({ length: max - min + 1 }, (_, i) => this.saying(min + i));
  }

  // What shares are divided by, and what stands above the fraction line, in the same units.
  total(denominator: Denominator): bigint {
    return this.weighed[denominator].total;
  }
  above(denominator: Denominator, wanted: (answer: Answer) => boolean): bigint {
    let sum = 0n;
    for (const { counts, weight } of this.weighed[denominator].parts) {
      let people = 0;
      for (const [answer, n] of counts) if (wanted(answer)) people += n;
      sum += weight * BigInt(people);
    }
    return sum;
  }
  weight(denominator: Denominator): Fraction {
    return new Fraction(this.total(denominator), this.weighed[denominator].unit);
  }
  weightOf(denominator: Denominator, wanted: (answer: Answer) => boolean): Fraction {
    return new Fraction(this.above(denominator, wanted), this.weighed[denominator].unit);
  }
  // Kish's effective number of people.
  effective(denominator: Denominator): Fraction | undefined {
    const { total, parts } = this.weighed[denominator];
    const squares = parts.reduce(
      (sum, { counts, weight }) => sum + weight * weight * BigInt(peopleBelow(denominator, counts)),
      0n,
    );
    return squares === 0n ? undefined : new Fraction(total * total, squares);
  }

  // The smallest score whose cumulative weight reaches half; at exactly half, the mean of it and the
  // next score that carries weight.
  get median(): Fraction | undefined {
    this.middle ??= { value: this.findMedian() };
    return this.middle.value;
  }
  private findMedian(): Fraction | undefined {
    const total = this.total("scored");
    if (total === 0n) return undefined;
    let cumulative = 0n;
    let half: number | undefined;
    const { min, max } = this.rule.scale;
    for (let score = min; score <= max; ++score) {
      const weight = this.above("scored", (answer) => answer === score);
      if (weight === 0n) continue;
      if (half !== undefined) return new Fraction(half + score, 2);
      cumulative += weight;
      if (2n * cumulative > total) return new Fraction(score);
      if (2n * cumulative === total) half = score;
    }
    return undefined;
  }
  get mean(): Fraction | undefined {
    const total = this.total("scored");
    if (total === 0n) return undefined;
    let sum = 0n;
    for (const { counts, weight } of this.weighed.scored.parts) {
      for (const [answer, n] of counts) {
        if (typeof answer === "number") sum += weight * BigInt(n) * BigInt(answer);
      }
    }
    return new Fraction(sum, total);
  }
  percentile(part: Fraction): Fraction | undefined {
    return percentile(this.histogram, this.rule.scale.min, part);
  }

  // Whether a criterion holds in this table, of at least so many people who scored.
  holds(criterion: Criterion, least: number): Truth {
    if (this.truths.has(criterion)) return this.truths.get(criterion);
    const truth = this.assess(criterion, criterion.leastGroupSize ?? least);
    this.truths.set(criterion, truth);
    return truth;
  }
  private assess({ test }: Criterion, least: number): Truth {
    if (this.scored < least) return undefined;
    if (!("parts" in test)) return measure(this, test);
    return joined(
      test.kind,
      test.parts.map((part) => this.holds(part, least)),
    );
  }
}

// Type 7: linear between the ranks around (n - 1) p. People, each once.
export function percentile(histogram: number[], low: number, part: Fraction): Fraction | undefined {
  const n = histogram.reduce((sum, people) => sum + people, 0);
  if (n === 0) return undefined;
  const rank = part.times(new Fraction(n - 1));
  const below = Number(rank.numerator / rank.denominator);
  const at = (place: number): number => {
    let reached = 0;
    for (const [i, people] of histogram.entries()) {
      reached += people;
      if (Math.min(place, n - 1) < reached) return low + i;
    }
    return low;
  };
  const first = at(below);
  const beyond = rank.minus(new Fraction(below));
  return new Fraction(first).plus(beyond.times(new Fraction(at(below + 1) - first)));
}

export interface Tables {
  panel: Table;
  groups: Map<string, Table>;
}

// The groups through which a person reaches the panel's figures.
export function reachesPanel(hats: string[], voice: VoicePolicy): string[] {
  return voice.hats === "split" ? hats : hats.slice(0, 1);
}
// The groups in whose tables a person stands.
export function standsIn(hats: string[], voice: VoicePolicy): string[] {
  return voice.hats === "declared" ? hats.slice(0, 1) : hats;
}
export function partOf(hats: string[], voice: VoicePolicy): Fraction {
  return voice.hats === "split" && hats.length > 0 ? new Fraction(1, hats.length) : ONE;
}

// The multiple of their own weight that each cohort's people have in the panel's figures over that
// denominator. A group with nobody in the denominator drops out and hands nothing on.
export function panelFactors(
  cohorts: Cohort[],
  voice: VoicePolicy,
  denominator: Denominator,
): Fraction[] {
  if (voice.voice === "per-person" || voice.voice === "person-weights") {
    return cohorts.map(() => ONE);
  }
  const mass = new Map<string, Fraction>();
  for (const { hats, counts } of cohorts) {
    const people = partOf(hats, voice).times(new Fraction(peopleBelow(denominator, counts)));
    for (const group of reachesPanel(hats, voice)) {
      mass.set(group, (mass.get(group) ?? new Fraction(0)).plus(people));
    }
  }
  const present = [...mass.values()].filter((people) => !people.isZero).length;
  const scale = (group: string, people: Fraction): Fraction => {
    if (voice.voice === "group-weights-each") return voice.weights.get(group)!;
    if (people.isZero) return new Fraction(0);
    const weight =
      voice.voice === "equal-groups" ? new Fraction(1, present) : voice.weights.get(group)!;
    return weight.over(people);
  };
  return cohorts.map(({ hats }) => {
    const scales = reachesPanel(hats, voice).map((group) => scale(group, mass.get(group)!));
    const sum = scales.reduce((a, b) => a.plus(b), new Fraction(0));
    return partOf(hats, voice).times(sum);
  });
}

// The panel's table and each group's. Own weights count under person-weights only; a group's table
// never knows of the scaling of groups.
export function tablesOf(
  rule: Rule,
  cohorts: Cohort[],
  groups: string[],
  voice: VoicePolicy,
): Tables {
  const weights = cohorts.map(({ own }) => (voice.voice === "person-weights" ? own : ONE));
  const weighed = (denominator: Denominator): Part[] => {
    const factors = panelFactors(cohorts, voice, denominator);
    return cohorts.map(({ counts }, i) => ({ counts, weight: weights[i]!.times(factors[i]!) }));
  };
  const shares = voice.voice === "equal-groups" || voice.voice === "group-weights";
  const panel = new Table(rule, weighed("scored"), shares ? weighed("answered") : undefined);
  const byGroup = groups.map((group): [string, Table] => {
    const parts = cohorts
      .map(({ hats, counts }, i) => ({
        hats,
        counts,
        weight: weights[i]!.times(partOf(hats, voice)),
      }))
      .filter(({ hats }) => standsIn(hats, voice).includes(group));
    return [group, new Table(rule, parts)];
  });
  return { panel, groups: new Map(byGroup) };
}

// Three values: true, false, and undefined for what is not assessable.
export function negated(truth: Truth): Truth {
  return truth === undefined ? undefined : !truth;
}
// False if one is, whatever the rest; else not assessable if one is.
export function allOf(truths: Truth[]): Truth {
  if (truths.includes(false)) return false;
  return truths.includes(undefined) ? undefined : true;
}
function joined(kind: "all" | "any" | "not", truths: Truth[]): Truth {
  if (kind === "not") return negated(truths[0]);
  return kind === "all" ? allOf(truths) : negated(allOf(truths.map(negated)));
}

export function rowFor(table: SizeRow[], people: number): SizeRow | undefined {
  return table.find((row) => row.low <= people && people <= row.high);
}

// The range between percentiles that counts as wide, given where their middle lies.
export function iprasOf(
  test: Pick<IprasTest, "base" | "slope" | "centre">,
  low: Fraction,
  high: Fraction,
): Fraction {
  const away = low.plus(high).over(new Fraction(2)).minus(test.centre);
  const distance = away.isNegative ? new Fraction(0).minus(away) : away;
  return test.base.plus(test.slope.times(distance));
}

// The band that holds the median, or its next whole score: a median of 6.5 counts as 7.
export function bandAt(rule: Rule, median: Fraction | undefined): Band | undefined {
  if (median === undefined) return undefined;
  const above = ceiling(median);
  return rule.scale.bands.find((band) => band.low <= above && above <= band.high);
}

export function floor(value: Fraction): bigint {
  const { numerator, denominator } = value;
  const cut = numerator / denominator;
  return numerator < 0n && cut * denominator !== numerator ? cut - 1n : cut;
}
export function ceiling(value: Fraction): bigint {
  return -floor(new Fraction(-value.numerator, value.denominator));
}

// Whether above/total compares so with the value; a total of 0 tells nothing.
function shareHolds(above: bigint, total: bigint, op: Comparison, value: Fraction): Truth {
  return total === 0n ? undefined : holds(new Fraction(above, total), op, value);
}

function inBand(band: Band): (answer: Answer) => boolean {
  return (answer) => typeof answer === "number" && answer >= band.low && answer <= band.high;
}

// Whether one measure holds in one table.
function measure(table: Table, test: Exclude<Test, { parts: Criterion[] }>): Truth {
  const { rule } = table;
  switch (test.kind) {
    case "share": {
      const over = test.denominator ?? rule.denominator;
      const band = inBand(test.band);
      const above = table.above(
        over,
        (answer) =>
          band(answer) ||
          (test.plusUnable && answer === "unable") ||
          (test.plusNotUnderstood && answer === "not-understood"),
      );
      return shareHolds(above, table.total(over), test.op, test.value);
    }
    case "median":
    case "mean": {
      const value = table[test.kind];
      return value === undefined ? undefined : holds(value, test.op, test.value);
    }
    case "iqr": {
      const low = table.percentile(new Fraction(1, 4));
      const high = table.percentile(new Fraction(3, 4));
      if (low === undefined || high === undefined) return undefined;
      return holds(high.minus(low), test.op, test.value);
    }
    case "near": {
      const { median } = table;
      if (median === undefined) return undefined;
      const from = median.minus(test.within);
      const to = median.plus(test.within);
      const near = (answer: Answer): boolean => {
        if (typeof answer !== "number") return false;
        const score = new Fraction(answer);
        return score.compare(from) >= 0 && score.compare(to) <= 0;
      };
      const over = rule.denominator;
      return shareHolds(table.above(over, near), table.total(over), test.op, test.value);
    }
    case "ipras": {
      const low = table.percentile(test.lower);
      const high = table.percentile(test.upper);
      if (low === undefined || high === undefined) return undefined;
      return high.minus(low).compare(iprasOf(test, low, high)) > 0;
    }
    case "tails": {
      const row = rowFor(test.table, table.scored);
      if (row === undefined) return undefined;
      return Math.min(table.count(test.low), table.count(test.high)) >= row.limit;
    }
    case "outside": {
      const row = rowFor(test.table, table.scored);
      const region = bandAt(rule, table.median);
      if (row === undefined || table.scored === 0) return undefined;
      if (test.region === "mode") return table.scored - Math.max(...table.histogram) <= row.limit;
      return region === undefined ? undefined : table.scored - table.count(region) <= row.limit;
    }
  }
}

// Whether a criterion holds. Scopes that range over groups leave those that are not assessable out
// and never hold on nothing; groups called by name must all hold.
export function assess(
  rule: Rule,
  criterion: Criterion,
  tables: Tables,
  inherited = rule.leastGroupSize,
): Truth {
  const least = criterion.leastGroupSize ?? inherited;
  const { scope, test } = criterion;
  if (scope.kind === "groups") {
    return allOf(scope.groups.map((name) => tables.groups.get(name)?.holds(criterion, least)));
  }
  if (scope.kind !== "panel") {
    const truths = [...tables.groups.values()].map((table) => table.holds(criterion, least));
    const told = truths.filter((truth) => truth !== undefined);
    const wanted = scope.kind === "at_least" ? scope.atLeast : 1;
    if (told.length < wanted) return undefined;
    if (scope.kind === "every_group") return told.every((truth) => truth);
    return told.filter((truth) => truth).length >= wanted;
  }
  if (!("parts" in test)) return measure(tables.panel, test);
  return joined(
    test.kind,
    test.parts.map((part) => assess(rule, part, tables, least)),
  );
}

export interface RuleVerdict {
  word: Consensus;
  grade: string;
}

// The first clause that holds gives the verdict, else NONE. INQUORATE is looked at first.
export function verdictOf(
  rule: Rule,
  tables: Tables,
  round: number,
  panelQuorum = rule.quorum.panel,
): RuleVerdict {
  const few =
    tables.panel.scored < Math.max(1, panelQuorum) ||
    [...tables.groups.values()].some((table) => table.scored < rule.quorum.eachGroup);
  if (few) return { word: "INQUORATE", grade: "" };
  for (const clause of rule.clauses) {
    if (appliesIn(clause, round) && assess(rule, clause.when, tables) === true) {
      return { word: clause.verdict, grade: clause.grade };
    }
  }
  return { word: "NONE", grade: "" };
}
