// What the verdicts of a count hung on, as the log holds it: which what-ifs give another verdict, how few
// people could have turned it by scoring otherwise (where that is proved), which groups dissent, and who
// moved since the round before.

import type { Answer } from "./event.ts";
import { flipsOf } from "./flip.ts";
import { Fraction } from "./fraction.ts";
import { type Json, type JsonObject, listAt } from "./json.ts";
import { publishableExplanation, withoutTellingMoves } from "./k_explanation.ts";
import type { VoicePolicy } from "./protocol.ts";
import {
  bandAt,
  type Cohort,
  percentile,
  reachesPanel,
  type RuleVerdict,
  standsIn,
  type Table,
  type Tables,
  tablesOf,
  verdictOf,
} from "./ratings.ts";
import type { Band, Rule } from "./rule.ts";
import {
  askTheSame,
  someCriterion,
  withLimits,
  withThresholdsMoved,
  withUnableCounted,
  withUnableLeftOut,
} from "./rule_variants.ts";
import { EXACT_DISCLOSURE, type Round, sameItem, type Study } from "./study.ts";
import { type Count, put } from "./tally.ts";
import { answersSomething } from "./trends.ts";

const POINTS_MOVED = new Fraction(5, 100);

interface WhatIf {
  name: string;
  group: string; // Of "without"; else empty.
  verdicts?: RuleVerdict[]; // By item; absent where it was not asked.
  scored?: number[]; // Who scored, of those left in, where people are left out.
}

function naming({ name, group }: WhatIf): JsonObject {
  return group === "" ? { what_if: name } : { what_if: name, group };
}

type Hats = string[];

// Everything about one count, made once and told item by item.
export class Explanation {
  private readonly before: Round | undefined;
  private readonly byItem: Cohort[][];
  private readonly tables: Tables[];
  private readonly own: RuleVerdict[];
  private readonly whatIfs: WhatIf[];
  // Whether people were there at all, whatever they said of an item.
  private readonly kinds: { hats: Hats; completed: boolean }[];

  private readonly exact: boolean;

  constructor(
    study: Study,
    private readonly count: Count,
  ) {
    this.exact = study.rulesVersion >= EXACT_DISCLOSURE;
    const now = study.roundAt(count.basis);
    if (now !== undefined && study.plan(now.number).mode === "survey") {
      this.before = study.surveyBefore(now.number);
      if (this.before !== undefined) {
        const surveys = study.rounds.filter(
          ({ number }) => number <= now.number && study.plan(number).mode === "survey",
        );
        count.completed = count.members.map(({ name }) =>
          surveys.every((round) => answersSomething(round.box.get(name)?.content)),
        );
      }
    }
    this.byItem = count.items.map(({ item }) => count.cohorts(item));
    this.tables = this.byItem.map((cohorts) =>
      tablesOf(count.rule, cohorts, count.groups, count.voice),
    );
    this.own = this.under(count.rule);
    this.kinds = count.members.map(({ hats }, i) => ({
      hats,
      completed: count.completed?.[i] === true,
    }));
    this.whatIfs = [...this.ask()];
  }

  // The same people under another rule.
  private under(rule: Rule): RuleVerdict[] {
    return this.byItem.map((cohorts) => {
      const { groups, voice, round } = this.count;
      return verdictOf(rule, tablesOf(rule, cohorts, groups, voice), round);
    });
  }

  private *ask(): Generator<WhatIf> {
    const { rule, voice, round, groups, completed } = this.count;
    const heard = new Set(this.kinds.flatMap(({ hats }) => reachesPanel(hats, voice)));
    const everybody = (hats: Hats): Hats => hats;
    yield voice.voice !== "per-person"
      ? this.among("no-weights", "", everybody, "per-person")
      : { name: "no-weights", group: "" };
    yield voice.voice !== "equal-groups" && heard.size >= 2
      ? this.among("equal-groups", "", everybody, "equal-groups")
      : { name: "equal-groups", group: "" };
    for (const group of groups) yield this.without(group);
    const stayed = this.kinds.map((kind) => kind.completed);
    const asked = completed !== undefined && stayed.includes(true) && stayed.includes(false);
    yield asked ? this.among("completers", "", everybody) : { name: "completers", group: "" };
    const unscored = this.tables.some(
      ({ panel }) => panel.saying("unable") + panel.saying("not-understood") > 0,
    );
    const down = new Fraction(-POINTS_MOVED.numerator, POINTS_MOVED.denominator);
    const others: [string, Rule][] = [
      ["unable-counted", withUnableCounted(rule)],
      ["unable-left-out", withUnableLeftOut(rule)],
      ["threshold+5", withThresholdsMoved(rule, POINTS_MOVED)],
      ["threshold-5", withThresholdsMoved(rule, down)],
      ["strict", withLimits(rule, true)],
      ["non-strict", withLimits(rule, false)],
    ];
    for (const [name, other] of others) {
      const same = askTheSame(other, rule, round) || (name.startsWith("unable") && !unscored);
      yield same ? { name, group: "" } : { name, group: "", verdicts: this.under(other) };
    }
  }

  // As if those who speak through the group had not been there: who declared it is gone, or takes that
  // hat off, and whoever wore no other is gone.
  private without(group: string): WhatIf {
    const { rule, voice, round } = this.count;
    const left = (hats: Hats): Hats | undefined => {
      const rest = hats.filter((hat) => hat !== group);
      const gone = voice.hats === "declared" && hats[0] === group;
      return gone || rest.length === 0 ? undefined : rest;
    };
    const counts = this.kinds.some(({ hats }) => standsIn(hats, voice).includes(group));
    const some = this.kinds.some(({ hats }) => left(hats) !== undefined);
    const byName = someCriterion(
      rule,
      round,
      ({ scope }) => scope.kind === "groups" && scope.groups.includes(group),
    );
    if (!counts || !some || byName) return { name: "without", group };
    return this.among("without", group, left);
  }

  // The same rule over other people or under another voice. Where people are left out, the panel's
  // quorum was met by the count that was held, and is not asked again of those who are left.
  private among(
    name: string,
    group: string,
    hats: (hats: Hats) => Hats | undefined,
    voice?: VoicePolicy["voice"],
  ): WhatIf {
    const { rule, voice: own, round, groups } = this.count;
    const other =
      voice === undefined ? own : { name: "", voice, hats: own.hats, weights: new Map() };
    const heard = groups.filter((one) => one !== group);
    const leavesOut = name === "without" || name === "completers";
    const verdicts: RuleVerdict[] = [];
    const scored: number[] = [];
    for (const [i, cohorts] of this.byItem.entries()) {
      const there = cohorts.flatMap((cohort) => {
        const worn = hats(cohort.hats);
        const stays = worn !== undefined && (name !== "completers" || cohort.completed);
        return stays ? [{ ...cohort, hats: worn }] : [];
      });
      const tables = tablesOf(rule, there, heard, other);
      const waived = leavesOut && this.own[i]!.word !== "INQUORATE";
      verdicts.push(verdictOf(rule, tables, round, waived ? 1 : rule.quorum.panel));
      scored.push(tables.panel.scored);
    }
    return { name, group, verdicts, ...(leavesOut ? { scored } : {}) };
  }

  roundLog(): Json {
    const asked = this.whatIfs.filter((one) => one.verdicts !== undefined);
    const not = this.whatIfs.filter((one) => one.verdicts === undefined);
    return {
      items: String(this.count.items.length),
      looked_at: asked.map(naming),
      not_asked: not.map(naming),
    };
  }

  // `shown` is what the item's tally shows: what it keeps back is kept back here too.
  itemLog(i: number, shown: JsonObject): Json {
    const { count } = this;
    const own = this.own[i]!.word;
    const whatIfs = this.whatIfs.flatMap((one): JsonObject[] => {
      const word = one.verdicts?.[i]?.word;
      return word === undefined || word === own ? [] : [{ ...naming(one), consensus: word }];
    });
    const flip = flipsOf(count, this.tables[i]!, this.byItem[i]!, own);
    const movement = this.movement(i);
    const suppressed = listAt(shown, "suppressed").map(String);
    // A panel that is held back is treated as one that is too small.
    const hidden = this.exact && shown.panel === undefined;
    const item = publishableExplanation(
      {
        scored: this.scored(i),
        whatIfs,
        dissent: this.dissent(i),
        ...(flip === undefined ? {} : { flip }),
        ...(movement === undefined ? {} : { movement }),
      },
      hidden ? Infinity : count.k,
      suppressed,
    );
    return this.exact ? withoutTellingMoves(item, count.k) : item;
  }

  private scored(i: number): JsonObject {
    const { panel, groups } = this.tables[i]!;
    const without: JsonObject = {};
    const scored: JsonObject = {
      panel: String(panel.scored),
      without,
      groups: Object.fromEntries(
        [...groups].map(([group, table]) => [group, String(table.scored)]),
      ),
    };
    for (const one of this.whatIfs) {
      if (one.scored === undefined) continue;
      if (one.name === "without") without[one.group] = String(one.scored[i]);
      else scored.completers = String(one.scored[i]);
    }
    return scored;
  }

  // Each group as if it were the whole panel, without a quorum, if it is large enough to be heard.
  private dissent(i: number): JsonObject {
    const rule = { ...this.count.rule, quorum: { panel: 1, eachGroup: 0 } };
    const verdicts = new Map<string, string[]>();
    const medians = new Map<number, { band: Band; groups: string[] }>();
    const bands = new Set<string>();
    for (const [group, table] of this.tables[i]!.groups) {
      if (table.scored < Math.max(1, rule.leastGroupSize)) continue;
      const alone = { panel: table, groups: new Map([[group, table]]) };
      const { word } = verdictOf(rule, alone, this.count.round);
      if (word === "IN" || word === "OUT") {
        verdicts.set(word, [...(verdicts.get(word) ?? []), group]);
      }
      const band = bandAt(rule, table.median);
      if (band === undefined) continue;
      bands.add(`${band.low}-${band.high}`);
      const there = medians.get(band.low) ?? { band, groups: [] };
      there.groups.push(group);
      medians.set(band.low, there);
    }
    const dissent: JsonObject = {};
    if (verdicts.size === 2) dissent.verdicts = Object.fromEntries(verdicts);
    if (bands.size > 1) {
      dissent.medians = Object.fromEntries(
        [...medians.values()].map(({ band, groups }) => [`${band.low}-${band.high}`, groups]),
      );
    }
    const peaks = hasTwoPeaks(rule, this.tables[i]!.panel);
    if (peaks !== undefined) dissent.two_peaked = peaks;
    return dissent;
  }

  // Who moved where since the survey round before, against its median over everybody, each once.
  private movement(i: number): JsonObject | undefined {
    const { before, count } = this;
    const item = count.items[i]!;
    if (before === undefined || !before.items.some((one) => sameItem(one, item))) return undefined;
    const { min, max } = count.rule.scale;
    const histogram = new Array<number>(max - min + 1).fill(0);
    for (const ballot of before.box.values()) {
      const answer = ballot.content?.get(item.item);
      if (typeof answer === "number") ++histogram[answer - min]!;
    }
    const majority = percentile(histogram, min, new Fraction(1, 2));
    const moves = new Map(["", ...count.groups].map((group) => [group, emptyMoves()]));
    for (const member of count.members) {
      const ballot = before.box.get(member.name);
      if (ballot === undefined) continue;
      const then = ballot.content?.get(item.item);
      const now = member.answers.get(item.item);
      for (const group of ["", ...standsIn(member.hats, count.voice)]) {
        for (const what of stepsBetween(then, now, majority)) ++moves.get(group)![what];
      }
    }
    const told = (group: string): JsonObject =>
      Object.fromEntries(Object.entries(moves.get(group)!).map(([what, n]) => [what, String(n)]));
    const movement: JsonObject = {
      panel: told(""),
      groups: Object.fromEntries(count.groups.map((group) => [group, told(group)])),
    };
    put(movement, "majority", majority);
    return movement;
  }
}

type Moves = Record<"both" | "changed" | "toward" | "away" | "came" | "stopped", number>;

function emptyMoves(): Moves {
  return { both: 0, changed: 0, toward: 0, away: 0, came: 0, stopped: 0 };
}

function distance(score: number, from: Fraction): Fraction {
  const away = new Fraction(score).minus(from);
  return away.isNegative ? new Fraction(0).minus(away) : away;
}

// What one person did about one item.
function stepsBetween(
  then: Answer | undefined,
  now: Answer | undefined,
  majority: Fraction | undefined,
): (keyof Moves)[] {
  if (typeof then !== "number") return typeof now === "number" ? ["came"] : [];
  if (typeof now !== "number") return ["stopped"];
  if (then === now || majority === undefined) return ["both"];
  const order = distance(now, majority).compare(distance(then, majority));
  return [
    "both",
    "changed",
    ...(order < 0 ? (["toward"] as const) : order > 0 ? (["away"] as const) : []),
  ];
}

// At least a third of the people in the lowest band, at least a third in the highest, and every point
// between them holds fewer than the fullest point of either.
function hasTwoPeaks(rule: Rule, table: Table): boolean | undefined {
  const { bands } = rule.scale;
  if (bands.length < 2 || table.scored === 0) return undefined;
  const lowest = bands.reduce((a, b) => (b.low < a.low ? b : a));
  const highest = bands.reduce((a, b) => (b.low >= a.low ? b : a));
  if (lowest.high + 1 >= highest.low) return undefined;
  const fullest = (low: number, high: number): number => {
    let most = 0;
    for (let score = low; score <= high; ++score) most = Math.max(most, table.saying(score));
    return most;
  };
  return (
    3 * table.count(lowest) >= table.scored &&
    3 * table.count(highest) >= table.scored &&
    fullest(lowest.high + 1, highest.low - 1) <
      Math.min(fullest(lowest.low, lowest.high), fullest(highest.low, highest.high))
  );
}
