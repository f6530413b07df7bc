// What may have happened in a study, as the log writes it: the closed list of kinds with their
// members. engine/replay/README.md has the table for people.

import type { Fraction } from "./fraction.ts";
import type { Json } from "./json.ts";
import type { Protocol } from "./protocol.ts";
import type { Rule } from "./rule.ts";

export type Role = "facilitator" | "participant" | "observer" | "auditor" | "integrator" | "server";
export type Verdict = "in" | "out" | "none" | "inquorate";
export type Channel = "self" | "paper" | "import";
export type Answer = number | "unable" | "not-understood" | "skipped";

export interface ItemVersion {
  item: string;
  version: number;
}
export interface Response {
  group: string; // Empty for the whole panel.
  invited: number;
  responded: number;
}
export interface Membership {
  hats: string[];
  private_hats?: string[];
  weight: Fraction;
}
export interface Lot {
  root: string;
  size: number;
}
export interface Feedback {
  basis: string;
  groups: string[];
  own?: number;
  policy: "none" | "own-group" | "all-groups" | "overall";
}
export interface Statement {
  group: string;
  text: string;
}
export type Answers = Map<string, Answer>;

interface Committed<Content> {
  commitment: string;
  content?: Content; // Absent where its opening is not at hand.
}

export type Event =
  | { kind: "study.created"; rules_version: number; title: string }
  | { kind: "protocol.drafted" | "protocol.frozen"; protocol: Protocol }
  | { kind: "protocol.amended"; protocol: Protocol; reason: string }
  | { kind: "study.concluded" }
  | { kind: "bundle.published"; tier: "public" | "auditor" }
  | ({ kind: "participant.enrolled"; participant: string } & Committed<Membership>)
  | { kind: "participant.withdrawn"; participant: string }
  | { kind: "erasure.recorded"; participant: string }
  | { kind: "item.added"; item: string; text: string }
  | ({ kind: "item.suggested"; suggestion: string } & Committed<{ text: string }>)
  | {
      kind: "suggestion.reviewed";
      also?: string[];
      item: string;
      reason: string;
      suggestion: string;
      text: string;
    }
  | { kind: "item.reworded"; item: string; reason: string; text: string; version: number }
  | { kind: "items.merged"; from: string[]; into: string; reason: string; text: string }
  | { kind: "item.split"; from: string; into: { item: string; text: string }[]; reason: string }
  | { kind: "item.retired"; item: string; reason: string }
  | { kind: "round.opened"; closes?: number; items: ItemVersion[]; round: number }
  | { kind: "round.extended"; closes: number; reason: string; round: number }
  | { kind: "round.closed"; round: number }
  | ({
      kind: "ballot.cast";
      channel: Channel;
      participant: string;
      revision: number;
      round: number;
    } & Committed<{ answers: Answers }>)
  | { kind: "attendance.recorded"; participants: string[]; round: number }
  | {
      kind: "vote.called";
      item: ItemVersion;
      round: number;
      vote: string;
      vote_kind: "rating" | "yes-no";
    }
  | { kind: "vote.opened"; iteration: number; vote: string }
  | { kind: "vote.closed"; iteration: number; vote: string }
  | ({
      kind: "vote.cast";
      channel: Channel;
      iteration: number;
      participant: string;
      revision: number;
      vote: string;
    } & Committed<{ answer: Answer }>)
  | { kind: "decision.recorded"; basis: string; item: ItemVersion; verdict: Verdict }
  | {
      kind: "decision.overridden";
      basis: string;
      item: ItemVersion;
      reason: string;
      rule_verdict: Verdict;
      verdict: Verdict;
    }
  | { kind: "response.found"; basis: string; responses: Response[] }
  | ({
      kind: "item.tallied";
      basis: string;
      consensus: Verdict;
      item: ItemVersion;
      tally: Json;
    } & Committed<{ tally: Json }>)
  | ({ kind: "feedback.shown"; participant: string; round: number } & Committed<Feedback>)
  | {
      kind: "choice.called";
      choice: string;
      items: ItemVersion[];
      lot?: Lot;
      plan: string;
      round: number;
    }
  | { kind: "choice.opened"; choice: string; iteration: number }
  | { kind: "choice.closed"; choice: string; iteration: number }
  | ({
      kind: "choice.cast";
      channel: Channel;
      choice: string;
      iteration: number;
      participant: string;
      revision: number;
    } & Committed<{ marks: Answers }>)
  | { kind: "choice.decided"; choice: string; chosen: string[]; iteration: number; reason: string }
  | ({
      kind: "dissent.stated";
      item: ItemVersion;
      participant: string;
      statement: string;
    } & Committed<Statement>)
  | { kind: "dissent.withheld"; reason: string; statement: string }
  | { kind: "rules.compared"; basis: string; rules: Rule[] }
  | { kind: "log.recovered"; reason: string; root: string; size: number }
  | { kind: "attrition.found"; attrition: Json; basis: string }
  | { kind: "stability.found"; basis: string; stability: Json }
  | { kind: "round.explained"; basis: string; explanation: Json }
  | { kind: "item.explained"; basis: string; explanation: Json; item: ItemVersion }
  | { kind: "rule.compared"; basis: string; rule: string; verdicts: Json }
  | { kind: "choice.tallied"; basis: string; outcome: Json };

export type Kind = Event["kind"];
export type EventOf<K extends Kind> = Extract<Event, { kind: K }>;

// One entry of the log, read.
export interface Entry {
  role: Role;
  actor: string; // The pseudonym.
  time: number; // Seconds; coarse for ballots.
  event: Event;
}

export const FINDINGS = [
  "response.found",
  "item.tallied",
  "attrition.found",
  "stability.found",
  "round.explained",
  "item.explained",
  "rule.compared",
  "choice.tallied",
] as const satisfies readonly Kind[];
export type FindingKind = (typeof FINDINGS)[number];
export type Finding = EventOf<FindingKind>;

// What the engine concludes rather than what somebody did.
export function isFinding(event: Event): event is Finding {
  return (FINDINGS as readonly Kind[]).includes(event.kind);
}
