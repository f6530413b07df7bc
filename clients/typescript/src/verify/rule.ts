// Consensus rules: when has a panel agreed about an item? A rule in a log is written out in full,
// so only that form is read.

import { Members, NotSo, wholeOf } from "./document.ts";
import { Fraction, ONE } from "./fraction.ts";
import { isObject, type Json, member } from "./json.ts";

export const COMPARISONS = [">=", ">", "<=", "<", "="] as const;
export type Comparison = (typeof COMPARISONS)[number];
export type Denominator = "scored" | "answered";
export type Consensus = "IN" | "OUT" | "NONE" | "INQUORATE";

export interface Band {
  low: number;
  high: number;
}
export interface Scale {
  min: number;
  max: number;
  bands: Band[];
}
export interface SizeRow {
  low: number;
  high: number;
  limit: number;
}
export type Scope =
  | { kind: "panel" | "every_group" | "any_group" }
  | { kind: "at_least"; atLeast: number }
  | { kind: "groups"; groups: string[] };

export interface Compound {
  kind: "all" | "any" | "not";
  parts: Criterion[];
}
export interface ShareTest {
  kind: "share";
  band: Band;
  op: Comparison;
  value: Fraction;
  denominator?: Denominator;
  plusUnable: boolean;
  plusNotUnderstood: boolean;
}
export interface StatisticTest {
  kind: "median" | "mean" | "iqr";
  op: Comparison;
  value: Fraction;
}
export interface NearMedianTest {
  kind: "near";
  within: Fraction;
  op: Comparison;
  value: Fraction;
}
export interface IprasTest {
  kind: "ipras";
  lower: Fraction;
  upper: Fraction;
  base: Fraction;
  slope: Fraction;
  centre: Fraction;
}
export interface TailsTest {
  kind: "tails";
  table: SizeRow[];
  low: Band;
  high: Band;
}
export interface OutsideTest {
  kind: "outside";
  region: "median" | "mode";
  table: SizeRow[];
}
export type Test =
  Compound | ShareTest | StatisticTest | NearMedianTest | IprasTest | TailsTest | OutsideTest;

export interface Criterion {
  test: Test;
  scope: Scope;
  leastGroupSize?: number;
}
export interface Clause {
  verdict: "IN" | "OUT";
  grade: string;
  rounds: number[]; // Only in these; empty means in all.
  fromRound?: number;
  when: Criterion;
}
export interface Rule {
  name: string;
  scale: Scale;
  denominator: Denominator;
  leastGroupSize: number;
  quorum: { panel: number; eachGroup: number };
  clauses: Clause[];
  document: Json; // As it stands in the log.
}

const COUNT_MAX = 1_000_000_000;
const POINTS_MAX = 200;
const END_MAX = 1_000_000;

export function holds(left: Fraction, op: Comparison, right: Fraction): boolean {
  const order = left.compare(right);
  switch (op) {
    case ">=":
      return order >= 0;
    case ">":
      return order > 0;
    case "<=":
      return order <= 0;
    case "<":
      return order < 0;
    case "=":
      return order === 0;
  }
}

export function appliesIn(clause: Clause, round: number): boolean {
  if (clause.fromRound !== undefined && round < clause.fromRound) return false;
  return clause.rounds.length === 0 || clause.rounds.includes(round);
}

function sameBand(a: Band, b: Band): boolean {
  return a.low === b.low && a.high === b.high;
}

// Reads the parts of one rule, whose bands must lie on its scale.
class RuleReader {
  private scale: Scale = { min: 1, max: 9, bands: [] };

  read(json: Json, path: string): Rule {
    const rule = new Members(json, path);
    const name = rule.string("name");
    if (name === "") throw rule.wrong("name", "must be a name");
    this.scale = this.readScale(rule.need("scale"), rule.at("scale"));
    const denominator = rule.word("denominator", ["scored", "answered"] as const);
    const leastGroupSize = rule.whole("least_group_size", 0, COUNT_MAX);
    const limits = new Members(rule.need("quorum"), rule.at("quorum"));
    const quorum = {
      panel: limits.whole("panel", 0, COUNT_MAX),
      eachGroup: limits.whole("each_group", 0, COUNT_MAX),
    };
    limits.done();
    const clauses = rule
      .list("clauses")
      .map((clause, i) => this.readClause(clause, rule.at(`clauses[${i}]`)));
    rule.done();
    return {
      name,
      scale: this.scale,
      denominator,
      leastGroupSize,
      quorum,
      clauses,
      document: json,
    };
  }

  private readScale(json: Json, path: string): Scale {
    const scale = new Members(json, path);
    const min = scale.whole("min", -END_MAX, END_MAX);
    const max = scale.whole("max", -END_MAX, END_MAX);
    if (min >= max || max - min >= POINTS_MAX) {
      throw new NotSo(`${path} must have 2 to ${POINTS_MAX} points, from min to max`);
    }
    this.scale = { min, max, bands: [] };
    const bands: Band[] = [];
    const list = scale.need("bands");
    if (!Array.isArray(list)) throw scale.wrong("bands", "must be a list of bands");
    for (const one of list) {
      const band = this.readBand(one, scale.at("bands"));
      if (bands.some((other) => sameBand(other, band))) {
        throw scale.wrong("bands", "has a band that stands twice");
      }
      bands.push(band);
    }
    scale.done();
    return { min, max, bands };
  }

  private readBand(json: Json, path: string): Band {
    const [low, high] = Array.isArray(json) && json.length === 2 ? json : [];
    const lies =
      typeof low === "number" &&
      typeof high === "number" &&
      low <= high &&
      low >= this.scale.min &&
      high <= this.scale.max;
    if (!lies) throw new NotSo(`${path} must be two points of the scale, the lower end first`);
    return { low, high };
  }

  private readTable(json: Json, path: string): SizeRow[] {
    if (!Array.isArray(json) || json.length === 0) {
      throw new NotSo(`${path} must be a list of rows [from, to, limit] of panel sizes`);
    }
    const table: SizeRow[] = [];
    for (const row of json) {
      if (!Array.isArray(row) || row.length !== 3) {
        throw new NotSo(`${path} must have three whole numbers a row`);
      }
      const low = wholeOf(row[0]!, path, 1, COUNT_MAX);
      const high = wholeOf(row[1]!, path, 1, COUNT_MAX);
      const limit = wholeOf(row[2]!, path, 0, COUNT_MAX);
      if (low > high || table.some((other) => low <= other.high && other.low <= high)) {
        throw new NotSo(`${path} has a size in two rows, or a row upside down`);
      }
      table.push({ low, high, limit });
    }
    return table;
  }

  private readClause(json: Json, path: string): Clause {
    const clause = new Members(json, path);
    const verdict = clause.word("verdict", ["IN", "OUT"] as const);
    const grade = clause.maybe("grade") === undefined ? "" : clause.string("grade");
    if (clause.maybe("grade") === "") throw clause.wrong("grade", "must be a word or two");
    const rounds =
      clause.maybe("rounds") === undefined
        ? []
        : clause.list("rounds").map((one) => wholeOf(one, clause.at("rounds"), 1, COUNT_MAX));
    const from = clause.maybe("from_round");
    const when = this.readCriterion(clause.need("when"), clause.at("when"), false);
    clause.done();
    return {
      verdict,
      grade,
      rounds,
      ...(from === undefined
        ? {}
        : { fromRound: wholeOf(from, clause.at("from_round"), 1, COUNT_MAX) }),
      when,
    };
  }

  private readScope(json: Json, path: string): Scope {
    if (json === "every_group" || json === "any_group") return { kind: json };
    if (isObject(json) && Object.keys(json).length === 1) {
      const least = member(json, "at_least");
      if (least !== undefined) {
        return { kind: "at_least", atLeast: wholeOf(least, path, 1, COUNT_MAX) };
      }
      const groups = member(json, "groups");
      if (Array.isArray(groups) && groups.length > 0) {
        const names = groups.filter((name): name is string => typeof name === "string");
        const good = names.length === groups.length && !names.includes("");
        if (good && new Set(names).size === names.length) return { kind: "groups", groups: names };
      }
    }
    throw new NotSo(`${path} is no scope`);
  }

  private readCriterion(json: Json, path: string, bound: boolean): Criterion {
    const criterion = new Members(json, path);
    let scope: Scope = { kind: "panel" };
    const scoped = criterion.maybe("scope");
    if (scoped !== undefined) {
      if (bound) throw criterion.wrong("scope", "nests, but this part is already bound to a group");
      scope = this.readScope(scoped, criterion.at("scope"));
    }
    const least = criterion.maybe("least_group_size");
    const test = this.readTest(criterion, bound || scoped !== undefined);
    criterion.done();
    return {
      test,
      scope,
      ...(least === undefined
        ? {}
        : { leastGroupSize: wholeOf(least, criterion.at("least_group_size"), 0, COUNT_MAX) }),
    };
  }

  private readTest(criterion: Members, bound: boolean): Test {
    for (const kind of ["all", "any"] as const) {
      if (criterion.maybe(kind) === undefined) continue;
      const parts = criterion
        .list(kind)
        .map((part, i) => this.readCriterion(part, criterion.at(`${kind}[${i}]`), bound));
      return { kind, parts };
    }
    const inverted = criterion.maybe("not");
    if (inverted !== undefined) {
      return {
        kind: "not",
        parts: [this.readCriterion(inverted, criterion.at("not"), bound)],
      };
    }
    return this.readMeasure(criterion);
  }

  private readMeasure(criterion: Members): Test {
    const measure = criterion.string("measure");
    switch (measure) {
      case "median":
      case "mean":
      case "iqr":
        return {
          kind: measure,
          op: criterion.word("op", COMPARISONS),
          value: criterion.fraction("value"),
        };
      case "share":
        return this.readShare(criterion);
      case "share-near-median": {
        const within = criterion.fraction("within");
        if (within.isNegative) throw criterion.wrong("within", "must be at least 0");
        const op = criterion.word("op", COMPARISONS);
        return { kind: "near", within, op, value: criterion.fraction("value") };
      }
      case "disagreement":
        return this.readDisagreement(criterion);
      case "outside-at-most":
        return {
          kind: "outside",
          region: criterion.word("region", ["median", "mode"] as const),
          table: this.readTable(criterion.need("table"), criterion.at("table")),
        };
      default:
        throw criterion.wrong("measure", "is no measure");
    }
  }

  private readShare(criterion: Members): ShareTest {
    const test: ShareTest = {
      kind: "share",
      band: this.readBand(criterion.need("band"), criterion.at("band")),
      op: criterion.word("op", COMPARISONS),
      value: criterion.fraction("value"),
      plusUnable: false,
      plusNotUnderstood: false,
    };
    if (criterion.maybe("denominator") !== undefined) {
      test.denominator = criterion.word("denominator", ["scored", "answered"] as const);
    }
    if (criterion.maybe("plus") === undefined) return test;
    const plus = criterion.list("plus");
    const written = ["unable", "not-understood"].filter((state) => plus.includes(state));
    if (written.length !== plus.length || plus[0] !== written[0]) {
      throw criterion.wrong("plus", 'must be a list of "unable" and "not-understood"');
    }
    test.plusUnable = written.includes("unable");
    test.plusNotUnderstood = written.includes("not-understood");
    return test;
  }

  private readDisagreement(criterion: Members): IprasTest | TailsTest {
    if (criterion.word("method", ["ipras", "table"] as const) === "table") {
      return {
        kind: "tails",
        table: this.readTable(criterion.need("table"), criterion.at("table")),
        low: this.readBand(criterion.need("low"), criterion.at("low")),
        high: this.readBand(criterion.need("high"), criterion.at("high")),
      };
    }
    const lower = criterion.fraction("lower");
    const upper = criterion.fraction("upper");
    if (lower.isNegative || upper.compare(ONE) > 0 || lower.compare(upper) > 0) {
      throw criterion.wrong("lower", "and upper must lie between 0 and 100 %, the lower first");
    }
    return {
      kind: "ipras",
      lower,
      upper,
      base: criterion.fraction("base"),
      slope: criterion.fraction("slope"),
      centre: criterion.fraction("centre"),
    };
  }
}

// Throws NotSo where the document is no rule written out in full.
export function readRule(json: Json, path: string): Rule {
  return new RuleReader().read(json, path);
}

// The groups that a rule names, at any depth.
export function groupsNamed(rule: Rule): string[] {
  const names: string[] = [];
  const walk = (criterion: Criterion): void => {
    if (criterion.scope.kind === "groups") names.push(...criterion.scope.groups);
    if ("parts" in criterion.test) criterion.test.parts.forEach(walk);
  };
  for (const clause of rule.clauses) walk(clause.when);
  return names;
}
