// A rule with something about it changed: what explanations ask "what if" of.

import { Fraction, ONE, ZERO } from "./fraction.ts";
import {
  appliesIn,
  type Clause,
  type Comparison,
  type Criterion,
  type Denominator,
  type Rule,
  type Test,
} from "./rule.ts";
import { keyOf } from "./rule_check.ts";

type Measure = Exclude<Test, { parts: Criterion[] }>;

// The rule with every measure changed.
function rewritten(
  rule: Rule,
  change: (test: Measure) => Measure,
  denominator?: Denominator,
): Rule {
  const walk = (criterion: Criterion): Criterion => {
    const { test } = criterion;
    return {
      ...criterion,
      test: "parts" in test ? { ...test, parts: test.parts.map(walk) } : change(test),
    };
  };
  const clauses = rule.clauses.map((clause) => ({ ...clause, when: walk(clause.when) }));
  return { ...rule, clauses, denominator: denominator ?? rule.denominator };
}

// Every share over those who answered.
export function withUnableCounted(rule: Rule): Rule {
  const change = (test: Measure): Measure => {
    if (test.kind !== "share") return test;
    const { denominator: _, ...rest } = test;
    return rest;
  };
  return rewritten(rule, change, "answered");
}

// Every share over those who scored; who gave no score counts nowhere.
export function withUnableLeftOut(rule: Rule): Rule {
  const change = (test: Measure): Measure => {
    if (test.kind !== "share") return test;
    const { denominator: _, ...rest } = test;
    return { ...rest, plusUnable: false, plusNotUnderstood: false };
  };
  return rewritten(rule, change, "scored");
}

export function withThresholdsMoved(rule: Rule, by: Fraction): Rule {
  return rewritten(rule, (test) => {
    if (test.kind !== "share" && test.kind !== "near") return test;
    if (test.value.isNegative || test.value.compare(ONE) > 0) return test;
    const moved = test.value.plus(by);
    const value = moved.isNegative ? ZERO : moved.compare(ONE) > 0 ? ONE : moved;
    return { ...test, value };
  });
}

const STRICT: Partial<Record<Comparison, Comparison>> = { ">=": ">", "<=": "<" };
const LOOSE: Partial<Record<Comparison, Comparison>> = { ">": ">=", "<": "<=" };

// Shares, medians and means; IQRs, counts and the RAND/UCLA tests stay as their methods have them.
export function withLimits(rule: Rule, strict: boolean): Rule {
  const other = strict ? STRICT : LOOSE;
  return rewritten(rule, (test) => {
    if (!["share", "near", "median", "mean"].includes(test.kind) || !("op" in test)) return test;
    return { ...test, op: other[test.op] ?? test.op };
  });
}

export function someCriterion(
  rule: Rule,
  round: number,
  holds: (criterion: Criterion) => boolean,
): boolean {
  const search = (criterion: Criterion): boolean =>
    holds(criterion) || ("parts" in criterion.test && criterion.test.parts.some(search));
  return rule.clauses.some((clause) => appliesIn(clause, round) && search(clause.when));
}

function sortedEntries(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedEntries);
  if (value instanceof Fraction) return value.toString();
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, inner]) => [name, sortedEntries(inner)]);
}

// Whether both ask the same in that round, whichever way a denominator is written down.
export function askTheSame(a: Rule, b: Rule, round: number): boolean {
  const speltOut = (rule: Rule): string => {
    const spelt = rewritten(rule, (test) =>
      test.kind === "share" ? { ...test, denominator: test.denominator ?? rule.denominator } : test,
    );
    const clauses: Clause[] = spelt.clauses.filter((clause) => appliesIn(clause, round));
    return keyOf(sortedEntries(clauses));
  };
  const near = someCriterion(a, round, ({ test }) => test.kind === "near");
  return speltOut(a) === speltOut(b) && (a.denominator === b.denominator || !near);
}
