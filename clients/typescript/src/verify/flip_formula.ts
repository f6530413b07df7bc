// What would have to hold of the scores for a verdict to be another, while those who score stay the
// same. The same walk as assess() in ratings.ts, in formulas for truths that are wanted.

import { Fraction } from "./fraction.ts";
import type { Counted, Scene } from "./flip_scene.ts";
import { ceiling, floor, iprasOf, rowFor, type Table, type Truth } from "./ratings.ts";
import {
  appliesIn,
  type Comparison,
  type Consensus,
  type Criterion,
  holds,
  type IprasTest,
  type NearMedianTest,
  type OutsideTest,
  type Rule,
  type ShareTest,
  type StatisticTest,
  type Test,
} from "./rule.ts";

const PERCENTILE_POINTS_MAX = 21;
const OPPOSITE: Record<Comparison, Comparison> = {
  ">=": "<",
  ">": "<=",
  "<=": ">",
  "<": ">=",
  "=": "=",
};

type Want = "true" | "false" | "not true" | "not false";
const NEGATED: Record<Want, Want> = {
  true: "false",
  false: "true",
  "not true": "not false",
  "not false": "not true",
};

function wants(want: Want, truth: Truth): boolean {
  switch (want) {
    case "true":
      return truth === true;
    case "false":
      return truth === false;
    case "not true":
      return truth !== true;
    case "not false":
      return truth !== false;
  }
}

export class VerdictFormula {
  private readonly rule: Rule;

  constructor(private readonly scene: Scene) {
    this.rule = scene.rule;
  }

  // From NONE any clause leads away. From another verdict, each clause that gives it must fail or come
  // after one that gives the opposite.
  otherThan(now: Consensus): number {
    const { scene, rule } = this;
    const opposite: number[] = [];
    const gone: number[] = [];
    for (const clause of rule.clauses) {
      if (!appliesIn(clause, scene.count.round)) continue;
      if (clause.verdict !== now) {
        opposite.push(this.anywhere(clause.when, rule.leastGroupSize, "true"));
      } else {
        const fails = this.anywhere(clause.when, rule.leastGroupSize, "not true");
        gone.push(scene.any([...opposite, fails]));
      }
    }
    return now === "NONE" ? scene.any(opposite) : scene.all(gone);
  }

  private fixed(want: Want, truth: Truth): number {
    return wants(want, truth) ? this.scene.always : this.scene.neverSo;
  }

  private anywhere(criterion: Criterion, inherited: number, want: Want): number {
    const least = criterion.leastGroupSize ?? inherited;
    const { scope, test } = criterion;
    switch (scope.kind) {
      case "groups": {
        const parts = scope.groups.map((name) =>
          this.scene.tables.groups.has(name)
            ? this.inGroup(criterion, name, least, want)
            : this.fixed(want, undefined),
        );
        return this.joined("all", parts, want);
      }
      case "every_group":
        return this.everyGroup(criterion, least, want);
      case "any_group":
        return this.someGroups(criterion, least, 1, want);
      case "at_least":
        return this.someGroups(criterion, least, scope.atLeast, want);
      case "panel":
        return this.inside(test, "", want, (part, wanted) => this.anywhere(part, least, wanted));
    }
  }

  private inGroup(criterion: Criterion, group: string, inherited: number, want: Want): number {
    const least = criterion.leastGroupSize ?? inherited;
    if (this.scene.tables.groups.get(group)!.scored < least) return this.fixed(want, undefined);
    return this.inside(criterion.test, group, want, (part, wanted) =>
      this.inGroup(part, group, least, wanted),
    );
  }

  private inside(
    test: Test,
    table: string,
    want: Want,
    part: (criterion: Criterion, want: Want) => number,
  ): number {
    if (!("parts" in test)) return new MeasureFormula(this.scene, table, want).of(test);
    if (test.kind === "not") return part(test.parts[0]!, NEGATED[want]);
    return this.joined(
      test.kind,
      test.parts.map((one) => part(one, want)),
      want,
    );
  }

  private joined(kind: "all" | "any", parts: number[], want: Want): number {
    const positive = want === "true" || want === "not false";
    return (kind === "all") === positive ? this.scene.all(parts) : this.scene.any(parts);
  }

  private each(criterion: Criterion, least: number, want: Want): number[] {
    return this.scene.count.groups.map((group) => this.inGroup(criterion, group, least, want));
  }

  // True where no group fails and one holds; not assessable where none can be told.
  private everyGroup(criterion: Criterion, least: number, want: Want): number {
    const { scene } = this;
    const each = (wanted: Want): number[] => this.each(criterion, least, wanted);
    switch (want) {
      case "true":
        return scene.all([scene.all(each("not false")), scene.any(each("true"))]);
      case "not true":
        return scene.any([scene.any(each("false")), scene.all(each("not true"))]);
      case "false":
        return scene.any(each("false"));
      case "not false":
        return scene.all(each("not false"));
    }
  }

  // True where it holds in so many; not assessable where so many cannot be told.
  private someGroups(criterion: Criterion, least: number, wanted: number, want: Want): number {
    const { scene } = this;
    const { groups } = scene.count;
    const each = (one: Want): number[] => this.each(criterion, least, one);
    const tooMany = Math.max(0, groups.length - wanted + 1);
    const both = (group: string, a: Want, b: Want): number[] => [
      this.inGroup(criterion, group, least, a),
      this.inGroup(criterion, group, least, b),
    ];
    switch (want) {
      case "true":
        return scene.atLeast(wanted, each("true"));
      case "not true":
        return scene.atLeast(tooMany, each("not true"));
      case "false": {
        const fails = scene.atLeast(tooMany, each("not true"));
        const told = groups.map((group) => scene.any(both(group, "true", "false")));
        return scene.all([fails, scene.atLeast(wanted, told)]);
      }
      case "not false": {
        const untold = groups.map((group) => scene.all(both(group, "not true", "not false")));
        const held = scene.atLeast(wanted, each("true"));
        return scene.any([held, scene.atLeast(tooMany, untold)]);
      }
    }
  }
}

// A percentile between two neighbors in the order of scores.
interface Pair {
  a: number;
  b: number;
  value: Fraction;
}
interface End {
  first: bigint; // The rank of the lower neighbor.
  beyond: boolean; // Whether the percentile lies between two ranks.
  pairs: Pair[];
}

// What would have to hold for one measure to hold in one table, or not to.
class MeasureFormula {
  private readonly rule: Rule;
  private readonly table: Table;
  private readonly holds: boolean;

  constructor(
    private readonly scene: Scene,
    private readonly name: string,
    private readonly want: Want,
  ) {
    this.rule = scene.rule;
    this.table = name === "" ? scene.tables.panel : scene.tables.groups.get(name)!;
    this.holds = wants(want, true);
  }

  of(test: Exclude<Test, { parts: Criterion[] }>): number {
    switch (test.kind) {
      case "share":
        return this.share(test);
      case "median":
        return this.median(test);
      case "mean":
        return this.mean(test);
      case "iqr":
        return this.iqr(test);
      case "near":
        return this.near(test);
      case "ipras":
        return this.ipras(test);
      case "tails": {
        const row = rowFor(test.table, this.table.scored);
        if (row === undefined) return this.notAssessable();
        const parts = [test.low, test.high].map(({ low, high }) =>
          this.people(this.between(low, high), row.limit),
        );
        return this.holds ? this.scene.all(parts) : this.scene.any(parts);
      }
      case "outside":
        return this.outside(test);
    }
  }

  private notAssessable(): number {
    return wants(this.want, undefined) ? this.scene.always : this.scene.neverSo;
  }

  private get points(): number[] {
    const { min, max } = this.rule.scale;
    return Array.from({ length: max - min + 1 }, (_, i) => min + i);
  }
  private between(low: number, high: number): number[] {
    return this.points.map((score) => (low <= score && score <= high ? 1 : 0));
  }

  private compared(counted: Counted, points: number[], op: Comparison, right: Fraction): number {
    const one = (comparison: Comparison): number =>
      this.scene.sum(this.name, counted, points, comparison, right);
    if (this.holds) return one(op);
    return op === "=" ? this.scene.any([one("<"), one(">")]) : one(OPPOSITE[op]);
  }
  private people(points: number[], right: number): number {
    return this.compared("people", points, ">=", new Fraction(right));
  }

  private share(test: ShareTest): number {
    const below = test.denominator ?? this.rule.denominator;
    if (this.table.total(below) === 0n) return this.notAssessable();
    const plus = this.table.weightOf(
      below,
      (answer) =>
        (test.plusUnable && answer === "unable") ||
        (test.plusNotUnderstood && answer === "not-understood"),
    );
    const right = test.value.times(this.table.weight(below)).minus(plus);
    return this.compared(below, this.between(test.band.low, test.band.high), test.op, right);
  }

  private mean(test: StatisticTest): number {
    if (this.table.total("scored") === 0n) return this.notAssessable();
    const right = test.value.times(this.table.weight("scored"));
    return this.compared("scored", this.points, test.op, right);
  }

  // Whichever median it will be, so much of the weight has to be near it.
  private near(test: NearMedianTest): number {
    const below = this.rule.denominator;
    if (this.table.total("scored") === 0n || this.table.total(below) === 0n) {
      return this.notAssessable();
    }
    const right = test.value.times(this.table.weight(below));
    const { min, max } = this.rule.scale;
    const ways: number[] = [];
    for (let halves = 2 * min; halves <= 2 * max; ++halves) {
      const middle = new Fraction(halves, 2);
      const points = this.points.map((score) => {
        const away = middle.minus(new Fraction(score));
        const distance = away.isNegative ? new Fraction(0).minus(away) : away;
        return distance.compare(test.within) <= 0 ? 1 : 0;
      });
      ways.push(
        this.scene.all([
          this.medianFrom(halves),
          this.medianUpTo(halves),
          this.compared(below, points, test.op, right),
        ]),
      );
    }
    return this.scene.any(ways);
  }

  // A median is the mean of a lower and an upper one, which are scores: in halves it is their sum.
  private median(test: StatisticTest): number {
    if (this.table.total("scored") === 0n) return this.notAssessable();
    const { min, max } = this.rule.scale;
    let halves = test.value.times(new Fraction(2));
    if (halves.compare(new Fraction(2 * min - 1)) < 0) halves = new Fraction(2 * min - 1);
    if (halves.compare(new Fraction(2 * max + 1)) > 0) halves = new Fraction(2 * max + 1);
    const low = Number(floor(halves));
    const high = Number(ceiling(halves));
    if (test.op === "=") {
      if (!this.holds) return this.scene.any([this.medianUpTo(high - 1), this.medianFrom(low + 1)]);
      if (low !== high) return this.scene.neverSo;
      return this.scene.all([this.medianFrom(low), this.medianUpTo(low)]);
    }
    switch (this.holds ? test.op : OPPOSITE[test.op]) {
      case ">=":
        return this.medianFrom(high);
      case ">":
        return this.medianFrom(low + 1);
      case "<=":
        return this.medianUpTo(low);
      default:
        return this.medianUpTo(high - 1);
    }
  }

  // The weight up to the score, compared with half of all.
  private weightUpTo(score: number, op: Comparison): number {
    const { min, max } = this.rule.scale;
    if (score < min || score >= max) {
      const whole = new Fraction(score >= max ? 1 : 0);
      return holds(whole, op, new Fraction(1, 2)) ? this.scene.always : this.scene.neverSo;
    }
    const half = this.table.weight("scored").over(new Fraction(2));
    return this.scene.sum(this.name, "scored", this.between(min, score), op, half);
  }

  // The lower median is the first score up to which half of the weight lies, the upper one the first up
  // to which more than half does.
  private medianFrom(halves: number): number {
    const { min, max } = this.rule.scale;
    if (halves <= 2 * min) return this.scene.always;
    const ways: number[] = [];
    for (let lower = min; lower <= Math.floor((halves + 1) / 2); ++lower) {
      const upper = Math.max(lower, halves - lower);
      if (upper > max) continue;
      ways.push(
        this.scene.all([this.weightUpTo(lower - 1, "<"), this.weightUpTo(upper - 1, "<=")]),
      );
    }
    return this.scene.any(ways);
  }
  private medianUpTo(halves: number): number {
    const { min, max } = this.rule.scale;
    if (halves >= 2 * max) return this.scene.always;
    const ways: number[] = [];
    for (let lower = min; lower <= Math.floor(halves / 2); ++lower) {
      const upper = Math.min(max, halves - lower);
      ways.push(this.scene.all([this.weightUpTo(lower, ">="), this.weightUpTo(upper, ">")]));
    }
    return this.scene.any(ways);
  }

  private iqr(test: StatisticTest): number {
    if (this.table.scored === 0) return this.notAssessable();
    // Left out: it would branch too often.
    if (this.points.length > PERCENTILE_POINTS_MAX) return this.scene.always;
    const reaching = (op: Comparison): number =>
      this.percentiles(
        new Fraction(1, 4),
        new Fraction(3, 4),
        op === ">=" || op === ">",
        (low, high) => holds(high.minus(low), op, test.value),
      );
    if (test.op !== "=") return reaching(this.holds ? test.op : OPPOSITE[test.op]);
    return this.holds
      ? this.scene.all([reaching(">="), reaching("<=")])
      : this.scene.any([reaching("<"), reaching(">")]);
  }

  private ipras(test: IprasTest): number {
    if (this.table.scored === 0) return this.notAssessable();
    // Under a steeper slope a wider range can be less of a disagreement.
    const steep =
      test.slope.compare(new Fraction(2)) > 0 || test.slope.compare(new Fraction(-2)) < 0;
    if (this.points.length > PERCENTILE_POINTS_MAX || steep) return this.scene.always;
    return this.percentiles(test.lower, test.upper, this.holds, (low, high) => {
      const disagree = high.minus(low).compare(iprasOf(test, low, high)) > 0;
      return disagree === this.holds;
    });
  }

  private outside(test: OutsideTest): number {
    const row = rowFor(test.table, this.table.scored);
    if (row === undefined || this.table.scored === 0) return this.notAssessable();
    const inside = this.table.scored - row.limit;
    if (test.region === "mode") {
      const parts = this.points.map((score) => this.people(this.between(score, score), inside));
      return this.holds ? this.scene.any(parts) : this.scene.all(parts);
    }
    const ways = this.points.map((score) => {
      const band = this.rule.scale.bands.find((one) => one.low <= score && score <= one.high);
      const here =
        band === undefined
          ? this.notAssessable()
          : this.people(this.between(band.low, band.high), inside);
      return this.scene.all([this.medianFrom(2 * score - 1), this.medianUpTo(2 * score), here]);
    });
    return this.scene.any(ways);
  }

  private endAt(part: Fraction): End {
    const rank = part.times(new Fraction(this.table.scored - 1));
    const first = floor(rank);
    const beyond = rank.minus(new Fraction(first));
    const { min, max } = this.rule.scale;
    const pairs: Pair[] = [];
    for (let a = min; a <= max; ++a) {
      for (let b = a; b <= (beyond.isZero ? a : max); ++b) {
        const value = new Fraction(a).plus(beyond.times(new Fraction(b - a)));
        pairs.push({ a, b, value });
      }
    }
    return { first, beyond: !beyond.isZero, pairs };
  }

  // Two type-7 percentiles whose range fits; `wide` says whether it still fits after its ends move
  // apart, or else together.
  private percentiles(
    lower: Fraction,
    upper: Fraction,
    wide: boolean,
    fits: (low: Fraction, high: Fraction) => boolean,
  ): number {
    const low = this.endAt(lower);
    const high = this.endAt(upper);
    // Whether y asks no less than x.
    const covers = (x: Pair, y: Pair, upTo: boolean): boolean =>
      upTo ? x.a >= y.a && x.b >= y.b : x.a <= y.a && x.b <= y.b;
    const within = (x: [Pair, Pair], y: [Pair, Pair]): boolean =>
      covers(x[0], y[0], wide) && covers(x[1], y[1], !wide);
    let ways: [Pair, Pair][] = [];
    for (const a of low.pairs) {
      for (const b of high.pairs) {
        const way: [Pair, Pair] = [a, b];
        if (!fits(a.value, b.value) || ways.some((other) => within(other, way))) continue;
        ways = [...ways.filter((other) => !within(way, other)), way];
      }
    }
    return this.scene.any(
      ways.map(([a, b]) =>
        this.scene.all([this.placed(low, a, wide), this.placed(high, b, !wide)]),
      ),
    );
  }

  // Both neighbors lie up to the pair's scores, or from them on.
  private placed({ first, beyond }: End, pair: Pair, upTo: boolean): number {
    const { min, max } = this.rule.scale;
    const neighbors: [number, bigint][] = [[pair.a, first]];
    if (beyond) neighbors.push([pair.b, first + 1n]);
    const places: number[] = [];
    for (const [score, rank] of neighbors) {
      const last = upTo ? score : score - 1;
      if (last < min || last >= max) continue;
      const points = this.between(min, last);
      const right = new Fraction(rank);
      places.push(this.scene.sum(this.name, "people", points, upTo ? ">" : "<=", right));
    }
    return this.scene.all(places);
  }
}
