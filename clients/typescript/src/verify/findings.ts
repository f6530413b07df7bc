// What the engine had to conclude from each fact, recomputed. Findings are recorded too, but never
// believed.

import type { Event, FindingKind, ItemVersion, Response } from "./event.ts";
import { publishableOutcome } from "./choice_outcome.ts";
import { Explanation } from "./explanation.ts";
import { hiddenGroups, tablesShown } from "./disclosure.ts";
import { type Json, type JsonObject, textAt } from "./json.ts";
import { publishableResponses } from "./k_rule.ts";
import {
  basisOf,
  type Box,
  choiceBasis,
  EXACT_DISCLOSURE,
  type Participant,
  type Round,
  type Study,
  voteBasis,
} from "./study.ts";
import {
  type Count,
  countOfRound,
  countOfVote,
  exactlyPublishable,
  publishableTally,
  wholeTally,
  WORDS,
} from "./tally.ts";
import { TallyDisclosure } from "./tally_disclosure.ts";
import { attritionOf, firstSurvey, stabilityOf, verdictsUnder } from "./trends.ts";

// What a finding must say, by the names of its members; `whole` is what its opening must say.
export type Computed = Record<string, Json>;

// A finding that must follow. Which members stand depends on its kind.
export interface Expected {
  kind: FindingKind;
  basis: string;
  item?: ItemVersion;
  rule?: string;
  responses?: Response[];
  // Absent where what it must be counted from is not known.
  compute?: () => Computed;
}

// `compute` where it can be asked.
function computed(known: boolean, compute: () => Computed): Pick<Expected, "compute"> {
  return known ? { compute } : {};
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

// Whoever responded counts as invited, even after leaving.
function count(
  study: Study,
  responded: (id: string) => boolean,
  invited: (person: Participant) => boolean,
): Response[] {
  const protocol = study.protocol!;
  const responses = ["", ...protocol.groups.map((group) => group.id)].map((group) => ({
    group,
    invited: 0,
    responded: 0,
  }));
  for (const person of study.participants.values()) {
    const did = responded(person.id);
    if (!did && !invited(person)) continue;
    for (const response of responses) {
      const counted =
        response.group === "" ||
        (person.membership !== undefined && study.countsIn(person.membership, response.group));
      if (!counted) continue;
      ++response.invited;
      if (did) ++response.responded;
    }
  }
  if (study.rulesVersion < EXACT_DISCLOSURE) return publishableResponses(responses, protocol.k);
  const shown = tablesShown(study, (person) => responded(person.id) || invited(person));
  const hidden = hiddenGroups(study, shown);
  return responses.filter(({ group }) => !hidden.includes(group));
}

function responsesTo(study: Study, round: Round): Response[] {
  const workshop = study.plan(round.number).mode === "workshop";
  return count(
    study,
    (id) => (workshop ? round.attendance.has(id) : round.box.has(id)),
    (person) => study.mayEnter(round, person),
  );
}

// In a workshop those present are invited.
function responsesOnFloor(study: Study, round: number, box: Map<string, unknown>): Response[] {
  const { attendance } = study.round(round)!;
  return count(
    study,
    (id) => box.has(id),
    (person) => attendance.has(person.id),
  );
}

// What of an item's whole tally may be published.
function shownTally(
  study: Study,
  tally: JsonObject,
  disclosure: () => TallyDisclosure,
): JsonObject {
  const protocol = study.protocol!;
  if (study.rulesVersion < EXACT_DISCLOSURE) return publishableTally(tally, protocol.k);
  return exactlyPublishable(tally, protocol, disclosure().of(textAt(tally, "item")));
}

// A count's findings: a tally an item and, since rules version 2, what it hung on.
function counted(
  study: Study,
  basis: string,
  items: ItemVersion[],
  box: Box<unknown>,
  make: () => Count,
): Expected[] {
  const count = once(make);
  const known = study.knows(box);
  const { unanimityShown } = study.protocol!;
  const disclosure = once(() => new TallyDisclosure(count(), unanimityShown));
  const whole = items.map(({ item }) =>
    once(() => {
      const { verdict, tally } = wholeTally(count(), item);
      return { verdict, tally, shown: shownTally(study, tally, disclosure) };
    }),
  );
  const tallies = items.map((item, i): Expected => ({
    kind: "item.tallied",
    basis,
    item,
    ...computed(known, () => {
      const { verdict, tally, shown } = whole[i]!();
      return { consensus: WORDS[verdict.word], tally: shown, whole: tally };
    }),
  }));
  if (study.rulesVersion < 2) return tallies;
  const explanation = once(() => new Explanation(study, count()));
  // The ballots are compared with those of every survey round before.
  const round = basis.startsWith("round/") ? Number(basis.slice("round/".length)) : 0;
  const before = round > 0 ? study.rounds.slice(0, round - 1) : study.rounds;
  const since = known && before.every((one) => study.knows(one.box));
  return [
    ...tallies,
    {
      kind: "round.explained",
      basis,
      ...computed(since, () => ({ explanation: explanation().roundLog() })),
    },
    ...items.map((item, i): Expected => ({
      kind: "item.explained",
      basis,
      item,
      ...computed(since, () => ({ explanation: explanation().itemLog(i, whole[i]!().shown) })),
    })),
  ];
}

function afterRound(study: Study, round: Round): Expected[] {
  const basis = basisOf(round);
  const { box } = round;
  const responses = responsesTo(study, round);
  const findings: Expected[] = [{ kind: "response.found", basis, responses }];
  if (study.plan(round.number).mode !== "survey") return findings;
  findings.push(...counted(study, basis, round.items, box, () => countOfRound(study, round)));
  const before = study.surveyBefore(round.number);
  if (study.rulesVersion < 2 || before === undefined) return findings;
  const known = study.knows(box);
  const since = known && study.knows(before.box);
  const sinceFirst = known && study.knows(firstSurvey(study).box);
  findings.push(
    {
      kind: "attrition.found",
      basis,
      ...computed(sinceFirst, () => ({ attrition: attritionOf(study, round) })),
    },
    {
      kind: "stability.found",
      basis,
      ...computed(since, () => ({ stability: stabilityOf(study, before, round) })),
    },
  );
  return findings;
}

// The findings that must follow the fact, in order. The study is the one before the fact.
export function expectedAfter(study: Study, fact: Event): Expected[] {
  switch (fact.kind) {
    case "round.closed":
      return afterRound(study, study.round(fact.round)!);
    case "vote.closed": {
      const vote = study.votes.get(fact.vote)!;
      const basis = voteBasis(vote, vote.iterations.length);
      const { box } = vote.iterations.at(-1)!;
      const responses = responsesOnFloor(study, vote.round, box);
      return [
        { kind: "response.found", basis, responses },
        ...counted(study, basis, [vote.item], box, () => countOfVote(study, vote)),
      ];
    }
    case "choice.closed": {
      const choice = study.choices.get(fact.choice)!;
      const basis = choiceBasis(choice, choice.iterations.length);
      const { box } = choice.iterations.at(-1)!;
      const responses = responsesOnFloor(study, choice.round, box);
      return [
        { kind: "response.found", basis, responses },
        {
          kind: "choice.tallied",
          basis,
          ...computed(study.knows(box), () => ({ outcome: publishableOutcome(study, choice) })),
        },
      ];
    }
    case "rules.compared": {
      const round = study.roundAt(fact.basis)!;
      const count = once(() => countOfRound(study, round));
      const known = study.knows(round.box);
      return fact.rules.map((rule) => ({
        kind: "rule.compared",
        basis: fact.basis,
        rule: rule.name,
        ...computed(known, () => ({ verdicts: verdictsUnder(count(), rule) })),
      }));
    }
    default:
      return [];
  }
}
