// The protocol: a study's fixed terms. In a log it is written out in full, so only that form is
// read.

import { Members, NotSo } from "./document.ts";
import { Fraction, ONE } from "./fraction.ts";
import { isObject, type Json, member, members, writeJson } from "./json.ts";
import { groupsNamed, readRule, type Rule } from "./rule.ts";
import { contradicts } from "./contradiction.ts";
import { wrongRule } from "./rule_check.ts";

export interface Group {
  id: string;
  name: string;
}
export const VOICES = [
  "per-person",
  "equal-groups",
  "group-weights",
  "group-weights-each",
  "person-weights",
] as const;
export const HATS = ["declared", "split", "each-group"] as const;
export interface VoicePolicy {
  name: string;
  voice: (typeof VOICES)[number];
  hats: (typeof HATS)[number];
  weights: Map<string, Fraction>;
}
export interface ChoicePlan {
  id: string;
  question: string;
  rule: string;
  seats: number;
  gradeMax: number;
  unranked: string;
  strength: string;
  bordaUnranked: string;
  missing: string;
  completion: string;
  tie: "none" | "order" | "lot";
  quorum: { panel: number; eachGroup: number };
}
export interface RoundPlan {
  mode: "survey" | "workshop";
  rule: Rule;
  yesNoRule?: Rule;
  feedback: "none" | "own-group" | "all-groups" | "overall";
  entry: "invited" | "respondents";
  carry: "all" | "drop-out" | "drop-in-and-out";
  suggestionsMax: number;
  suggestionsNeeded: number;
  choices: ChoicePlan[];
}
export interface StoppingRule {
  changedAtMost?: Fraction;
  settledAtLeast?: Fraction;
}
export interface Protocol {
  title: string;
  purpose: string;
  itemLabel: string;
  groups: Group[];
  rounds: RoundPlan[];
  voice: VoicePolicy;
  k: number;
  support: string;
  stoppingRule: string;
  stopWhen?: StoppingRule;
  unanimityShown: boolean; // Tables in which everybody answered alike are published.
  document: Json; // As it stands in the log.
}

type BallotKind = "ranks" | "approvals" | "grades";
const ONE_WINNER = new Map<string, BallotKind>([
  ["plurality", "ranks"],
  ["approval", "approvals"],
  ["score", "grades"],
  ["star", "grades"],
  ["majority-judgment", "grades"],
  ["borda", "ranks"],
  ["copeland", "ranks"],
  ["minimax", "ranks"],
  ["schulze", "ranks"],
  ["ranked-pairs", "ranks"],
  ["kemeny", "ranks"],
  ["condorcet", "ranks"],
  ["smith", "ranks"],
  ["schwartz", "ranks"],
  ["irv", "ranks"],
]);
export const TRANSFERABLE = new Set(["stv-scottish", "stv-meek", "stv-wig"]);
const COMMITTEES = new Set([
  "approval",
  "sav",
  "pav",
  "seq-pav",
  "rev-seq-pav",
  "phragmen",
  "equal-shares",
  "cc",
]);

// What a ballot of the plan says of each item.
export function ballotKind(plan: ChoicePlan): BallotKind {
  if (TRANSFERABLE.has(plan.rule)) return "ranks";
  const ranked = ONE_WINNER.get(plan.rule);
  if (ranked === undefined || (plan.seats !== 1 && COMMITTEES.has(plan.rule))) return "approvals";
  return ranked;
}

// Whether the plan's rule is one of rankings or grades, not a committee's.
export function isRanked(plan: ChoicePlan): boolean {
  if (TRANSFERABLE.has(plan.rule)) return true;
  return ONE_WINNER.has(plan.rule) && (plan.seats === 1 || !COMMITTEES.has(plan.rule));
}

export function takesGroupWeights(voice: VoicePolicy["voice"]): boolean {
  return voice === "group-weights" || voice === "group-weights-each";
}

function readGroup(json: Json, path: string): Group {
  const group = new Members(json, path);
  const read = { id: group.label("id"), name: group.text("name", 200) };
  group.done();
  return read;
}

function readVoice(json: Json): VoicePolicy {
  const policy = new Members(json, "voice");
  const name = policy.maybe("name") === undefined ? "" : policy.string("name");
  if (policy.maybe("name") === "") throw policy.wrong("name", "is left out where it is empty");
  const voice = policy.word("voice", VOICES);
  const hats = policy.word("hats", HATS);
  const weights = new Map<string, Fraction>();
  if (takesGroupWeights(voice)) {
    const stated = policy.need("weights");
    if (!isObject(stated) || Object.keys(stated).length === 0) {
      throw policy.wrong("weights", "must be an object with a weight for each group");
    }
    for (const [group, value] of members(stated)) {
      const weight = typeof value === "string" ? Fraction.canonical(value) : undefined;
      if (weight === undefined || weight.isNegative) {
        throw policy.wrong(`weights.${group}`, "must be a weight in lowest terms");
      }
      weights.set(group, weight);
    }
  }
  policy.done();
  return { name, voice, hats, weights };
}

function readChoice(json: Json, path: string): ChoicePlan {
  const plan = new Members(json, path);
  const id = plan.label("id");
  const question = plan.text("question", 1_000);
  if (question === "") throw plan.wrong("question", "must be there: what people are asked");
  const rule = plan.string("rule");
  if (!ONE_WINNER.has(rule) && !TRANSFERABLE.has(rule) && !COMMITTEES.has(rule)) {
    throw plan.wrong("rule", "must name a voting rule");
  }
  const limits = new Members(plan.need("quorum"), plan.at("quorum"));
  const quorum = {
    panel: limits.whole("panel", 1, 1_000_000),
    eachGroup: limits.whole("each_group", 0, 1_000_000),
  };
  limits.done();
  const read: ChoicePlan = {
    id,
    question,
    rule,
    seats: plan.whole("seats", 1, 200),
    gradeMax: plan.whole("grade_max", 1, 200),
    unranked: plan.word("unranked", ["last", "apart"]),
    strength: plan.word("strength", ["winning", "margin", "ratio", "opposition"]),
    bordaUnranked: plan.word("borda_unranked", ["averaged", "zero"]),
    missing: plan.word("missing", ["refuse", "zero", "worst", "median"]),
    completion: plan.word("completion", ["phragmen", "none", "approval", "increment"]),
    tie: plan.word("tie", ["none", "order", "lot"] as const),
    quorum,
  };
  plan.done();
  return read;
}

function readRound(json: Json, path: string): RoundPlan {
  const plan = new Members(json, path);
  const yesNo = plan.maybe("yes_no_rule");
  const needed = plan.maybe("suggestions_needed");
  const round: RoundPlan = {
    mode: plan.word("mode", ["survey", "workshop"] as const),
    rule: readRule(plan.need("rule"), plan.at("rule")),
    ...(yesNo === undefined ? {} : { yesNoRule: readRule(yesNo, plan.at("yes_no_rule")) }),
    feedback: plan.word("feedback", ["none", "own-group", "all-groups", "overall"] as const),
    entry: plan.word("entry", ["invited", "respondents"] as const),
    carry: plan.word("carry", ["all", "drop-out", "drop-in-and-out"] as const),
    suggestionsMax: plan.whole("suggestions_max", 0, 100),
    suggestionsNeeded: needed === undefined ? 1 : plan.whole("suggestions_needed", 2, 1_000),
    choices:
      plan.maybe("choices") === undefined
        ? []
        : plan.list("choices").map((choice, i) => readChoice(choice, plan.at(`choices[${i}]`))),
  };
  plan.done();
  return round;
}

function readStopping(json: Json): StoppingRule {
  const limits = new Members(json, "stop_when");
  const share = (name: string): Fraction | undefined => {
    if (limits.maybe(name) === undefined) return undefined;
    const value = limits.fraction(name);
    if (value.isNegative || value.compare(ONE) > 0) throw limits.wrong(name, "must be a share");
    return value;
  };
  const changedAtMost = share("changed_at_most");
  const settledAtLeast = share("settled_at_least");
  limits.done();
  if (changedAtMost === undefined && settledAtLeast === undefined) {
    throw new NotSo("stop_when must state changed_at_most, settled_at_least or both");
  }
  return {
    ...(changedAtMost === undefined ? {} : { changedAtMost }),
    ...(settledAtLeast === undefined ? {} : { settledAtLeast }),
  };
}

// Throws NotSo where the document is no protocol written out in full.
export function readProtocol(document: Json): Protocol {
  const top = new Members(document, "");
  const title = top.text("title", 500);
  if (title === "") throw top.wrong("title", "must be there");
  const stop = top.maybe("stop_when");
  const protocol: Protocol = {
    title,
    purpose: top.text("purpose", 4_000),
    itemLabel: top.text("item_label", 60),
    groups: top.list("groups").map((group, i) => readGroup(group, `groups[${i}]`)),
    rounds: top.list("rounds").map((round, i) => readRound(round, `rounds[${i}]`)),
    voice: readVoice(top.need("voice")),
    k: top.whole("k", 3, 1_000),
    support: top.text("support", 500),
    stoppingRule: top.text("stopping_rule", 1_000),
    ...(stop === undefined ? {} : { stopWhen: readStopping(stop) }),
    unanimityShown:
      top.maybe("unanimity") !== undefined && top.word("unanimity", ["shown"]) === "shown",
    document,
  };
  top.done();
  return protocol;
}

function wrongRuleIn(
  protocol: Protocol,
  rule: Rule,
  path: string,
  thorough: boolean,
): string | undefined {
  const wrong = wrongRule(rule);
  if (wrong !== undefined) return `${path} ${wrong}`;
  if (thorough && contradicts(rule, writeJson(rule.document))) {
    return `${path} says OUT where it says IN, for some tally; make the clauses exclude each other`;
  }
  const stranger = groupsNamed(rule).find((name) => !hasGroup(protocol, name));
  return stranger === undefined ? undefined : `${path} "${stranger}" is no group of the protocol`;
}

// Which options the plan's rule does not know.
function wrongOptions(plan: ChoicePlan, voice: VoicePolicy): string | undefined {
  if (plan.rule === "stv-scottish" && (voice.voice !== "per-person" || voice.hats === "split")) {
    return "counts whole papers of one weight, so the voice must be per-person";
  }
  if (!isRanked(plan)) {
    const completes = plan.rule === "equal-shares" || plan.completion === "phragmen";
    return completes ? undefined : "completion belongs to the rule equal-shares";
  }
  if (!TRANSFERABLE.has(plan.rule) && plan.seats !== 1) return "chooses one; seats can only be 1";
  const { rule, strength, missing } = plan;
  const strange =
    (rule === "schulze" && strength === "opposition") ||
    (rule === "ranked-pairs" && strength !== "winning" && strength !== "margin") ||
    (rule === "minimax" && strength === "ratio");
  if (strange) return `does not know the strength ${strength}`;
  const fills = missing === "worst" || missing === "median";
  const unfit =
    ((rule === "score" || rule === "star") && fills) ||
    (rule === "majority-judgment" && missing === "zero");
  return unfit ? `does not know the policy ${missing} for missing grades` : undefined;
}

function wrongRound(
  protocol: Protocol,
  plan: RoundPlan,
  path: string,
  thorough: boolean,
): string | undefined {
  const wrong = wrongRuleIn(protocol, plan.rule, `${path}.rule`, thorough);
  if (wrong !== undefined) return wrong;
  if (plan.yesNoRule !== undefined) {
    const other = wrongRuleIn(protocol, plan.yesNoRule, `${path}.yes_no_rule`, thorough);
    if (other !== undefined) return other;
    if (!isYesNo(plan.yesNoRule)) return `${path}.yes_no_rule must be on the scale 0 to 1`;
  }
  if (plan.mode === "survey" && plan.choices.length > 0) {
    return `${path}.choices are made in workshops; this is a survey round`;
  }
  const ids = new Set<string>();
  for (const choice of plan.choices) {
    const place = `${path}.choices[${choice.id}]`;
    if (ids.has(choice.id)) return `${place} stands twice in one round`;
    ids.add(choice.id);
    const options = wrongOptions(choice, protocol.voice);
    if (options !== undefined) return `${place} ${options}`;
  }
  return undefined;
}

// What keeps the protocol from governing a study, or nothing.
export function wrongProtocol(protocol: Protocol, thorough = true): string | undefined {
  const ids = protocol.groups.map((group) => group.id);
  if (new Set(ids).size !== ids.length) return "groups: a group stands twice";
  const { voice } = protocol;
  if (takesGroupWeights(voice.voice)) {
    if (ids.some((id) => !voice.weights.has(id))) return "voice: a group has no stated weight";
    if ([...voice.weights.keys()].some((id) => !ids.includes(id))) {
      return "voice: a weight is stated for no group of the protocol";
    }
  }
  let survey: Rule | undefined;
  for (const [i, plan] of protocol.rounds.entries()) {
    const path = `rounds[${i}]`;
    const wrong = wrongRound(protocol, plan, path, thorough);
    if (wrong !== undefined) return wrong;
    if (plan.mode !== "survey") continue;
    const { scale } = plan.rule;
    if (survey && (survey.scale.min !== scale.min || survey.scale.max !== scale.max)) {
      return `${path}.rule.scale: survey rounds must share one scale`;
    }
    survey = plan.rule;
  }
  return undefined;
}

export function hasGroup(protocol: Protocol, id: string): boolean {
  return protocol.groups.some((group) => group.id === id);
}

export function groupName(protocol: Protocol, id: string): string {
  return protocol.groups.find((group) => group.id === id)?.name ?? id;
}

export function isYesNo(rule: Rule): boolean {
  return rule.scale.min === 0 && rule.scale.max === 1;
}

// The rule that governs a vote of that kind, if the plan has one that fits.
export function ruleFor(plan: RoundPlan, kind: "rating" | "yes-no"): Rule | undefined {
  if (kind === "rating") return isYesNo(plan.rule) ? undefined : plan.rule;
  return plan.yesNoRule ?? (isYesNo(plan.rule) ? plan.rule : undefined);
}

// The document's plan of a round, for who wants to show it.
export function planDocument(protocol: Protocol, round: number): Json | undefined {
  const rounds = member(protocol.document, "rounds");
  return Array.isArray(rounds) ? rounds[round - 1] : undefined;
}
