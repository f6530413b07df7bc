// Verification: does this record hold together, and do its conclusions follow from it? The stages,
// their names and the words of the result are those of `quorate verify`.

import { type Bytes, linesOf, sameBytes, toBase64 } from "./bytes.ts";
import { leafHash } from "./digest.ts";
import type { FindingKind } from "./event.ts";
import { type Checkpoint, openCheckpoint, readVerifierKey, type VerifierKey } from "./note.ts";
import { Replay, type Stage, STAGES } from "./replay.ts";
import type { Study } from "./study.ts";
import { Tree } from "./tree.ts";

// The bytes of a record.
export interface Evidence {
  verifierKey: Bytes; // log.vkey, one line.
  checkpoint: Bytes; // The newest signed note.
  checkpoints: Bytes[]; // Earlier signed notes, in any order.
  entries: Bytes; // entries.ndjson: a line an entry, a line feed after each.
  openings: Bytes; // openings.ndjson or statements.ndjson; may be empty.
}

export interface StageReport {
  stage: Stage;
  ok: boolean;
  detail: string; // What was checked, or what is wrong and where.
}

export interface Report {
  // "VERIFIED", "VERIFIED WITH n ERASED" where what is missing is accounted for by n erasures,
  // "PARTIAL (commitments not opened)", or "FAILED <STAGE>" for the first stage that fails.
  result: string;
  stages: StageReport[];
  label: string; // The study's.
  study: Study; // As far as it could be replayed.
  key?: VerifierKey;
  checkpoint?: Checkpoint;
}

export function hasFailed(report: Report): boolean {
  return report.result.startsWith("FAILED");
}

function failedCode(stage: Stage): string {
  return `FAILED ${stage.toUpperCase().replace(/-/g, "_")}`;
}

// Fails or passes a stage after the fact; for stages that only the holder of the files can run.
export function addStage(report: Report, stage: Stage, ok: boolean, detail: string): void {
  report.stages.push({ stage, ok, detail });
  if (!ok && !hasFailed(report)) report.result = failedCode(stage);
}

const NAMES: Record<FindingKind, [string, string]> = {
  "response.found": ["head count", "head counts"],
  "item.tallied": ["tally", "tallies"],
  "attrition.found": ["attrition", "attritions"],
  "stability.found": ["stability", "stabilities"],
  "round.explained": ["explanation of a count", "explanations of counts"],
  "item.explained": ["explanation of an item", "explanations of items"],
  "rule.compared": ["comparison of rules", "comparisons of rules"],
  "choice.tallied": ["outcome of a choice", "outcomes of choices"],
};

function listed(kinds: Map<FindingKind, number>): string {
  return [...kinds].map(([kind, n]) => `${n} ${NAMES[kind][n === 1 ? 0 : 1]}`).join(", ");
}

function talliedInWords({ recomputed, uncounted, standing }: Replay): string {
  const tallies = recomputed.get("item.tallied") ?? 0;
  const stand = `${standing} recorded tallies stand: not all of their ballots are here`;
  const others = new Map([...recomputed].filter(([kind]) => kind !== "item.tallied"));
  const also = others.size === 0 ? "" : `; so were ${listed(others)}`;
  const not = uncounted.size === 0 ? "" : `; not recomputed by this program: ${listed(uncounted)}`;
  if (tallies === 0 && standing > 0) return stand + also + not;
  const done = `${tallies} tallies recomputed from the ballots`;
  return done + (standing === 0 ? "" : `, ${stand}`) + also + not;
}

function erasedIn(study: Study): string[] {
  return [...study.participants.values()].filter(({ erased }) => erased).map(({ id }) => id);
}

function resultInWords({ missing, study }: Replay): string {
  if (missing.count > 0 && !missing.allErased(study)) return "PARTIAL (commitments not opened)";
  const erased = erasedIn(study).length;
  return erased === 0 ? "VERIFIED" : `VERIFIED WITH ${erased} ERASED`;
}

// What a stage that passed has to show for it.
function passed(stage: Stage, replay: Replay, tree: Tree, newest: Checkpoint, earlier: number) {
  const { study, openings } = replay;
  switch (stage) {
    case "note":
      return `signed by ${newest.origin}`;
    case "root":
      return `${tree.size} entries make the signed root`;
    case "prefixes":
      return (
        `${earlier} earlier checkpoints are prefixes` +
        (study.recoveries.length === 0
          ? ""
          : `, ${study.recoveries.length} breaks of the log are stated (log.recovered)`)
      );
    case "sequence":
      return `${study.size} entries read in order`;
    case "life-cycle":
      return `${study.rounds.length} rounds opened and closed in turn`;
    case "eligibility":
      return `${study.participants.size} participants, each within their rights`;
    case "commitments":
      return `${openings.taken} commitments opened, ${replay.missing.count} not opened`;
    case "counts":
      return "invited and responding people counted again";
    case "tallies":
      return talliedInWords(replay);
    case "decisions":
      return (
        `${replay.decisions} decisions follow the rule, ` +
        `${replay.overrides} overridden with a reason`
      );
    case "erasures": {
      const erased = erasedIn(study).length;
      return erased === 0
        ? "no erasure is recorded"
        : `${erased} people were erased; what was counted before stands`;
    }
    case "files":
      return "";
  }
}

function labelOf(origin: string): string {
  return origin.slice(origin.lastIndexOf("/") + 1);
}

const LOG_STAGES = STAGES.filter((stage) => stage !== "files");
// These mean nothing once the replay has stopped.
const REPLAYED = new Set<Stage>(LOG_STAGES.slice(LOG_STAGES.indexOf("life-cycle")));

function unreadable(detail: string): Report {
  return {
    result: failedCode("note"),
    stages: LOG_STAGES.map((stage) => ({
      stage,
      ok: false,
      detail: stage === "note" ? detail : "not reached",
    })),
    label: "",
    study: new Replay("", new Uint8Array()).study,
  };
}

// Answers how many earlier checkpoints are prefixes.
function checkRoots(
  evidence: Evidence,
  key: VerifierKey,
  newest: Checkpoint,
  tree: Tree,
  replay: Replay,
): number {
  const root = tree.root(newest.size);
  if (root === undefined || newest.size !== tree.size) {
    replay.fail(
      "root",
      `the checkpoint covers ${newest.size} entries, the file holds ${tree.size}`,
    );
  } else if (!sameBytes(root, newest.root)) {
    replay.fail(
      "root",
      "the entries make another root than the checkpoint's: something was changed",
    );
  }
  let prefixes = 0;
  for (const note of evidence.checkpoints) {
    const earlier = openCheckpoint(note, key);
    if (earlier.wrong !== undefined) {
      replay.fail("prefixes", earlier.wrong);
      continue;
    }
    const { size, root: signed } = earlier.value;
    const then = tree.root(size);
    if (then !== undefined && sameBytes(then, signed)) {
      ++prefixes;
      continue;
    }
    // Unless the log itself says that what this checkpoint signed was lost.
    const stated = replay.study.recoveries.some(
      (recovery) => recovery.size === size && recovery.root === toBase64(signed),
    );
    if (!stated) {
      replay.fail("prefixes", `the checkpoint over ${size} entries is no prefix of this log`);
    }
  }
  return prefixes;
}

function checkErasures(replay: Replay): void {
  for (const person of erasedIn(replay.study)) {
    const opened = replay.opened.get(person);
    if (opened === undefined) continue;
    replay.fail(
      "erasures",
      `entry ${opened}: the log says that this was erased, but its opening is still here`,
    );
  }
}

// Runs every stage up to "erasures", and yields the share of entries that are done now and then, so
// that a page can go on drawing. Never fails itself: what is wrong stands in the report.
export function* verifyInSteps(evidence: Evidence): Generator<number, Report> {
  const key = readVerifierKey(evidence.verifierKey);
  if (key.wrong !== undefined) return unreadable(`log.vkey: ${key.wrong}`);
  const newest = openCheckpoint(evidence.checkpoint, key.value);
  if (newest.wrong !== undefined) return unreadable(`checkpoint: ${newest.wrong}`);

  const label = labelOf(newest.value.origin);
  const tree = new Tree();
  const replay = new Replay(label, evidence.openings, tree);
  let whole = true;
  let bytes = 0;
  for (const line of linesOf(evidence.entries)) {
    whole = line.whole;
    if (!whole) break;
    tree.append(leafHash(line.line));
    if (tree.size <= newest.value.size) replay.step(line.line);
    bytes += line.line.length + 1;
    if (tree.size % 32 === 0) yield bytes / evidence.entries.length;
  }
  if (whole) replay.end();
  else replay.fail("sequence", "entries.ndjson ends in the middle of a line");
  const earlier = checkRoots(evidence, key.value, newest.value, tree, replay);
  if (!replay.stopped && replay.openings.left > 0) {
    replay.fail("commitments", `${replay.openings.left} openings open no entry of the log`);
  }
  checkErasures(replay);

  const stages = LOG_STAGES.map((stage): StageReport => {
    const failure = replay.failures.get(stage);
    if (failure !== undefined) return { stage, ok: false, detail: failure };
    if (replay.stopped && REPLAYED.has(stage)) return { stage, ok: false, detail: "not reached" };
    return { stage, ok: true, detail: passed(stage, replay, tree, newest.value, earlier) };
  });
  // The first stage that really failed, not one that was merely not reached.
  const first = LOG_STAGES.find((stage) => replay.failures.has(stage));
  return {
    result: first !== undefined ? failedCode(first) : resultInWords(replay),
    stages,
    label,
    study: replay.study,
    key: key.value,
    checkpoint: newest.value,
  };
}

export function verify(evidence: Evidence): Report {
  const steps = verifyInSteps(evidence);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
