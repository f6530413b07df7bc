// The rules of conduct for choices among several items.

import {
  needAttendance,
  needFreeFloor,
  needHand,
  needLabel,
  needOpenRound,
  needParticipant,
  needQuietItem,
  needReason,
  needRevision,
  needRole,
  refuse,
} from "./conduct.ts";
import type { Answers, Entry, Event, EventOf } from "./event.ts";
import { listAt, member } from "./json.ts";
import { ballotKind, type ChoicePlan } from "./protocol.ts";
import { type Choice, isOpen, nextRevision, type Round, type Study, versionOf } from "./study.ts";

const ITEMS_MAX = 200;

function marksOf(plan: ChoicePlan, items: number): { min: number; max: number; words: string } {
  switch (ballotKind(plan)) {
    case "ranks":
      return { min: 1, max: items, words: `a place from 1 to ${items}` };
    case "approvals":
      return { min: 0, max: 1, words: "1 for approved or 0" };
    case "grades":
      return { min: 0, max: plan.gradeMax, words: `a grade from 0 to ${plan.gradeMax}` };
  }
}

function needMarks(choice: Choice, marks: Answers): void {
  const { plan, items } = choice;
  const { min, max, words } = marksOf(plan, items.length);
  const places = new Set<number>();
  for (const [item, value] of marks) {
    if (!items.some((one) => one.item === item)) {
      refuse(`marks[${item}]: is no item of this choice`);
    }
    if (typeof value !== "number" || value < min || value > max) {
      refuse(`marks[${item}]: must be ${words}`);
    }
    if (plan.rule === "stv-scottish" && places.has(value)) {
      refuse(`marks[${item}]: shares its place with another item`);
    }
    places.add(value);
  }
  const everyGrade = ballotKind(plan) === "grades" && plan.missing === "refuse";
  if (everyGrade && marks.size > 0 && marks.size < items.length) {
    refuse("marks: must grade every item, or none to abstain");
  }
}

function needLot(round: Round, plan: ChoicePlan, fact: EventOf<"choice.called">): void {
  const { lot } = fact;
  if (plan.tie !== "lot") {
    if (lot !== undefined) refuse("lot: stands only where the plan draws lots");
    return;
  }
  if (lot === undefined || lot.root === "") refuse("lot: must be there: the plan draws lots");
  const opening = round.openedAt + 1;
  if (lot.size !== opening)
    refuse(`lot: must be drawn from the root over the first ${opening} entries`);
}

function permitsCall(study: Study, entry: Entry, fact: EventOf<"choice.called">): void {
  needRole(entry, "facilitator");
  const round = needOpenRound(study, fact.round, "workshop");
  needLabel("choice", fact.choice);
  if (study.choices.has(fact.choice)) refuse(`there is a choice ${fact.choice} already`);
  const plan = study.plan(fact.round).choices.find((one) => one.id === fact.plan);
  if (plan === undefined) {
    refuse(`the protocol plans no choice "${fact.plan}" in this round`);
  }
  if (fact.items.length <= plan.seats || fact.items.length > ITEMS_MAX) {
    refuse(`items: must be more than the ${plan.seats} to be chosen, and at most ${ITEMS_MAX}`);
  }
  const seen = new Set<string>();
  for (const { item, version } of fact.items) {
    if (versionOf(needQuietItem(study, item)) !== version) {
      refuse(`items[${item}]: is not the item's present wording`);
    }
    if (seen.has(item)) refuse(`items[${item}]: stands twice`);
    seen.add(item);
  }
  needLot(round, plan, fact);
}

function needChoice(study: Study, id: string): Choice {
  const choice = study.choices.get(id);
  if (choice === undefined) refuse(`there is no choice ${id}`);
  return choice;
}

function needOpenChoice(study: Study, id: string, iteration: number): Choice {
  const choice = needChoice(study, id);
  if (!isOpen(choice) || iteration !== choice.iterations.length) refuse(`choice ${id} is not open`);
  return choice;
}

function permitsOpening(study: Study, entry: Entry, fact: EventOf<"choice.opened">): void {
  needRole(entry, "facilitator");
  const choice = needChoice(study, fact.choice);
  needOpenRound(study, choice.round, "workshop");
  needFreeFloor(study);
  for (const { item, version } of choice.items) {
    if (versionOf(needQuietItem(study, item)) !== version) {
      refuse(`item ${item} was reworded since; call a new choice with its new words`);
    }
  }
  if (fact.iteration !== choice.iterations.length + 1) {
    refuse("iteration: must follow the last one");
  }
}

function permitsDecision(study: Study, entry: Entry, fact: EventOf<"choice.decided">): void {
  needRole(entry, "facilitator");
  const choice = needChoice(study, fact.choice);
  const newest = choice.iterations.at(-1);
  if (newest === undefined || newest.open || fact.iteration !== choice.iterations.length) {
    refuse(`decide on the newest closed iteration of choice ${fact.choice}`);
  }
  const chosen = new Set<string>();
  for (const item of fact.chosen) {
    if (!choice.items.some((one) => one.item === item)) {
      refuse(`chosen: ${item} is no item of this choice`);
    }
    if (chosen.has(item)) refuse(`chosen: ${item} stands twice`);
    chosen.add(item);
  }
  if (fact.reason !== "") return needReason(fact.reason);
  const winners = new Set(listAt(newest.outcome, "winners"));
  const tied = member(newest.outcome, "tied") !== false;
  const same = chosen.size === winners.size && [...chosen].every((item) => winners.has(item));
  if (!tied && winners.size > 0 && same) return;
  refuse(
    tied || winners.size === 0
      ? `the rule leaves choice ${fact.choice} open; say what is chosen, with a reason`
      : "the rule says otherwise; what is chosen against it needs a reason",
  );
}

export function permitsChoice(study: Study, entry: Entry, fact: Event): void {
  switch (fact.kind) {
    case "choice.called":
      return permitsCall(study, entry, fact);
    case "choice.opened":
      return permitsOpening(study, entry, fact);
    case "choice.cast": {
      const choice = needOpenChoice(study, fact.choice, fact.iteration);
      needParticipant(study, fact.participant);
      needHand(entry, fact.channel, fact.participant);
      needAttendance(study, choice.round, fact.participant);
      needRevision(fact.revision, nextRevision(choice.iterations.at(-1)!.box, fact.participant));
      if (fact.content) needMarks(choice, fact.content.marks);
      return;
    }
    case "choice.closed":
      needRole(entry, "facilitator");
      needOpenChoice(study, fact.choice, fact.iteration);
      return;
    case "choice.decided":
      return permitsDecision(study, entry, fact);
  }
}
