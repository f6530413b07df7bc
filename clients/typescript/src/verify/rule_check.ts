// What a sound rule satisfies before it is frozen: no test that always or never holds, none that
// contradicts its neighbour, no clause that can never decide.
//
// Whether some panel could satisfy an IN and an OUT clause at once is searched for in
// contradiction.ts.

import { Fraction, ONE, ZERO } from "./fraction.ts";
import {
  type Clause,
  type Comparison,
  type Criterion,
  holds,
  type Rule,
  type Test,
} from "./rule.ts";

interface Range {
  low: Fraction;
  high: Fraction;
}

function neverHolds({ low, high }: Range, op: Comparison, value: Fraction): boolean {
  switch (op) {
    case ">=":
      return value.compare(high) > 0;
    case ">":
      return value.compare(high) >= 0;
    case "<=":
      return value.compare(low) < 0;
    case "<":
      return value.compare(low) <= 0;
    case "=":
      return value.compare(low) < 0 || value.compare(high) > 0;
  }
}

function alwaysHolds({ low, high }: Range, op: Comparison, value: Fraction): boolean {
  switch (op) {
    case ">=":
      return value.compare(low) <= 0;
    case ">":
      return value.compare(low) < 0;
    case "<=":
      return value.compare(high) >= 0;
    case "<":
      return value.compare(high) > 0;
    case "=":
      return low.equals(high) && value.equals(low);
  }
}

function exclude(a: Comparison, x: Fraction, b: Comparison, y: Fraction): boolean {
  const isLower = (op: Comparison): boolean => op === ">=" || op === ">";
  if (a === "=") return !holds(x, b, y);
  if (b === "=") return !holds(y, a, x);
  if (isLower(a) === isLower(b)) return false;
  if (!isLower(a)) return exclude(b, y, a, x);
  return a === ">=" && b === "<=" ? x.compare(y) > 0 : x.compare(y) >= 0;
}

// A text that is equal for equal values; fractions are written in lowest terms.
export function keyOf(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "bigint" ? inner.toString() : inner,
  );
}

function shadows(earlier: Clause, later: Clause): boolean {
  const everywhere = earlier.rounds.length === 0 && earlier.fromRound === undefined;
  const sameRounds =
    keyOf(earlier.rounds) === keyOf(later.rounds) && earlier.fromRound === later.fromRound;
  return keyOf(earlier.when) === keyOf(later.when) && (everywhere || sameRounds);
}

// Two tests of one measure at one place that no value passes both of.
function opposed(a: Criterion, b: Criterion): boolean {
  const anywhere = a.scope.kind === "any_group" || a.scope.kind === "at_least";
  if (anywhere || keyOf(a.scope) !== keyOf(b.scope)) return false;
  const x = a.test;
  const y = b.test;
  if (x.kind === "share") {
    if (y.kind !== "share") return false;
    const same = { ...y, op: x.op, value: x.value };
    return keyOf(sorted(same)) === keyOf(sorted(x)) && exclude(x.op, x.value, y.op, y.value);
  }
  const statistics = ["median", "mean", "iqr"];
  if (!statistics.includes(x.kind) || x.kind !== y.kind) return false;
  return "op" in x && "op" in y && exclude(x.op, x.value, y.op, y.value);
}

function sorted(test: Test): [string, unknown][] {
  return Object.entries(test).sort(([a], [b]) => (a < b ? -1 : 1));
}

class Checker {
  constructor(private readonly rule: Rule) {}

  firstWrong(): string | undefined {
    for (const [i, clause] of this.rule.clauses.entries()) {
      const wrong = this.check(clause.when);
      if (wrong !== undefined) return `clauses[${i}]: ${wrong}`;
      const before = this.rule.clauses.slice(0, i);
      if (before.some((earlier) => shadows(earlier, clause))) {
        return `clauses[${i}]: can never decide, since an earlier one asks the same`;
      }
    }
    return undefined;
  }

  private check(criterion: Criterion): string | undefined {
    const { test } = criterion;
    const { scale } = this.rule;
    switch (test.kind) {
      case "all":
      case "any":
      case "not":
        return this.checkParts(test.kind, test.parts);
      case "share": {
        const denominator = test.denominator ?? this.rule.denominator;
        if ((test.plusUnable || test.plusNotUnderstood) && denominator === "scored") {
          return "counts people above the fraction line who are not below it";
        }
        return this.checkRange({ low: ZERO, high: ONE }, test.op, test.value);
      }
      case "near":
        return this.checkRange({ low: ZERO, high: ONE }, test.op, test.value);
      case "median":
      case "mean":
      case "iqr": {
        const spread = test.kind === "iqr";
        const low = new Fraction(spread ? 0 : scale.min);
        const high = new Fraction(spread ? scale.max - scale.min : scale.max);
        return this.checkRange({ low, high }, test.op, test.value);
      }
      case "ipras": {
        const off =
          test.centre.compare(new Fraction(scale.min)) < 0 ||
          test.centre.compare(new Fraction(scale.max)) > 0;
        return off ? "the centre lies off the scale" : undefined;
      }
      case "tails":
        return test.table.some((row) => row.limit === 0)
          ? "always holds: nobody is needed in either band"
          : undefined;
      case "outside":
        if (test.region === "median" && scale.bands.length === 0) return "needs bands on the scale";
        return test.table.some((row) => row.limit >= row.high)
          ? "always holds: everybody may stand outside"
          : undefined;
    }
  }

  private checkParts(kind: "all" | "any" | "not", parts: Criterion[]): string | undefined {
    for (const [i, part] of parts.entries()) {
      const wrong = this.check(part);
      if (wrong !== undefined) return wrong;
      if (kind === "all" && parts.slice(0, i).some((other) => opposed(other, part))) {
        return "two parts cannot hold together";
      }
    }
    return undefined;
  }

  private checkRange(range: Range, op: Comparison, value: Fraction): string | undefined {
    if (neverHolds(range, op, value)) return "can never hold";
    return alwaysHolds(range, op, value) ? "always holds" : undefined;
  }
}

// What is wrong with the rule, or nothing.
export function wrongRule(rule: Rule): string | undefined {
  return new Checker(rule).firstWrong();
}
