// A count: a box of ballots, the items they speak about and the rule for them; and the tally of each
// item, as the log holds it.

import type { Answer, Answers, ItemVersion, Verdict } from "./event.ts";
import { Fraction, ONE } from "./fraction.ts";
import { isObject, type Json, type JsonObject } from "./json.ts";
import { groupsHeldBack } from "./k_rule.ts";
import { type Protocol, ruleFor, type VoicePolicy } from "./protocol.ts";
import type { Shown } from "./disclosure.ts";
import {
  type Cohort,
  iprasOf,
  type RuleVerdict,
  Table,
  type Tables,
  tablesOf,
  UNSCORED,
  verdictOf,
} from "./ratings.ts";
import type { Consensus, Denominator, Rule } from "./rule.ts";
import { basisOf, type Round, type Study, type Vote, voteBasis } from "./study.ts";

// Somebody who cast a ballot.
export interface Member {
  name: string;
  hats: string[];
  weight: Fraction;
  answers: Answers;
}

export const WORDS: Record<Consensus, Verdict> = {
  IN: "in",
  OUT: "out",
  NONE: "none",
  INQUORATE: "inquorate",
};

export class Count {
  readonly groups: string[];
  readonly voice: VoicePolicy;
  readonly k: number;
  completed: boolean[] | undefined; // Who completed the study, by member; set for explanations.

  // Requires known contents.
  constructor(
    study: Study,
    readonly basis: string,
    readonly members: Member[],
    readonly items: ItemVersion[],
    readonly rule: Rule,
    readonly round: number,
  ) {
    const protocol = study.protocol!;
    this.groups = protocol.groups.map((group) => group.id);
    this.voice = protocol.voice;
    this.k = protocol.k;
  }

  // Everybody who cast a ballot, whatever they said of the item.
  cohorts(item: string): Cohort[] {
    const own = this.voice.voice === "person-weights";
    const found = new Map<string, Cohort>();
    for (const [i, member] of this.members.entries()) {
      const completed = this.completed?.[i] === true;
      const weight = own ? member.weight : ONE;
      const key = JSON.stringify([member.hats, weight.toString(), completed]);
      let cohort = found.get(key);
      if (cohort === undefined) {
        cohort = { hats: member.hats, own: weight, completed, counts: new Map() };
        found.set(key, cohort);
      }
      const answer = member.answers.get(item);
      if (answer !== undefined) cohort.counts.set(answer, (cohort.counts.get(answer) ?? 0) + 1);
    }
    return [...found.values()];
  }

  tables(item: string, rule = this.rule): Tables {
    return tablesOf(rule, this.cohorts(item), this.groups, this.voice);
  }
}

function membersOf<Content>(
  study: Study,
  box: Map<string, { content?: Content }>,
  answersIn: (content: Content) => Answers,
): Member[] {
  return [...box].map(([name, ballot]) => {
    const { hats, weight } = study.participants.get(name)!.membership!;
    return { name, hats, weight, answers: answersIn(ballot.content!) };
  });
}

export function countOfRound(study: Study, round: Round): Count {
  const members = membersOf(study, round.box, (answers) => answers);
  const { rule } = study.plan(round.number);
  return new Count(study, basisOf(round), members, round.items, rule, round.number);
}

export function countOfVote(study: Study, vote: Vote): Count {
  const { box } = vote.iterations.at(-1)!;
  const members = membersOf(
    study,
    box,
    (answer: Answer): Answers => new Map([[vote.item.item, answer]]),
  );
  const rule = ruleFor(study.plan(vote.round), vote.kind)!;
  const basis = voteBasis(vote, vote.iterations.length);
  return new Count(study, basis, members, [vote.item], rule, vote.round);
}

// An undefined figure is absent, never 0.
export function put(figures: JsonObject, name: string, value: Fraction | undefined): void {
  if (value !== undefined) figures[name] = value.toString();
}

function bandFigures(table: Table, denominator: Denominator): JsonObject {
  const figures: JsonObject = {};
  for (const band of table.rule.scale.bands) {
    const one: JsonObject = { count: String(table.count(band)) };
    const total = table.total(denominator);
    const inside = (answer: Answer): boolean =>
      typeof answer === "number" && answer >= band.low && answer <= band.high;
    if (total !== 0n) put(one, "share", new Fraction(table.above(denominator, inside), total));
    figures[`${band.low}-${band.high}`] = one;
  }
  return figures;
}

const STANDARD = {
  base: new Fraction(47, 20),
  slope: new Fraction(3, 2),
  centre: new Fraction(5),
};

function percentileFigures(table: Table, figures: JsonObject): void {
  const { min, max } = table.rule.scale;
  const ranges = [
    ["q1", new Fraction(1, 4), "q3", new Fraction(3, 4), "iqr"],
    ["p30", new Fraction(3, 10), "p70", new Fraction(7, 10), "ipr"],
  ] as const;
  for (const [lowName, low, highName, high, rangeName] of ranges) {
    const lower = table.percentile(low);
    const higher = table.percentile(high);
    if (lower === undefined || higher === undefined) continue;
    const range = higher.minus(lower);
    put(figures, lowName, lower);
    put(figures, highName, higher);
    put(figures, rangeName, range);
    if (rangeName === "ipr" && min === 1 && max === 9) {
      const wide = iprasOf(STANDARD, lower, higher);
      put(figures, "ipras", wide);
      figures.disagreement = range.compare(wide) > 0;
    }
  }
}

// A table as the log holds it. Weights move shares, median and mean; all else counts people, each
// once. The standard deviation is no exact number and not in the log.
function figuresOf(table: Table, weighted: boolean): JsonObject {
  const { rule, people } = table;
  const { denominator, scale } = rule;
  const figures: JsonObject = { scored: String(table.scored) };
  let n = table.scored;
  for (const word of UNSCORED) {
    n += table.saying(word);
    figures[word.replace("-", "_")] = String(table.saying(word));
  }
  figures.n = String(n);
  figures.histogram = Object.fromEntries(
    table.histogram.map((count, i) => [String(scale.min + i), String(count)]),
  );
  figures.weight = table.weight(denominator).toString();
  figures.bands = bandFigures(table, denominator);
  put(figures, "median", table.median);
  put(figures, "mean", table.mean);
  percentileFigures(table, figures);
  if (!weighted) return figures;
  put(figures, "effective_n", table.effective(denominator));
  const plain = new Table(rule, [{ counts: people, weight: ONE }]);
  const unweighted: JsonObject = { bands: bandFigures(plain, denominator) };
  put(unweighted, "median", plain.median);
  put(unweighted, "mean", plain.mean);
  figures.unweighted = unweighted;
  return figures;
}

// The verdict on one item, and its whole tally.
export function wholeTally(
  count: Count,
  item: string,
): { verdict: RuleVerdict; tally: JsonObject } {
  const tables = count.tables(item);
  const verdict = verdictOf(count.rule, tables, count.round);
  const weighted = count.voice.voice !== "per-person";
  const tally: JsonObject = {
    item,
    consensus: verdict.word,
    panel: figuresOf(tables.panel, weighted),
    groups: Object.fromEntries(
      [...tables.groups].map(([group, table]) => [group, figuresOf(table, weighted)]),
    ),
  };
  if (verdict.grade !== "") tally.grade = verdict.grade;
  return { verdict, tally };
}

function peopleIn(table: Json | undefined): number {
  return isObject(table) ? Number(table.n) : 0;
}

// A weighted panel's exact figures are equations from which a missing group could be solved for; the
// unweighted ones beside them stay.
function withoutWeighted(panel: JsonObject): JsonObject {
  return "unweighted" in panel ? withoutWeightedFigures(panel) : panel;
}
function withoutWeightedFigures(table: JsonObject): JsonObject {
  const { weight: _w, effective_n: _n, median: _m, mean: _a, ...rest } = table;
  const bands = Object.entries(rest.bands as JsonObject).map(([band, figures]) => {
    const { share: _s, ...others } = figures as JsonObject;
    return [band, others] as const;
  });
  return { ...rest, bands: Object.fromEntries(bands) };
}

// What of a whole tally may be published from rules version 3 on.
export function exactlyPublishable(
  tally: JsonObject,
  protocol: Protocol,
  shown: Shown,
): JsonObject {
  const hidden = protocol.groups.map(({ id }) => id).filter((_, g) => !shown.groups[g]);
  const { panel, groups, ...form } = tally;
  const weighsInGroups =
    protocol.voice.voice === "person-weights" || protocol.voice.hats === "split";
  const table = (group: string): Json => {
    const whole = (groups as JsonObject)[group] as JsonObject;
    return !shown.weights && weighsInGroups ? withoutWeightedFigures(whole) : whole;
  };
  const told = Object.keys(groups as JsonObject).filter((group) => !hidden.includes(group));
  form.groups = Object.fromEntries(told.map((group) => [group, table(group)]));
  if (shown.panel) form.panel = shown.weights ? panel! : withoutWeighted(panel as JsonObject);
  if (!shown.weights) form.weights_withheld = true;
  if (hidden.length > 0) form.suppressed = hidden.sort();
  return form;
}

// What of a whole tally may be published before that.
export function publishableTally(tally: JsonObject, k: number): JsonObject {
  const groups = tally.groups as JsonObject;
  const names = Object.keys(groups);
  const hideAll = peopleIn(tally.panel) < k;
  const out = hideAll
    ? [...names].sort()
    : groupsHeldBack(
        names.map((group) => ({ group, people: peopleIn(groups[group]) })),
        k,
      );
  const { panel, ...shown } = tally;
  shown.groups = Object.fromEntries(
    Object.entries(groups).filter(([group]) => !out.includes(group)),
  );
  if (!hideAll) {
    shown.panel = out.length > 0 ? withoutWeighted(panel as JsonObject) : panel!;
  }
  if (out.length > 0) shown.suppressed = out;
  return shown;
}
