// A published record as a folder's files, and what can be said of the files beside the log.

import { type Bytes, decodeUtf8, linesOf, toHex } from "./bytes.ts";
import { digestOf } from "./digest.ts";
import { writeJson } from "./json.ts";
import { openCheckpoint, readVerifierKey } from "./note.ts";
import { addStage, type Evidence, hasFailed, type Report, verify } from "./verify.ts";

// By path, with "/" between folders.
export type Files = Map<string, Bytes>;

const CORE = ["log.vkey", "checkpoint", "entries.ndjson"];
const CHECKPOINTS = "checkpoints/";
// Beside further results and checklists, which only the first program knows to name.
const ALWAYS_THERE = [
  "VERIFY.md",
  "report.html",
  "results/columns.csv",
  "results/items.csv",
  "results/tallies.csv",
];
const SUMS = "SHA256SUMS";
const MOST_TOLD = 5;

// What makes a folder a bundle and is not here.
export function missingFrom(files: Files): string[] {
  return CORE.filter((path) => !files.has(path));
}

export function tierOf(files: Files): "public" | "auditor" {
  return files.has("openings.ndjson") ? "auditor" : "public";
}

// Requires a bundle.
export function evidenceIn(files: Files): Evidence {
  const bytes = (path: string): Bytes => files.get(path) ?? new Uint8Array();
  const checkpoints = [...files.keys()].filter((path) => path.startsWith(CHECKPOINTS)).sort();
  return {
    verifierKey: bytes("log.vkey"),
    checkpoint: bytes("checkpoint"),
    checkpoints: checkpoints.map(bytes),
    entries: bytes("entries.ndjson"),
    openings: bytes(tierOf(files) === "auditor" ? "openings.ndjson" : "statements.ndjson"),
  };
}

function wrongSums(files: Files): string[] {
  const sums = files.get(SUMS);
  if (sums === undefined) return ["SHA256SUMS is missing; ask for the whole folder"];
  const wrong: string[] = [];
  const listed = new Set<string>();
  let number = 0;
  for (const { line, whole } of linesOf(sums)) {
    ++number;
    const parts = whole ? /^([^]{64}) {2}([^]+)$/.exec(decodeUtf8(line) ?? "") : null;
    if (parts === null) {
      wrong.push(`SHA256SUMS line ${number} is not a digest and a path`);
      continue;
    }
    const [, digest = "", path = ""] = parts;
    const file = files.get(path);
    if (listed.has(path)) wrong.push(`${path} is listed twice in SHA256SUMS`);
    else if (file === undefined) wrong.push(`${path} is listed in SHA256SUMS but missing`);
    else if (toHex(digestOf(file)) !== digest) {
      wrong.push(`${path} was changed after SHA256SUMS was written`);
    }
    listed.add(path);
  }
  for (const path of files.keys()) {
    if (path !== SUMS && !listed.has(path)) wrong.push(`${path} is not listed in SHA256SUMS`);
  }
  return wrong;
}

// A file may say less than its name: checkpoints/40 must be the note over 40 entries.
function wrongNames(files: Files): string[] {
  const key = readVerifierKey(files.get("log.vkey") ?? new Uint8Array());
  if (key.wrong !== undefined) return [key.wrong];
  const wrong: string[] = [];
  for (const [path, note] of files) {
    if (!path.startsWith(CHECKPOINTS)) continue;
    const checkpoint = openCheckpoint(note, key.value);
    if (checkpoint.value === undefined || path !== `${CHECKPOINTS}${checkpoint.value.size}`) {
      wrong.push(`${path} is not the checkpoint that its name says`);
    }
  }
  return wrong;
}

// protocol.json is what the log says; the other derived files only `quorate verify` can write again.
function wrongDerived(files: Files, report: Report): string[] {
  const { protocol } = report.study;
  if (protocol === undefined) {
    return ["entries.ndjson holds no protocol, so nothing could be published"];
  }
  const written = files.get("protocol.json");
  if (written === undefined) return ["protocol.json is missing"];
  const same = decodeUtf8(written) === `${writeJson(protocol.document)}\n`;
  const wrong = same ? [] : ["protocol.json is not what the log gives"];
  const gone = ALWAYS_THERE.filter((path) => !files.has(path));
  return [...wrong, ...gone.map((path) => `${path} is missing`)];
}

function told(wrong: string[]): string {
  const more = wrong.length > MOST_TOLD ? `; and ${wrong.length - MOST_TOLD} more` : "";
  return wrong.slice(0, MOST_TOLD).join("; ") + more;
}

// Adds the stage "files" to the report of the log.
export function checkFiles(files: Files, report: Report): void {
  const wrong = wrongSums(files);
  let detail = "digests hold; the other files were not compared with a log that fails";
  if (!hasFailed(report)) {
    wrong.push(...wrongNames(files), ...wrongDerived(files, report));
    detail =
      `${files.size} files have their listed digests; protocol.json was written again from the ` +
      "log; this program compares results, report and all else with their digests only";
  }
  addStage(report, "files", wrong.length === 0, wrong.length === 0 ? detail : told(wrong));
}

// Every stage. Requires a bundle.
export function verifyBundle(files: Files): Report {
  const report = verify(evidenceIn(files));
  checkFiles(files, report);
  return report;
}
