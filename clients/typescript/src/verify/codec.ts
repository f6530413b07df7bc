// Entries read from their lines. Every kind has exactly the members that stand here; a line that
// lacks one, has another, or spells one otherwise is none.

import { type Bytes, decodeUtf8 } from "./bytes.ts";
import { commitmentOf } from "./digest.ts";
import { Members, NotSo, reading } from "./document.ts";
import type { Answer, Answers, Entry, Event, Kind, Role } from "./event.ts";
import { Fraction } from "./fraction.ts";
import { DEPTH_MAX, depthOf, isObject, type Json, type JsonObject } from "./json.ts";
import { type Read, readCanonical } from "./json.ts";
import { readProtocol } from "./protocol.ts";
import { readRule } from "./rule.ts";
import { isLabel, readInstant } from "./text.ts";

const LEAF_BYTES_MAX = 60_000;
// Room for the levels around a document.
const LINE_DEPTH_MAX = DEPTH_MAX + 8;
const INT_MAX = 2_147_483_647;

// Reads one value; the path is for what it says of a wrong one.
type Reader = (json: Json, path: string) => unknown;
interface Shape {
  [name: string]: Reader | { maybe: Reader };
}

const text: Reader = (json, path) => {
  if (typeof json !== "string") throw new NotSo(`${path} must be a string`);
  return json;
};
const whole: Reader = (json, path) => {
  if (typeof json === "number" && json >= -INT_MAX - 1 && json <= INT_MAX) return json;
  throw new NotSo(`${path} must be a whole number`);
};
const digest: Reader = (json, path) => {
  if (typeof json === "string" && /^[0-9a-f]{64}$/.test(json)) return json;
  throw new NotSo(`${path} must be 64 lower-case hexadecimal digits`);
};
const instant: Reader = (json, path) => {
  const seconds = typeof json === "string" ? readInstant(json) : undefined;
  if (seconds === undefined) throw new NotSo(`${path} must be a time such as 2026-11-23T20:48:00Z`);
  return seconds;
};
const fraction: Reader = (json, path) => {
  const value = typeof json === "string" ? Fraction.canonical(json) : undefined;
  if (value === undefined) throw new NotSo(`${path} must be a number in lowest terms`);
  return value;
};
const document: Reader = (json, path) => {
  if (typeof json !== "object" && typeof json !== "string") {
    throw new NotSo(`${path} must be an object, a list or a string`);
  }
  if (depthOf(json) > DEPTH_MAX) throw new NotSo(`${path} is nested too deeply`);
  return json;
};
const protocol: Reader = (json, path) => readProtocol(document(json, path) as Json);
const rule: Reader = (json, path) => readRule(document(json, path) as Json, path);

function oneOf(...words: string[]): Reader {
  return (json, path) => {
    if (typeof json === "string" && words.includes(json)) return json;
    throw new NotSo(`${path} must be one of ${words.join(", ")}`);
  };
}
function listOf(reader: Reader, least = 0): Reader {
  return (json, path) => {
    if (!Array.isArray(json) || json.length < least) throw new NotSo(`${path} must be a list`);
    return json.map((one, i) => reader(one, `${path}[${i}]`));
  };
}
function maybe(reader: Reader): { maybe: Reader } {
  return { maybe: reader };
}
function shaped(shape: Shape): Reader {
  return (json, path) => {
    const object = new Members(json, path);
    const read: Record<string, unknown> = {};
    for (const [name, reader] of Object.entries(shape)) {
      if (typeof reader === "function") {
        read[name] = reader(object.need(name), object.at(name));
        continue;
      }
      const value = object.maybe(name);
      if (value !== undefined) read[name] = reader.maybe(value, object.at(name));
    }
    object.done();
    return read;
  };
}

const answer: Reader = (json, path): Answer => {
  if (json === "unable" || json === "not-understood" || json === "skipped") return json;
  return whole(json, path) as number;
};
const answers: Reader = (json, path): Answers => {
  if (!isObject(json)) throw new NotSo(`${path} must be an object`);
  const read: Answers = new Map();
  for (const name of Object.keys(json).sort()) {
    if (!isLabel(name)) throw new NotSo(`${path} has a name that is no item's label`);
    read.set(name, answer(json[name]!, `${path}.${name}`) as Answer);
  }
  return read;
};

const verdict = oneOf("in", "out", "none", "inquorate");
const channel = oneOf("self", "paper", "import");
const itemVersion = shaped({ item: text, version: whole });
const labels = listOf(text);

const PAYLOADS: Record<Kind, Shape> = {
  "study.created": { rules_version: whole, title: text },
  "protocol.drafted": { protocol },
  "protocol.frozen": { protocol },
  "protocol.amended": { protocol, reason: text },
  "study.concluded": {},
  "bundle.published": { tier: oneOf("public", "auditor") },
  "participant.enrolled": { commitment: digest, participant: text },
  "participant.withdrawn": { participant: text },
  "erasure.recorded": { participant: text },
  "item.added": { item: text, text },
  "item.suggested": { commitment: digest, suggestion: text },
  "suggestion.reviewed": {
    also: maybe(listOf(text, 1)),
    item: text,
    reason: text,
    suggestion: text,
    text,
  },
  "item.reworded": { item: text, reason: text, text, version: whole },
  "items.merged": { from: labels, into: text, reason: text, text },
  "item.split": { from: text, into: listOf(shaped({ item: text, text })), reason: text },
  "item.retired": { item: text, reason: text },
  "round.opened": { closes: maybe(instant), items: listOf(itemVersion), round: whole },
  "round.extended": { closes: instant, reason: text, round: whole },
  "round.closed": { round: whole },
  "ballot.cast": { channel, commitment: digest, participant: text, revision: whole, round: whole },
  "attendance.recorded": { participants: labels, round: whole },
  "vote.called": {
    item: itemVersion,
    round: whole,
    vote: text,
    vote_kind: oneOf("rating", "yes-no"),
  },
  "vote.opened": { iteration: whole, vote: text },
  "vote.cast": {
    channel,
    commitment: digest,
    iteration: whole,
    participant: text,
    revision: whole,
    vote: text,
  },
  "vote.closed": { iteration: whole, vote: text },
  "decision.recorded": { basis: text, item: itemVersion, verdict },
  "decision.overridden": {
    basis: text,
    item: itemVersion,
    reason: text,
    rule_verdict: verdict,
    verdict,
  },
  "response.found": {
    basis: text,
    responses: listOf(shaped({ group: text, invited: whole, responded: whole })),
  },
  "item.tallied": {
    basis: text,
    commitment: digest,
    consensus: verdict,
    item: itemVersion,
    tally: document,
  },
  "feedback.shown": { commitment: digest, participant: text, round: whole },
  "choice.called": {
    choice: text,
    items: listOf(itemVersion),
    lot: maybe(shaped({ root: text, size: whole })),
    plan: text,
    round: whole,
  },
  "choice.opened": { choice: text, iteration: whole },
  "choice.cast": {
    channel,
    choice: text,
    commitment: digest,
    iteration: whole,
    participant: text,
    revision: whole,
  },
  "choice.closed": { choice: text, iteration: whole },
  "choice.decided": { choice: text, chosen: labels, iteration: whole, reason: text },
  "dissent.stated": { commitment: digest, item: itemVersion, participant: text, statement: text },
  "dissent.withheld": { reason: text, statement: text },
  "rules.compared": { basis: text, rules: listOf(rule) },
  "log.recovered": { reason: text, root: text, size: whole },
  "attrition.found": { attrition: document, basis: text },
  "stability.found": { basis: text, stability: document },
  "round.explained": { basis: text, explanation: document },
  "item.explained": { basis: text, explanation: document, item: itemVersion },
  "rule.compared": { basis: text, rule: text, verdicts: document },
  "choice.tallied": { basis: text, outcome: document },
};

// What lies apart as an opening, for the kinds that commit to something.
const CONTENTS: Partial<Record<Kind, Shape>> = {
  "participant.enrolled": {
    hats: labels,
    private_hats: maybe(listOf(text, 1)),
    weight: fraction,
  },
  "item.suggested": { text },
  "ballot.cast": { answers },
  "vote.cast": { answer },
  "item.tallied": { tally: document },
  "feedback.shown": {
    basis: text,
    groups: labels,
    own: maybe(whole),
    policy: oneOf("none", "own-group", "all-groups", "overall"),
  },
  "choice.cast": { marks: answers },
  "dissent.stated": { group: text, text },
};

export const KINDS = Object.keys(PAYLOADS) as Kind[];

export function isKind(kind: Json): kind is Kind {
  return typeof kind === "string" && Object.hasOwn(PAYLOADS, kind);
}

export function commits(event: Event): event is Extract<Event, { commitment: string }> {
  return CONTENTS[event.kind] !== undefined;
}

const ACTOR = /^(facilitator|participant|observer|auditor|integrator|server)\/([!#-[\]-~]*)$/;

function readLeaf(study: string, sequence: number, json: Json): Entry {
  const leaf = new Members(json, "");
  const actor = ACTOR.exec(leaf.string("actor"));
  if (actor === null) throw new NotSo("actor must be one such as participant/3f9c");
  const kind = leaf.need("kind");
  if (!isKind(kind)) throw new NotSo("no entry is of this kind");
  const payload = shaped(PAYLOADS[kind])(leaf.need("payload"), "payload") as JsonObject;
  if (leaf.need("seq") !== sequence) {
    throw new NotSo("the sequence is not the entry's place in the log");
  }
  if (leaf.need("study") !== study) throw new NotSo("the entry is of another study");
  const time = instant(leaf.need("t"), "t") as number;
  if (leaf.need("v") !== 1) throw new NotSo("v must be 1");
  leaf.done();
  const event = { kind, ...payload } as unknown as Event;
  return { role: actor[1] as Role, actor: actor[2] ?? "", time, event };
}

function canonicalLine(line: Bytes): Read<Json> {
  const decoded = decodeUtf8(line);
  return decoded === undefined
    ? { wrong: "it is not UTF-8" }
    : readCanonical(decoded, LINE_DEPTH_MAX);
}

// The entry in that line, without its content.
export function openLeaf(study: string, sequence: number, line: Bytes): Read<Entry> {
  if (line.length > LEAF_BYTES_MAX) return { wrong: "longer than 60000 bytes" };
  const json = canonicalLine(line);
  if (json.wrong !== undefined) return json;
  return reading(() => readLeaf(study, sequence, json.value)) as Read<Entry>;
}

function readOpening(study: string, kind: Kind, json: Json): unknown {
  const opening = new Members(json, "");
  const content = shaped(CONTENTS[kind] ?? {})(opening.need("content"), "content");
  if (opening.need("kind") !== kind)
    throw new NotSo("the opening is of another kind than its entry");
  digest(opening.need("nonce"), "nonce");
  if (opening.need("study") !== study) throw new NotSo("the opening is of another study");
  opening.done();
  return content;
}

// The entry with the content of that opening, which must be what it committed to.
export function withOpening(study: string, entry: Entry, line: Bytes): Read<Entry> {
  if (!commits(entry.event)) return { wrong: "an entry of this kind has no opening" };
  if (commitmentOf(line) !== entry.event.commitment) {
    return { wrong: "the entry did not commit to this line" };
  }
  const json = canonicalLine(line);
  if (json.wrong !== undefined) return json;
  const { kind } = entry.event;
  const content = reading(() => readOpening(study, kind, json.value));
  if (content.wrong !== undefined) return { wrong: content.wrong };
  return { value: { ...entry, event: { ...entry.event, content: content.value } as Event } };
}
