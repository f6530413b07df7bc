// The record that the page shows: its files, and what they say when they are read without being
// checked. Checking is a button of its own.

import { linesOf, utf8, decodeUtf8 } from "../../typescript/src/verify/bytes.ts";
import { evidenceIn, type Files, missingFrom, tierOf } from "../../typescript/src/verify/bundle.ts";
import type { Entry, EventOf, Kind } from "../../typescript/src/verify/event.ts";
import type { Protocol } from "../../typescript/src/verify/protocol.ts";
import { ruleFor } from "../../typescript/src/verify/protocol.ts";
import { Replay } from "../../typescript/src/verify/replay.ts";
import type { Rule } from "../../typescript/src/verify/rule.ts";
import type { Study } from "../../typescript/src/verify/study.ts";
import { splitBasis } from "./words.ts";

// What the bundle writer puts into the page.
export interface Embedded {
  files: Record<string, string>;
  tier?: "public" | "auditor";
  too_large?: boolean;
  listing?: string[]; // Every file of the folder, if the writer names them.
}

export interface StudyRecord {
  files: Files;
  tier: "public" | "auditor";
  study: Study;
  entries: Entry[];
  lines: Uint8Array[]; // The entries' lines.
  openings: number; // Lines of the openings file.
  origin: string;
  root: string;
  size: string;
  key: string;
  trouble: string; // Why it could not be read to its end, or empty.
}

function text(files: Files, path: string): string {
  return decodeUtf8(files.get(path) ?? new Uint8Array()) ?? "";
}

export function filesIn(embedded: Embedded): Files {
  return new Map(Object.entries(embedded.files).map(([path, content]) => [path, utf8(content)]));
}

// Nothing where a file is missing without which there is no record.
export function readRecord(files: Files): StudyRecord | undefined {
  if (missingFrom(files).length > 0) return undefined;
  const [origin = "", size = "", root = ""] = text(files, "checkpoint").split("\n");
  const evidence = evidenceIn(files);
  const label = origin.slice(origin.lastIndexOf("/") + 1);
  const replay = new Replay(label, evidence.openings, undefined, false);
  const lines: Uint8Array[] = [];
  for (const { line, whole } of linesOf(evidence.entries)) {
    if (!whole) break;
    lines.push(line);
    replay.step(line);
  }
  const trouble = replay.stopped ? ([...replay.failures.values()][0] ?? "it cannot be read") : "";
  return {
    files,
    tier: tierOf(files),
    study: replay.study,
    entries: replay.entries,
    lines,
    openings: [...linesOf(evidence.openings)].length,
    origin,
    size,
    root,
    key: text(files, "log.vkey").trim(),
    trouble,
  };
}

export function entriesOf<K extends Kind>(
  record: StudyRecord,
  ...kinds: K[]
): { at: number; entry: Entry; event: EventOf<K> }[] {
  const found: { at: number; entry: Entry; event: EventOf<K> }[] = [];
  for (const [at, entry] of record.entries.entries()) {
    if ((kinds as Kind[]).includes(entry.event.kind)) {
      found.push({ at, entry, event: entry.event as EventOf<K> });
    }
  }
  return found;
}

// The terms in force at that entry.
export function protocolAt(study: Study, entry: number): Protocol {
  const later = study.amendments.find((amendment) => amendment.entry > entry);
  return later?.before ?? study.protocol!;
}

// The rule under which something was counted, with the terms in force then.
export function ruleAt(
  study: Study,
  basis: string,
  entry: number,
): { rule: Rule; protocol: Protocol } | undefined {
  const protocol = protocolAt(study, entry);
  const [kind, id = ""] = splitBasis(basis);
  if (kind === "round") {
    const rule = protocol.rounds[Number(id) - 1]?.rule;
    return rule && { rule, protocol };
  }
  const vote = kind === "vote" ? study.votes.get(id) : undefined;
  const plan = vote && protocol.rounds[vote.round - 1];
  const rule = plan && ruleFor(plan, vote.kind);
  return rule && { rule, protocol };
}
