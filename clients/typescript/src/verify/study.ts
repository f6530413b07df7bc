// A study's state: the fold of its decision log. Changed only by apply.ts; what may happen next is
// said by permits.ts.

import type {
  Answer,
  Answers,
  Feedback,
  Lot,
  ItemVersion,
  Membership,
  Response,
  Statement,
  Verdict,
} from "./event.ts";
import type { Json } from "./json.ts";
import type { ChoicePlan, Protocol, RoundPlan } from "./protocol.ts";
import type { Rule } from "./rule.ts";

export interface Participant {
  id: string;
  membership?: Membership; // Absent where its opening is not known.
  withdrawn: boolean;
  enrolledAt: number;
  unknown: boolean; // Something they were or answered came without its content.
  erased: boolean; // All of that was destroyed; nothing of it counts any more.
}
// The newest tally of an item: where it was counted and what the rule said.
export interface Standing {
  basis: string;
  version: number;
  consensus: Verdict;
}
export interface Item {
  id: string;
  texts: string[]; // One a version; version 1 first.
  state: "active" | "retired" | "merged" | "split";
  parents: string[];
  suggestion: string; // The suggestion it came from, or empty.
  standing?: Standing;
}
export interface Suggestion {
  id: string;
  by: string;
  round: number;
  text?: string;
  reviewed: boolean;
  item: string; // The label it was accepted under, or empty.
}
export interface Tallied {
  item: ItemVersion;
  consensus: Verdict;
  tally: Json; // The publishable table.
  full?: Json; // The whole one, where it is known.
  explanation?: Json;
  entry: number;
}

// The newest ballot of each participant, in order of their first one.
export interface Ballot<Content> {
  revision: number;
  entry: number;
  content?: Content;
}
export type Box<Content> = Map<string, Ballot<Content>>;

export interface Round {
  number: number;
  open: boolean;
  items: ItemVersion[];
  closes?: number;
  box: Box<Answers>;
  erased: number; // Ballots that were erased after the closing.
  responses: Response[];
  results: Tallied[];
  attendance: Set<string>;
  openedAt: number; // The entry that opened it.
  attrition?: Json;
  stability?: Json;
  explanation?: Json;
  shown: Map<string, Feedback | undefined>;
}
export interface VoteIteration {
  open: boolean;
  box: Box<Answer>;
  erased: number;
  responses: Response[];
  result?: Tallied;
  explanation?: Json;
}
export interface Vote {
  id: string;
  round: number;
  item: ItemVersion;
  kind: "rating" | "yes-no";
  iterations: VoteIteration[];
}
export interface ChoiceIteration {
  open: boolean;
  box: Box<Answers>;
  erased: number;
  responses: Response[];
  outcome?: Json;
}
export interface Choice {
  id: string;
  round: number;
  plan: ChoicePlan;
  items: ItemVersion[];
  lot?: Lot;
  iterations: ChoiceIteration[];
  decision?: { iteration: number; chosen: string[]; reason: string; entry: number };
}
export interface Decision {
  item: ItemVersion;
  verdict: Verdict;
  ruleVerdict: Verdict;
  basis: string;
  overrideReason: string; // Empty where the rule decided.
  entry: number;
}
export interface Amendment {
  reason: string;
  entry: number;
  before: Protocol;
}
export interface DissentStatement {
  id: string;
  by: string;
  item: ItemVersion;
  content?: Statement;
  entry: number;
  withheld: string; // Why it is kept back from publication; empty where it is not.
}
export interface Comparison {
  basis: string;
  entry: number;
  rules: Rule[];
  verdicts: Json[]; // One a rule.
}

// A stated break of the log: what had been signed before its storage was lost.
export interface Recovery {
  size: number;
  root: string;
  reason: string;
  entry: number;
}

// From which rules version on what may be shown goes by disclosure.ts.
export const EXACT_DISCLOSURE = 3;

export class Study {
  title = "";
  rulesVersion = 1;
  state: "new" | "draft" | "running" | "concluded" = "new";
  protocol: Protocol | undefined;
  amendments: Amendment[] = [];
  participants = new Map<string, Participant>();
  items = new Map<string, Item>();
  suggestions = new Map<string, Suggestion>();
  rounds: Round[] = [];
  votes = new Map<string, Vote>();
  choices = new Map<string, Choice>();
  statements = new Map<string, DissentStatement>();
  comparisons: Comparison[] = [];
  decisions: Decision[] = []; // In order of recording; the last about an item stands.
  recoveries: Recovery[] = [];
  lastTime = 0; // The newest time an entry shows.
  size = 0; // Entries folded so far.
  contentsKnown = true; // False while something of somebody not erased is unknown.

  round(number: number): Round | undefined {
    return this.rounds[number - 1];
  }
  roundAt(basis: string): Round | undefined {
    return this.rounds.find((round) => basisOf(round) === basis);
  }
  get openRound(): Round | undefined {
    const last = this.rounds.at(-1);
    return last?.open === true ? last : undefined;
  }
  // Requires a protocol with so many rounds.
  plan(round: number): RoundPlan {
    return this.protocol!.rounds[round - 1]!;
  }
  // "vote v1" or "choice primary" while one is open: one thing is on the floor at a time.
  get onTheFloor(): string | undefined {
    for (const vote of this.votes.values()) {
      if (isOpen(vote)) return `vote ${vote.id}`;
    }
    for (const choice of this.choices.values()) {
      if (isOpen(choice)) return `choice ${choice.id}`;
    }
    return undefined;
  }
  decisionOn(item: string): Decision | undefined {
    for (let i = this.decisions.length - 1; i >= 0; --i) {
      if (this.decisions[i]!.item.item === item) return this.decisions[i];
    }
    return undefined;
  }
  // The newest survey round before `round` that is closed.
  surveyBefore(round: number): Round | undefined {
    for (let number = round - 1; number >= 1; --number) {
      const candidate = this.round(number);
      if (candidate === undefined || candidate.open) continue;
      if (this.plan(number).mode === "survey") return candidate;
    }
    return undefined;
  }
  // Enrolled, not withdrawn, and let in by the round's entry policy.
  mayEnter(round: Round, participant: Participant): boolean {
    if (participant.withdrawn) return false;
    if (this.plan(round.number).entry === "invited") return true;
    const before = this.surveyBefore(round.number);
    return before === undefined || before.box.has(participant.id);
  }
  // Whether the hats and answers of everybody who voted in the box are known, so that it can be
  // counted.
  knows(box: Box<unknown>): boolean {
    if (this.contentsKnown) return true;
    return ![...box.keys()].some((voter) => this.participants.get(voter)!.unknown);
  }
  // Whether a group's figures count somebody: by the declared hat alone, or by any hat.
  countsIn(membership: Membership, group: string): boolean {
    if (this.protocol!.voice.hats === "declared") return membership.hats[0] === group;
    return membership.hats.includes(group);
  }
}

export function isOpen(floor: Vote | Choice): boolean {
  return floor.iterations.at(-1)?.open === true;
}

export function versionOf(item: Item): number {
  return item.texts.length;
}

export function basisOf(round: Round): string {
  return `round/${round.number}`;
}
export function voteBasis(vote: Vote, iteration: number): string {
  return `vote/${vote.id}/${iteration}`;
}
export function choiceBasis(choice: Choice, iteration: number): string {
  return `choice/${choice.id}/${iteration}`;
}

export function nextRevision(box: Box<unknown>, voter: string): number {
  return (box.get(voter)?.revision ?? 0) + 1;
}

export function sameItem(a: ItemVersion, b: ItemVersion): boolean {
  return a.item === b.item && a.version === b.version;
}
