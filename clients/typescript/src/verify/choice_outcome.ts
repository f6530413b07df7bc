// What came of a choice among several items, as far as it may be published.

import { type Alike, whatMayBeShown } from "./disclosure.ts";
import {
  type Election,
  firstIn,
  type Outcome,
  placesInTieOrder,
  range,
  Uncountable,
} from "./election.ts";
import type { Membership } from "./event.ts";
import { type Fraction, ONE } from "./fraction.ts";
import type { Json, JsonObject } from "./json.ts";
import { groupsHeldBack } from "./k_rule.ts";
import { ballotKind, isRanked, TRANSFERABLE, type VoicePolicy } from "./protocol.ts";
import { type Cohort, panelFactors } from "./ratings.ts";
import { type Choice, EXACT_DISCLOSURE, type Study } from "./study.ts";
import { countCommittee } from "./voting_committee.ts";
import { approval, borda, irv, majorityJudgment, plurality, score, star } from "./voting_grades.ts";
import {
  condorcet,
  copeland,
  kemeny,
  minimax,
  pairwise,
  rankedPairs,
  schulze,
  schwartz,
  smith,
} from "./voting_pairs.ts";
import { stv } from "./voting_stv.ts";

const RULES: Record<string, (election: Election) => Outcome> = {
  plurality,
  approval,
  score,
  star,
  "majority-judgment": majorityJudgment,
  borda,
  copeland,
  minimax,
  schulze,
  "ranked-pairs": rankedPairs,
  kemeny,
  condorcet,
  smith,
  schwartz,
  irv,
  "stv-scottish": stv,
  "stv-meek": stv,
  "stv-wig": stv,
};
const SETS = new Set(["condorcet", "smith", "schwartz"]);

function countRanked(election: Election): Outcome {
  const { rule } = election.plan;
  const outcome = RULES[rule]!(election);
  const { winners } = outcome;
  const settled = TRANSFERABLE.has(rule) || SETS.has(rule) || winners.length < 2;
  if (settled || election.placeOf.length === 0) return outcome;
  return { ...outcome, winners: [firstIn(election.placeOf, winners)], decided: true };
}

// One weight a voter, by the conventions of a tally's panel.
function ballotWeights(voice: VoicePolicy, voters: Membership[]): Fraction[] {
  if (voice.voice === "person-weights") return voters.map(({ weight }) => weight);
  const cohorts = voters.map(({ hats }): Cohort => ({
    hats,
    own: ONE,
    completed: false,
    counts: new Map([[0, 1]]),
  }));
  return panelFactors(cohorts, voice, "scored");
}

interface Voter {
  membership: Membership;
  marks: (number | undefined)[];
}

function countChoice(study: Study, choice: Choice, voters: Voter[]): JsonObject {
  const { plan } = choice;
  const names = choice.items.map(({ item }) => item);
  const weights = ballotWeights(
    study.protocol!.voice,
    voters.map(({ membership }) => membership),
  );
  const election: Election = {
    size: names.length,
    ballots: voters
      .map(({ marks }, i) => ({ marks, weight: weights[i]! }))
      .filter(({ weight }) => !weight.isZero),
    plan,
    placeOf: placesInTieOrder(names, plan.tie, choice.lot),
  };
  const ranked = isRanked(plan);
  const committee = ranked ? undefined : countCommittee(election);
  const outcome: Outcome = committee ?? countRanked(election);
  const { winners, ranking, scores } = outcome;
  const named = (c: number): string => names[c]!;
  const told: JsonObject = {
    winners: winners.map(named),
    tied: outcome.tied ?? (ranked && winners.length > 1),
  };
  if (ranking !== undefined) told.ranking = ranking.map((place) => place.map(named));
  if (scores !== undefined) {
    told.scores = Object.fromEntries(scores.map((value, c) => [named(c), value.toString()]));
  }
  if (committee !== undefined) told.committees_count = committee.ways.toString();
  if (outcome.decided) told.decided_by = plan.tie;
  if (ranked && ballotKind(plan) === "ranks") {
    const above = pairwise(election);
    told.pairwise = Object.fromEntries(
      range(names.length).map((a): [string, Json] => [
        named(a),
        Object.fromEntries(
          range(names.length)
            .filter((b) => a !== b)
            .map((b) => [named(b), above[a]![b]!.toString()]),
        ),
      ]),
    );
  }
  return told;
}

// By the k rule over the voters, as the voice weighs them; and whether everybody marked alike, which the
// protocol may not have warned of.
function tellsOfFew(study: Study, voters: Voter[]): boolean {
  const { voice, k, unanimityShown } = study.protocol!;
  const same = (marks: Voter["marks"]): boolean =>
    marks.every((mark, i) => mark === voters[0]!.marks[i]);
  if (voters.every(({ marks }) => same(marks)) && !unanimityShown) return true;
  const weights = ballotWeights(
    voice,
    voters.map(({ membership }) => membership),
  );
  const people = new Map<string, { weight: Fraction; people: number }>();
  for (const weight of weights) {
    const one = people.get(weight.toString()) ?? { weight, people: 0 };
    ++one.people;
    people.set(weight.toString(), one);
  }
  const sorts = [...people.values()]
    .sort((a, b) => a.weight.compare(b.weight))
    .map((one): Alike => ({
      groups: [],
      people: one.people,
      panelWeight: one.weight,
      groupWeight: ONE,
    }));
  const shown = whatMayBeShown(sorts, 0, k);
  return !shown.panel || !shown.weights;
}

const FIGURES = ["scores", "pairwise", "ranking", "committees_count"];

// What came of the newest iteration of a choice. Requires known contents.
export function publishableOutcome(study: Study, choice: Choice): Json {
  const { plan } = choice;
  const { box } = choice.iterations.at(-1)!;
  const voters: Voter[] = [];
  for (const [name, { content }] of box) {
    const marks = choice.items.map(({ item }) => {
      const mark = content!.get(item);
      return typeof mark === "number" ? mark : undefined;
    });
    if (marks.every((mark) => mark === undefined)) continue;
    voters.push({ membership: study.participants.get(name)!.membership!, marks });
  }
  const { groups, k, voice } = study.protocol!;
  const sizes = groups.map(({ id }) => ({
    group: id,
    people: voters.filter(({ membership }) => membership.hats.includes(id)).length,
  }));
  let outcome: JsonObject = {
    rule: plan.rule,
    seats: String(plan.seats),
    voters: String(voters.length),
    blank: String(box.size - voters.length),
    winners: [],
    tied: false,
  };
  const { panel, eachGroup } = plan.quorum;
  const few = voters.length < Math.max(1, panel) || sizes.some(({ people }) => people < eachGroup);
  if (few) {
    outcome.inquorate = true;
  } else {
    try {
      outcome = { ...outcome, ...countChoice(study, choice, voters) };
    } catch (error) {
      if (!(error instanceof Uncountable)) throw error;
      outcome.refused = true;
    }
  }
  const weighted = voice.voice !== "per-person";
  const tells =
    study.rulesVersion >= EXACT_DISCLOSURE
      ? tellsOfFew(study, voters)
      : weighted && groupsHeldBack(sizes, k).length > 0;
  if (voters.length < k || tells) {
    for (const figure of FIGURES) delete outcome[figure];
    outcome.figures_withheld = true;
  }
  return outcome;
}
