// The rules of conduct for rounds, ballots and the workshop's votes.

import {
  isSelf,
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
  needRunning,
  notAllowed,
  refuse,
} from "./conduct.ts";
import type { Answer, Answers, Entry, Event, EventOf, ItemVersion } from "./event.ts";
import { ruleFor } from "./protocol.ts";
import type { Scale } from "./rule.ts";
import { isOpen, nextRevision, type Round, type Study, versionOf } from "./study.ts";
import { writeInstant } from "./text.ts";

function isOnScale(scale: Scale, answer: Answer): boolean {
  return typeof answer !== "number" || (answer >= scale.min && answer <= scale.max);
}

function needAnswers(scale: Scale, round: Round, answers: Answers): void {
  if (answers.size === 0) refuse("answers: a ballot answers at least one item");
  for (const [item, answer] of answers) {
    if (!round.items.some((asked) => asked.item === item)) {
      refuse(`answers[${item}]: is no item of round ${round.number}`);
    }
    if (!isOnScale(scale, answer)) {
      refuse(`answers[${item}]: score ${answer} is off the scale ${scale.min} to ${scale.max}`);
    }
  }
}

function needItems(study: Study, items: ItemVersion[]): void {
  if (items.length === 0) refuse("items: a round needs at least one item");
  const seen = new Set<string>();
  for (const { item, version } of items) {
    const known = study.items.get(item);
    if (known === undefined) refuse(`items[${item}]: is no item of the study`);
    if (known.state !== "active" || versionOf(known) !== version) {
      refuse(`items[${item}]: is not active in that version`);
    }
    if (seen.has(item)) refuse(`items[${item}]: stands twice`);
    seen.add(item);
  }
}

function needOpen(study: Study, number: number): Round {
  const round = study.round(number);
  if (round?.open !== true) refuse(`round ${number} is not open`);
  return round;
}

function permitsOpening(study: Study, entry: Entry, fact: EventOf<"round.opened">): void {
  needRole(entry, "facilitator");
  needRunning(study);
  if (study.openRound) refuse(`round ${study.rounds.length} is still open; close it first`);
  if (fact.round !== study.rounds.length + 1) refuse("round: rounds open one after the other");
  if (fact.round > study.protocol!.rounds.length) {
    refuse("the protocol has no further round; amend it with a reason");
  }
  if (fact.closes !== undefined && fact.closes <= entry.time) {
    refuse("closes: must lie in the future");
  }
  needItems(study, fact.items);
}

function permitsBallot(study: Study, entry: Entry, fact: EventOf<"ballot.cast">): void {
  const round = needOpenRound(study, fact.round, "survey");
  const participant = needParticipant(study, fact.participant);
  needHand(entry, fact.channel, fact.participant);
  if (round.closes !== undefined && entry.time >= round.closes) {
    refuse(`round ${fact.round} ended at ${writeInstant(round.closes)}`);
  }
  if (!study.mayEnter(round, participant)) {
    notAllowed(
      `by the protocol only those who answered the round before enter round ${fact.round}`,
    );
  }
  needRevision(fact.revision, nextRevision(round.box, fact.participant));
  if (fact.content) needAnswers(study.plan(fact.round).rule.scale, round, fact.content.answers);
}

function permitsAttendance(study: Study, entry: Entry, fact: EventOf<"attendance.recorded">): void {
  const round = needOpenRound(study, fact.round, "workshop");
  const self = fact.participants.length === 1 && isSelf(entry, fact.participants[0]!);
  if (!self) needRole(entry, "facilitator");
  if (fact.participants.length === 0) refuse("participants: name at least one");
  const seen = new Set<string>();
  for (const id of fact.participants) {
    const participant = needParticipant(study, id);
    if (!study.mayEnter(round, participant)) {
      notAllowed(`participant ${id} may not enter this round by the protocol`);
    }
    if (round.attendance.has(id) || seen.has(id)) refuse(`participant ${id} attends already`);
    seen.add(id);
  }
}

function permitsCall(study: Study, entry: Entry, fact: EventOf<"vote.called">): void {
  needRole(entry, "facilitator");
  needOpenRound(study, fact.round, "workshop");
  needLabel("vote", fact.vote);
  if (study.votes.has(fact.vote)) refuse(`there is a vote ${fact.vote} already`);
  const item = needQuietItem(study, fact.item.item);
  if (versionOf(item) !== fact.item.version) refuse("version: is not the item's present wording");
  if (ruleFor(study.plan(fact.round), fact.vote_kind) === undefined) {
    refuse("the protocol has no rule for a vote of this kind in this round");
  }
}

function permitsVoteOpening(study: Study, entry: Entry, fact: EventOf<"vote.opened">): void {
  needRole(entry, "facilitator");
  const vote = study.votes.get(fact.vote);
  if (vote === undefined) refuse(`there is no vote ${fact.vote}`);
  needOpenRound(study, vote.round, "workshop");
  needFreeFloor(study);
  const item = needQuietItem(study, vote.item.item);
  if (versionOf(item) !== vote.item.version) {
    refuse("the item was reworded since; put its new wording on the floor");
  }
  if (fact.iteration !== vote.iterations.length + 1) {
    refuse("iteration: must follow the last one");
  }
}

function permitsVote(study: Study, entry: Entry, fact: EventOf<"vote.cast">): void {
  const vote = study.votes.get(fact.vote);
  if (vote === undefined) refuse(`there is no vote ${fact.vote}`);
  if (!isOpen(vote) || fact.iteration !== vote.iterations.length) {
    refuse(`vote ${fact.vote} is not open`);
  }
  needParticipant(study, fact.participant);
  needHand(entry, fact.channel, fact.participant);
  needAttendance(study, vote.round, fact.participant);
  needRevision(fact.revision, nextRevision(vote.iterations.at(-1)!.box, fact.participant));
  if (fact.content === undefined) return;
  const { scale } = ruleFor(study.plan(vote.round), vote.kind)!;
  if (isOnScale(scale, fact.content.answer)) return;
  refuse(`answer: score ${fact.content.answer} is off the scale ${scale.min} to ${scale.max}`);
}

export function permitsRound(study: Study, entry: Entry, fact: Event): void {
  switch (fact.kind) {
    case "round.opened":
      return permitsOpening(study, entry, fact);
    case "round.extended": {
      needRole(entry, "facilitator");
      needReason(fact.reason);
      const round = needOpen(study, fact.round);
      const before = round.closes ?? 0;
      if (fact.closes <= entry.time || (round.closes !== undefined && fact.closes <= before)) {
        refuse("closes: must be later than now and than before");
      }
      return;
    }
    case "round.closed":
      needRole(entry, "facilitator");
      needOpen(study, fact.round);
      return needFreeFloor(study);
    case "ballot.cast":
      return permitsBallot(study, entry, fact);
    case "attendance.recorded":
      return permitsAttendance(study, entry, fact);
    case "vote.called":
      return permitsCall(study, entry, fact);
    case "vote.opened":
      return permitsVoteOpening(study, entry, fact);
    case "vote.cast":
      return permitsVote(study, entry, fact);
    case "vote.closed": {
      needRole(entry, "facilitator");
      const vote = study.votes.get(fact.vote);
      if (vote === undefined) refuse(`there is no vote ${fact.vote}`);
      if (!isOpen(vote) || fact.iteration !== vote.iterations.length) {
        refuse(`vote ${fact.vote} is not open`);
      }
      return;
    }
  }
}
