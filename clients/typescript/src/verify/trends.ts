// Who stayed from round to round, whether answers still moved, and what other rules would say.

import type { Answers } from "./event.ts";
import { Fraction, ZERO } from "./fraction.ts";
import type { Json, JsonObject } from "./json.ts";
import { hiddenGroups, tablesShown } from "./disclosure.ts";
import { groupsHeldBack } from "./k_rule.ts";
import { verdictOf } from "./ratings.ts";
import type { Rule } from "./rule.ts";
import {
  basisOf,
  EXACT_DISCLOSURE,
  type Participant,
  type Round,
  sameItem,
  type Study,
} from "./study.ts";
import { type Count, countOfRound, WORDS } from "./tally.ts";

// Whether it answers something: a score, unable or not understood. Skipping is no answer.
export function answersSomething(answers: Answers | undefined): boolean {
  return answers !== undefined && [...answers.values()].some((answer) => answer !== "skipped");
}

interface Stayed {
  before: number;
  left: number;
  joined: number;
  stayedMeans: Fraction[];
  leftMeans: Fraction[];
}

function meanOf(values: Fraction[]): Fraction {
  const sum = values.reduce((a, b) => a.plus(b), ZERO);
  return sum.over(new Fraction(values.length));
}

function ownMean(answers: Answers | undefined): Fraction | undefined {
  const scores = [...(answers?.values() ?? [])].filter((answer) => typeof answer === "number");
  if (scores.length === 0) return undefined;
  return new Fraction(
    scores.reduce((a, b) => a + b, 0),
    scores.length,
  );
}

function countStaying(study: Study, first: Round, now: Round): Map<string, Stayed> {
  const groups = study.protocol!.groups.map((group) => group.id);
  const figures = new Map(
    ["", ...groups].map((group): [string, Stayed] => [
      group,
      { before: 0, left: 0, joined: 0, stayedMeans: [], leftMeans: [] },
    ]),
  );
  for (const person of study.participants.values()) {
    const answers = [first, now].some((round) => round.box.has(person.id));
    if (!answers) continue;
    const then = first.box.get(person.id)?.content;
    const before = answersSomething(then);
    const stays = answersSomething(now.box.get(person.id)?.content);
    const mean = before ? ownMean(then) : undefined;
    for (const [group, counted] of figures) {
      if (group !== "" && !(person.membership && study.countsIn(person.membership, group)))
        continue;
      counted.before += before ? 1 : 0;
      counted.left += before && !stays ? 1 : 0;
      counted.joined += stays && !before ? 1 : 0;
      if (mean !== undefined) (stays ? counted.stayedMeans : counted.leftMeans).push(mean);
    }
  }
  return figures;
}

export function firstSurvey(study: Study): Round {
  return study.rounds.find(({ number }) => study.plan(number).mode === "survey")!;
}

interface Hidden {
  groups: string[];
  means: Set<string>; // Of these groups,
  panelMeans: boolean; // and of the panel.
}

function hiddenBySize(figures: Map<string, Stayed>, k: number): Hidden {
  const groups = [...figures].filter(([group]) => group !== "");
  const heldBack = (people: (counted: Stayed) => number): string[] =>
    groupsHeldBack(
      groups.map(([group, counted]) => ({ group, people: people(counted) })),
      k,
    );
  return {
    groups: heldBack((counted) => counted.before + counted.joined),
    means: new Set([
      ...heldBack((counted) => counted.stayedMeans.length),
      ...heldBack((counted) => counted.leftMeans.length),
    ]),
    panelMeans: false,
  };
}

// From rules version 3 on: by every combination of the tables.
function hiddenExactly(study: Study, first: Round, now: Round): Hidden {
  const answered = (round: Round, person: Participant): boolean =>
    answersSomething(round.box.get(person.id)?.content);
  const shown = tablesShown(study, (one) => answered(first, one) || answered(now, one));
  const hidden: Hidden = {
    groups: hiddenGroups(study, shown),
    means: new Set(),
    panelMeans: false,
  };
  for (const stayed of [true, false]) {
    const means = tablesShown(
      study,
      (one) =>
        answered(first, one) &&
        answered(now, one) === stayed &&
        ownMean(first.box.get(one.id)?.content) !== undefined,
    );
    for (const group of hiddenGroups(study, means)) hidden.means.add(group);
    hidden.panelMeans ||= !means.panel;
  }
  return hidden;
}

// Counts of people since the first survey round, and means of people's own mean scores in it.
export function attritionOf(study: Study, now: Round): Json {
  const { k } = study.protocol!;
  const first = firstSurvey(study);
  const figures = countStaying(study, first, now);
  const groups = [...figures.keys()].filter((group) => group !== "");
  const hidden =
    study.rulesVersion >= EXACT_DISCLOSURE
      ? hiddenExactly(study, first, now)
      : hiddenBySize(figures, k);
  const shown = (group: string): JsonObject => {
    const { before, left, joined, stayedMeans, leftMeans } = figures.get(group)!;
    const one: JsonObject = {
      before: String(before),
      stayed: String(before - left),
      left: String(left),
      joined: String(joined),
    };
    const told = group === "" ? !hidden.panelMeans : !hidden.means.has(group);
    if (told && Math.min(stayedMeans.length, leftMeans.length) >= k) {
      one.stayed_mean = meanOf(stayedMeans).toString();
      one.left_mean = meanOf(leftMeans).toString();
    }
    return one;
  };
  const told = groups.filter((group) => !hidden.groups.includes(group));
  return {
    since: basisOf(first),
    panel: shown(""),
    groups: Object.fromEntries(told.map((group) => [group, shown(group)])),
    ...(hidden.groups.length > 0 ? { suppressed: hidden.groups } : {}),
  };
}

// How far scores moved since the survey round before, item by item in the same wording, and what the
// stopping rule says to it.
export function stabilityOf(study: Study, before: Round, now: Round): Json {
  const same = now.items.filter((item) => before.items.some((other) => sameItem(item, other)));
  let people = 0;
  let pairs = 0;
  let changed = 0;
  for (const [name, ballot] of now.box) {
    const then = before.box.get(name)?.content;
    let own = 0;
    for (const { item } of same) {
      const a = then?.get(item);
      const b = ballot.content?.get(item);
      if (typeof a !== "number" || typeof b !== "number") continue;
      ++own;
      changed += a === b ? 0 : 1;
    }
    people += own > 0 ? 1 : 0;
    pairs += own;
  }
  const count = countOfRound(study, now);
  const settled = now.items.filter(({ item }) => {
    const { word } = verdictOf(count.rule, count.tables(item), count.round);
    return word === "IN" || word === "OUT";
  }).length;
  const found: JsonObject = {
    since: basisOf(before),
    people: String(people),
    items: String(now.items.length),
    settled: String(settled),
  };
  const { k, stopWhen } = study.protocol!;
  const exact = study.rulesVersion >= EXACT_DISCLOSURE;
  const came = now.box.size - people;
  const left = before.box.size - people;
  // Beside the tables of both rounds, next to no changes would tell what the few answered who are in
  // only one of them.
  const few = (n: number): boolean => n > 0 && n < k;
  const tells = exact && changed < k && (few(came) || few(left));
  if (people >= k && !tells) {
    found.pairs = String(pairs);
    found.changed = String(changed);
  }
  if (stopWhen === undefined) return found;
  const { changedAtMost, settledAtLeast } = stopWhen;
  const still =
    changedAtMost === undefined ||
    (pairs > 0 && new Fraction(changed).compare(changedAtMost.times(new Fraction(pairs))) <= 0);
  const done =
    settledAtLeast === undefined ||
    new Fraction(settled).compare(settledAtLeast.times(new Fraction(now.items.length))) >= 0;
  return { ...found, stop: still && done };
}

// The count's items by what another rule says of them, under the study's voice.
export function verdictsUnder(count: Count, rule: Rule): Json {
  const verdicts: Record<string, string[]> = { in: [], out: [], none: [], inquorate: [] };
  for (const { item } of count.items) {
    const { word } = verdictOf(rule, count.tables(item, rule), count.round);
    verdicts[WORDS[word]]!.push(item);
  }
  return verdicts;
}
