// What the rules of conduct ask, each question once. Only permits*.ts use these.

import type { Channel, Entry, Role } from "./event.ts";
import { isOpen, type Item, type Participant, type Round, type Study } from "./study.ts";
import { isLabel, wrongText } from "./text.ts";

// Thrown by the questions below and caught in permits(), so that each rule reads as a list of
// what it needs.
export class Refused extends Error {
  constructor(
    message: string,
    readonly eligibility: boolean = false,
  ) {
    super(message);
  }
}
export function refuse(message: string): never {
  throw new Refused(message);
}
export function notAllowed(message: string): never {
  throw new Refused(message, true);
}

export const TITLE_BYTES_MAX = 500;
export const TEXT_BYTES_MAX = 4_000;

export function needRole(entry: Entry, ...roles: Role[]): void {
  if (!roles.includes(entry.role)) notAllowed("this role may not do that in a study");
}

export function needRunning(study: Study): void {
  if (study.state !== "running") refuse("the protocol is not frozen yet; freeze it first");
}

export function isSelf(entry: Entry, participant: string): boolean {
  return entry.role === "participant" && entry.actor === participant;
}

export function needOpenRound(study: Study, number: number, mode: "survey" | "workshop"): Round {
  const round = study.round(number);
  if (round === undefined) refuse(`round ${number} has not been opened`);
  if (!round.open) refuse(`round ${number} is closed`);
  if (study.plan(number).mode !== mode) {
    refuse(`round ${number} is ${mode === "survey" ? "a workshop" : "a survey round"}`);
  }
  return round;
}

export function needParticipant(study: Study, id: string): Participant {
  const participant = study.participants.get(id);
  if (participant === undefined) {
    notAllowed(`participant ${id} is not on the panel; enrol them first`);
  }
  if (participant.withdrawn) notAllowed(`participant ${id} has left the study`);
  return participant;
}

// That whoever wrote this down may do so for that participant.
export function needHand(entry: Entry, channel: Channel, participant: string): void {
  if (channel === "self") {
    if (!isSelf(entry, participant)) notAllowed("participants answer for themselves only");
  } else if (channel === "paper") {
    needRole(entry, "facilitator");
  } else {
    needRole(entry, "facilitator", "integrator");
  }
}

export function needAttendance(study: Study, round: number, participant: string): void {
  if (study.round(round)!.attendance.has(participant)) return;
  notAllowed(`participant ${participant} is not recorded as attending the workshop`);
}

export function needFreeFloor(study: Study): void {
  const busy = study.onTheFloor;
  if (busy !== undefined) refuse(`${busy} is open; close it first`);
}

// The item, if it is active and nobody is answering it just now.
export function needQuietItem(study: Study, id: string): Item {
  const item = study.items.get(id);
  if (item === undefined) refuse(`there is no item ${id}`);
  if (item.state !== "active") refuse(`item ${id} was retired, merged or split already`);
  const round = study.openRound;
  const asked = round?.items.some((one) => one.item === id) === true;
  if (asked && study.plan(round!.number).mode === "survey") {
    refuse(`item ${id} is being answered in round ${round!.number}; close the round first`);
  }
  for (const vote of study.votes.values()) {
    if (isOpen(vote) && vote.item.item === id) refuse(`a vote on item ${id} is open`);
  }
  for (const choice of study.choices.values()) {
    if (isOpen(choice) && choice.items.some((one) => one.item === id)) {
      refuse(`choice ${choice.id} with item ${id} is open; close it first`);
    }
  }
  return item;
}

export function needRevision(revision: number, next: number): void {
  if (revision !== next || revision > 65_535) refuse(`revision: must be ${next}`);
}

export function needText(field: string, text: string, bytesMax = TEXT_BYTES_MAX): void {
  const wrong = wrongText(text, bytesMax);
  if (wrong !== undefined) refuse(`${field}: ${wrong}`);
}
export function needReason(reason: string): void {
  needText("reason", reason);
}
export function needLabel(field: string, text: string): void {
  if (!isLabel(text)) {
    refuse(
      `${field}: must be 1 to 63 letters, digits, '-', '_' or '.', beginning with a letter or digit`,
    );
  }
}
