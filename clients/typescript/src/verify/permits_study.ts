// The rules of conduct for the study, its protocol and its panel.

import {
  TITLE_BYTES_MAX,
  isSelf,
  needLabel,
  needParticipant,
  needReason,
  needRole,
  needRunning,
  needText,
  notAllowed,
  refuse,
} from "./conduct.ts";
import { byteLength } from "./bytes.ts";
import type { Entry, Event, Membership } from "./event.ts";
import { sameJson } from "./json.ts";
import { hasGroup, type Protocol, wrongProtocol } from "./protocol.ts";
import type { Study } from "./study.ts";

export const RULES_VERSION = 3;

function needSound(protocol: Protocol, thorough: boolean): void {
  const wrong = wrongProtocol(protocol, thorough);
  if (wrong !== undefined) refuse(wrong);
}

function needKeptRounds(study: Study, amended: Protocol): void {
  if (amended.rounds.length < study.rounds.length) {
    refuse("rounds: a round that was opened cannot be taken out");
  }
  for (const group of study.protocol!.groups) {
    if (!hasGroup(amended, group.id)) {
      refuse(`groups: group ${group.id} cannot be taken out: people may wear its hat`);
    }
  }
}

function needMembership(protocol: Protocol, membership: Membership): void {
  const { hats, private_hats: hidden = [], weight } = membership;
  if (hats.length === 0) notAllowed("hats: name at least one stakeholder group");
  const stranger = hats.find((hat) => !hasGroup(protocol, hat));
  if (stranger !== undefined) notAllowed(`hats: "${stranger}" is no group of the protocol`);
  if (new Set(hats).size !== hats.length) notAllowed("hats: the same hat twice");
  const unworn = hidden.find((hat) => !hats.includes(hat));
  if (unworn !== undefined) notAllowed(`private_hats: "${unworn}" is none of the person's hats`);
  if (weight.isNegative) notAllowed("weight: must be at least 0");
}

export function permitsStudy(study: Study, entry: Entry, fact: Event, thorough: boolean): void {
  switch (fact.kind) {
    case "study.created":
      if (study.state !== "new") refuse("a study of this label exists already");
      needRole(entry, "facilitator");
      if (fact.rules_version < 1 || fact.rules_version > RULES_VERSION) {
        refuse(`rules_version: is not known here; versions 1 to ${RULES_VERSION} are`);
      }
      return needText("title", fact.title, TITLE_BYTES_MAX);
    case "protocol.drafted":
      needRole(entry, "facilitator");
      if (study.state !== "draft") refuse("the protocol is frozen; amend it with a reason instead");
      return needSound(fact.protocol, thorough);
    case "protocol.frozen":
      needRole(entry, "facilitator");
      if (study.state !== "draft") refuse("the protocol is frozen already");
      if (study.protocol === undefined) refuse("draft a protocol first");
      if (!sameJson(fact.protocol.document, study.protocol.document)) {
        refuse("the frozen protocol is not the one that was drafted last");
      }
      return needSound(fact.protocol, thorough);
    case "protocol.amended":
      needRole(entry, "facilitator");
      needRunning(study);
      if (study.openRound) refuse("close the open round before amending the protocol");
      needReason(fact.reason);
      needKeptRounds(study, fact.protocol);
      return needSound(fact.protocol, thorough);
    case "study.concluded":
      needRole(entry, "facilitator");
      needRunning(study);
      if (study.openRound) refuse("close the open round before concluding the study");
      return;
    case "bundle.published":
      needRole(entry, "facilitator", "auditor");
      if (study.state === "draft") needRunning(study);
      return;
    case "participant.enrolled":
      needRole(entry, "facilitator", "integrator");
      needRunning(study);
      needLabel("participant", fact.participant);
      if (study.participants.has(fact.participant)) {
        refuse(`participant ${fact.participant} is enrolled already`);
      }
      if (fact.content) needMembership(study.protocol!, fact.content);
      return;
    case "participant.withdrawn":
      needRunning(study);
      if (!isSelf(entry, fact.participant)) needRole(entry, "facilitator");
      needParticipant(study, fact.participant);
      return;
    case "erasure.recorded": {
      if (!isSelf(entry, fact.participant)) needRole(entry, "facilitator");
      const person = study.participants.get(fact.participant);
      if (person === undefined) {
        notAllowed(`participant ${fact.participant} is not on the panel; nothing to erase`);
      }
      if (person.erased) refuse(`participant ${fact.participant} is erased already`);
      return;
    }
    case "log.recovered":
      if (entry.role !== "server" || entry.actor === "engine") {
        notAllowed("only the server's operator recovers a log");
      }
      needReason(fact.reason);
      if (byteLength(fact.root) !== 44) refuse("root: must be a checkpoint's root in base64");
      if (fact.size <= 0) refuse("size: must be that of a checkpoint that was signed");
      return;
  }
}
