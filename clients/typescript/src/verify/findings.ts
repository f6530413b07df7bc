// What the engine had to conclude from each fact, recomputed. Findings are recorded too, but never
// believed.

import type { Event, FindingKind, ItemVersion, Response } from "./event.ts";
import { publishableOutcome } from "./choice_outcome.ts";
import { Explanation } from "./explanation.ts";
import type { Json } from "./json.ts";
import { publishableResponses } from "./k_rule.ts";
import {
  basisOf,
  choiceBasis,
  type Participant,
  type Round,
  type Study,
  voteBasis,
} from "./study.ts";
import {
  type Count,
  countOfRound,
  countOfVote,
  publishableTally,
  wholeTally,
  WORDS,
} from "./tally.ts";
import { attritionOf, stabilityOf, verdictsUnder } from "./trends.ts";

// What a finding must say, by the names of its members; `whole` is what its opening must say.
export type Computed = Record<string, Json>;

// A finding that must follow. Which members stand depends on its kind.
export interface Expected {
  kind: FindingKind;
  basis: string;
  item?: ItemVersion;
  rule?: string;
  responses?: Response[];
  // Asked only where all contents are known. Absent where this program does not count that.
  compute?: () => Computed;
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
  return publishableResponses(responses, protocol.k);
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

// A count's findings: a tally an item and, since rules version 2, what it hung on.
function counted(study: Study, basis: string, items: ItemVersion[], make: () => Count): Expected[] {
  const count = once(make);
  const tallies = items.map((item): Expected => ({
    kind: "item.tallied",
    basis,
    item,
    compute: () => {
      const { verdict, tally } = wholeTally(count(), item.item);
      const shown = publishableTally(tally, study.protocol!.k);
      return { consensus: WORDS[verdict.word], tally: shown, whole: tally };
    },
  }));
  if (study.rulesVersion < 2) return tallies;
  const explanation = once(() => new Explanation(study, count()));
  return [
    ...tallies,
    {
      kind: "round.explained",
      basis,
      compute: () => ({ explanation: explanation().roundLog() }),
    },
    ...items.map((item, i): Expected => ({
      kind: "item.explained",
      basis,
      item,
      compute: () => ({ explanation: explanation().itemLog(i) }),
    })),
  ];
}

function afterRound(study: Study, round: Round): Expected[] {
  const basis = basisOf(round);
  const responses = responsesTo(study, round);
  const findings: Expected[] = [{ kind: "response.found", basis, responses }];
  if (study.plan(round.number).mode !== "survey") return findings;
  findings.push(...counted(study, basis, round.items, () => countOfRound(study, round)));
  const before = study.surveyBefore(round.number);
  if (study.rulesVersion >= 2 && before !== undefined) {
    findings.push(
      {
        kind: "attrition.found",
        basis,
        compute: () => ({ attrition: attritionOf(study, round) }),
      },
      {
        kind: "stability.found",
        basis,
        compute: () => ({ stability: stabilityOf(study, before, round) }),
      },
    );
  }
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
        ...counted(study, basis, [vote.item], () => countOfVote(study, vote)),
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
          compute: () => ({ outcome: publishableOutcome(study, choice) }),
        },
      ];
    }
    case "rules.compared": {
      const count = once(() => countOfRound(study, study.roundAt(fact.basis)!));
      return fact.rules.map((rule) => ({
        kind: "rule.compared",
        basis: fact.basis,
        rule: rule.name,
        compute: () => ({ verdicts: verdictsUnder(count(), rule) }),
      }));
    }
    default:
      return [];
  }
}
