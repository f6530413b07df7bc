// Rules and protocols in plain words. They follow engine/ratings/rule_text.cc and
// engine/report/protocol_words.cc, in shorter sentences.

import type { Fraction } from "../../typescript/src/verify/fraction.ts";
import {
  groupName,
  isYesNo,
  type Protocol,
  type RoundPlan,
  takesGroupWeights,
} from "../../typescript/src/verify/protocol.ts";
import type {
  Band,
  Clause,
  Comparison,
  Criterion,
  Denominator,
  Rule,
  Scope,
  ShareTest,
  SizeRow,
  Test,
} from "../../typescript/src/verify/rule.ts";
import { count, decimal, joined, percent, plural } from "./words.ts";

const THAN: Record<Comparison, string> = {
  ">=": "at least ",
  ">": "more than ",
  "<=": "at most ",
  "<": "less than ",
  "=": "exactly ",
};

function bandWords(band: Band): string {
  return band.low === band.high ? String(band.low) : `${band.low} to ${band.high}`;
}

function whoseWords(denominator: Denominator): string {
  return denominator === "scored" ? "those who scored" : "those who answered";
}

// Exact where two decimals are, else the fraction.
function exact(value: Fraction): string {
  return 100n % value.denominator === 0n ? decimal(value.toString()) : value.toString();
}

function tableWords(table: SizeRow[]): string {
  return joined(table.map((row) => `${row.limit} for ${row.low} to ${row.high} people`));
}

class RuleWords {
  constructor(
    private readonly rule: Rule,
    private readonly protocol: Protocol,
  ) {}

  criterion(criterion: Criterion): string {
    const least = criterion.leastGroupSize;
    const words = this.place(criterion.scope) + this.test(criterion.test);
    return least === undefined
      ? words
      : `${words} (groups with fewer than ${least} scores left out)`;
  }

  private place(scope: Scope): string {
    switch (scope.kind) {
      case "panel":
        return "";
      case "every_group":
        return "in every group ";
      case "any_group":
        return "in at least one group ";
      case "at_least":
        return `in at least ${count(scope.atLeast, "group")} `;
      case "groups": {
        const names = scope.groups.map((group) => groupName(this.protocol, group));
        return `in the group ${joined(names, "and the group")} `;
      }
    }
  }

  private test(test: Test): string {
    switch (test.kind) {
      case "not":
        return `it is not so that ${this.criterion(test.parts[0]!)}`;
      case "all":
      case "any":
        return joined(
          test.parts.map((part) => this.part(part)),
          test.kind === "all" ? "and" : "or",
        );
      case "share":
        return this.share(test);
      case "median":
      case "mean":
        return `the ${test.kind} is ${THAN[test.op]}${exact(test.value)}`;
      case "iqr":
        return `the middle half of the scores spans ${THAN[test.op]}${exact(test.value)}`;
      case "near":
        return (
          `${THAN[test.op]}${percent(test.value)} of ${whoseWords(this.rule.denominator)} are ` +
          `within ${exact(test.within)} of the median`
        );
      case "ipras":
        return (
          `there is disagreement (the range from the ${percent(test.lower)} to the ` +
          `${percent(test.upper)} percentile exceeds ${exact(test.base)} plus ` +
          `${exact(test.slope)} times the distance of its middle from ${exact(test.centre)})`
        );
      case "tails":
        return (
          `there is disagreement (in each of ${bandWords(test.low)} and ${bandWords(test.high)} ` +
          `at least ${tableWords(test.table)})`
        );
      case "outside": {
        const where = test.region === "mode" ? "the mode" : "the band that holds the median";
        return `the scores outside ${where} are at most ${tableWords(test.table)}`;
      }
    }
  }

  private part(part: Criterion): string {
    const words = this.criterion(part);
    const inner = part.test;
    const bracket = (inner.kind === "all" || inner.kind === "any") && inner.parts.length > 1;
    return bracket ? `(${words})` : words;
  }

  private share(test: ShareTest): string {
    const amount = THAN[test.op] + percent(test.value);
    const whose = whoseWords(test.denominator ?? this.rule.denominator);
    const yes = test.band.low === 1 && test.band.high === 1;
    const no = test.band.low === 0 && test.band.high === 0;
    if (isYesNo(this.rule) && (yes || no) && !test.plusUnable && !test.plusNotUnderstood) {
      return `${amount} of ${whose.replace("scored", "voted")} said ${yes ? "yes" : "no"}`;
    }
    let who = `gave a score of ${bandWords(test.band)}`;
    if (test.plusUnable) who += " or said they could not score it";
    if (test.plusNotUnderstood) who += " or said they did not understand it";
    return `${amount} of ${whose} ${who}`;
  }
}

function roundsOf(clause: Clause): string {
  const rounds = clause.rounds.length > 0 ? `in round ${joined(clause.rounds.map(String))} ` : "";
  return clause.fromRound === undefined ? rounds : `${rounds}from round ${clause.fromRound} on `;
}

// A sentence a clause, then what else settles the verdict.
export function ruleInWords(rule: Rule, protocol: Protocol): string[] {
  const words = new RuleWords(rule, protocol);
  const sentences = rule.clauses.map((clause) => {
    const what = clause.verdict === "IN" ? "Keep (IN)" : "Leave out (OUT)";
    const grade = clause.grade === "" ? "" : `, graded “${clause.grade}”`;
    return `${what}${grade}: ${roundsOf(clause)}when ${words.criterion(clause.when)}.`;
  });
  sentences.push("No agreement (NONE): in all other cases. The first line that fits decides.");
  const { panel, eachGroup } = rule.quorum;
  if (panel > 1 || eachGroup > 0) {
    const groups = eachGroup > 0 ? `, or fewer than ${eachGroup} in any group` : "";
    sentences.push(
      `Too few to tell (INQUORATE): when fewer than ${count(panel, "person", "people")} scored` +
        `${groups}.`,
    );
  }
  if (rule.leastGroupSize > 1) {
    sentences.push(
      `A group in which fewer than ${rule.leastGroupSize} people scored can neither pass nor fail.`,
    );
  }
  return sentences;
}

export function voiceInWords(protocol: Protocol): string[] {
  const { voice, hats, weights } = protocol.voice;
  const said = {
    "per-person": "Every person had one voice.",
    "equal-groups": "Every group had the same voice in the whole, however many people it had.",
    "group-weights": "Each group had a fixed weight, shared by its people:",
    "group-weights-each": "Each person had the weight of their group:",
    "person-weights":
      "Each person had a weight of their own, set by the organizers and never by the voter.",
  }[voice];
  const list = [...weights].map(([id, weight]) => `${groupName(protocol, id)} ${weight}`);
  const several = {
    declared: "People who belong to several groups counted in the one they declared.",
    split: "People who belong to several groups had their one voice split over them.",
    "each-group":
      "People who belong to several groups counted in each group's table, and once in the whole.",
  }[hats];
  return [takesGroupWeights(voice) ? `${said} ${list.join(", ")}.` : said, several];
}

const SHOWN = {
  none: "No earlier results are shown.",
  "own-group": "People are shown earlier results of their own group.",
  "all-groups": "People are shown earlier results of all groups.",
  overall: "People are shown earlier results of the whole panel.",
};

function roundInWords(plan: RoundPlan, noun: string): string[] {
  const items = plural(noun);
  const sentences = [
    plan.mode === "survey"
      ? "A survey: everybody answers alone, in their own time."
      : "A workshop: people discuss and then vote on one thing at a time.",
    `Scores go from ${plan.rule.scale.min} to ${plan.rule.scale.max}.`,
    SHOWN[plan.feedback],
    plan.entry === "invited"
      ? "Everybody on the panel may take part."
      : "Those who answered the survey round before may take part.",
    {
      all: `All ${items} are taken over.`,
      "drop-out": `Those ${items} agreed OUT are not asked again.`,
      "drop-in-and-out": `Those ${items} agreed IN or OUT are not asked again.`,
    }[plan.carry],
  ];
  if (plan.suggestionsMax > 0) {
    sentences.push(`Each person may suggest up to ${count(plan.suggestionsMax, "new one")}.`);
  }
  if (plan.suggestionsNeeded > 1) {
    sentences.push(`A suggestion is taken up when ${plan.suggestionsNeeded} people made it.`);
  }
  return sentences;
}

export interface ProtocolPart {
  heading: string;
  sentences: string[];
}

// The whole protocol as parts that two versions can be compared by.
export function protocolInWords(protocol: Protocol): ProtocolPart[] {
  const parts: ProtocolPart[] = [
    { heading: "Title", sentences: [protocol.title] },
    { heading: "What it is for", sentences: [protocol.purpose || "Not stated."] },
    {
      heading: "Groups",
      sentences: protocol.groups.map((group) => group.name || group.id),
    },
    { heading: "Whose voice counts how much", sentences: voiceInWords(protocol) },
    {
      heading: "Small groups",
      sentences: [
        `Figures about fewer than ${protocol.k} people are not shown.`,
        ...(protocol.unanimityShown
          ? ["Figures are shown even where everybody answered alike."]
          : []),
      ],
    },
  ];
  for (const [i, plan] of protocol.rounds.entries()) {
    const name = `Round ${i + 1}`;
    parts.push({ heading: name, sentences: roundInWords(plan, protocol.itemLabel) });
    parts.push({
      heading: `${name}: the rule “${plan.rule.name}”`,
      sentences: ruleInWords(plan.rule, protocol),
    });
    if (plan.yesNoRule) {
      parts.push({
        heading: `${name}: the rule for yes-or-no votes, “${plan.yesNoRule.name}”`,
        sentences: ruleInWords(plan.yesNoRule, protocol),
      });
    }
    for (const choice of plan.choices) {
      parts.push({
        heading: `${name}: the choice “${choice.id}”`,
        sentences: [
          choice.question,
          `${count(choice.seats, "one is", "are")} chosen, by the voting rule ${choice.rule}.`,
          {
            none: "A tie is left as a tie.",
            order: "A tie goes to the one named first.",
            lot: "A tie is broken by a lot drawn from the record itself.",
          }[choice.tie],
        ],
      });
    }
  }
  const { changedAtMost, settledAtLeast } = protocol.stopWhen ?? {};
  const stop = [protocol.stoppingRule || "Not stated in words."];
  if (changedAtMost) stop.push(`At most ${percent(changedAtMost)} of the answers still change.`);
  if (settledAtLeast) stop.push(`At least ${percent(settledAtLeast)} of the list is IN or OUT.`);
  parts.push({ heading: "When to stop", sentences: stop });
  parts.push({ heading: "Support", sentences: [protocol.support || "Not stated."] });
  return parts;
}
