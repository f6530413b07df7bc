// The record replayed from its lines: each fact is asked of permits.ts again in its turn, each
// finding is recomputed and compared. No signature and no tree here; verify.ts adds them.

import { apply } from "./apply.ts";
import type { Bytes } from "./bytes.ts";
import { toBase64 } from "./bytes.ts";
import { commits, openLeaf, withOpening } from "./codec.ts";
import type { Entry, Finding, FindingKind, Lot, Response } from "./event.ts";
import { isFinding } from "./event.ts";
import { NotComputed } from "./election.ts";
import { hasForm } from "./finding_forms.ts";
import { type Computed, type Expected, expectedAfter } from "./findings.ts";
import { type Json, member, type Read, sameJson } from "./json.ts";
import { MissingOpenings, personIn } from "./personal.ts";
import { Openings } from "./openings.ts";
import { permits } from "./permits.ts";
import { sameItem, Study } from "./study.ts";
import type { Tree } from "./tree.ts";

export const STAGES = [
  "note",
  "root",
  "prefixes",
  "sequence",
  "life-cycle",
  "eligibility",
  "commitments",
  "counts",
  "tallies",
  "decisions",
  "erasures",
  "files",
] as const;
export type Stage = (typeof STAGES)[number];

const WORDS: Partial<Record<FindingKind, string>> = {
  "attrition.found": "attrition",
  "stability.found": "stability",
  "round.explained": "explanation",
  "item.explained": "explanation",
  "rule.compared": "comparison",
  "choice.tallied": "outcome",
};

function sameResponses(a: Response[], b: Response[]): boolean {
  return a.length === b.length && a.every((response, i) => sameResponse(response, b[i]));
}
function sameResponse(a: Response | undefined, b: Response | undefined): boolean {
  return (
    a !== undefined &&
    a.group === b?.group &&
    a.invited === b.invited &&
    a.responded === b.responded
  );
}

export class Replay {
  readonly study = new Study();
  readonly entries: Entry[] = [];
  readonly failures = new Map<Stage, string>();
  readonly openings: Openings;
  readonly recomputed = new Map<FindingKind, number>(); // Findings that were counted again,
  readonly uncounted = new Map<FindingKind, number>(); // and those that were not.
  stopped = false;
  readonly missing = new MissingOpenings();
  readonly opened = new Map<string, number>(); // By person, their first entry with its opening.
  standing = 0; // Tallies that stand, since not all of their ballots are here.
  decisions = 0;
  overrides = 0;
  private expected: Expected[] = []; // Findings still to come, the next one first.

  // Without a tree no lot is checked. Unless `thorough`, recorded findings stand unasked: enough to
  // read a record by, not to judge it.
  constructor(
    private readonly label: string,
    openings: Bytes,
    private readonly tree?: Tree,
    private readonly thorough = true,
  ) {
    this.openings = new Openings(openings);
  }

  // The first failure of a stage is the one that is told.
  fail(stage: Stage, detail: string): void {
    if (!this.failures.has(stage)) this.failures.set(stage, detail);
  }

  // Goes on after a wrong finding, since the recorded one stands; stops where the state would be
  // meaningless.
  step(line: Bytes): void {
    if (this.stopped) return;
    const place = `entry ${this.study.size}`;
    const read = this.open(line);
    if (read.wrong !== undefined) {
      this.fail("sequence", `${place}: ${read.wrong}`);
      this.stopped = true;
      return;
    }
    const entry = read.value;
    if (isFinding(entry.event)) this.checkFinding(place, entry, entry.event);
    else this.checkFact(place, entry);
    if (this.stopped) return;
    this.entries.push(entry);
    apply(entry, this.study);
  }

  end(): void {
    if (this.stopped) return;
    if (this.expected.length > 0) {
      this.fail("tallies", "the log ends before the findings of its last closing");
    }
  }

  private open(line: Bytes): Read<Entry> {
    const read = openLeaf(this.label, this.study.size, line);
    if (read.wrong !== undefined) return read;
    const { event } = read.value;
    if (!commits(event)) return read;
    const next = this.openings.next();
    if (next !== undefined) {
      const opened = withOpening(this.label, read.value, next);
      if (opened.value !== undefined) {
        this.openings.takeNext();
        this.noteOpened(opened.value);
        return opened;
      }
    }
    const found = this.openings.find(event.commitment);
    if (found === undefined) {
      this.missing.add(personIn(read.value));
      return read;
    }
    const opened = withOpening(this.label, read.value, found);
    if (opened.value !== undefined) {
      this.noteOpened(opened.value);
      return opened;
    }
    this.fail("commitments", `entry ${this.study.size}: ${opened.wrong}`);
    return read;
  }

  private noteOpened(entry: Entry): void {
    const person = personIn(entry);
    if (person !== "" && !this.opened.has(person)) this.opened.set(person, this.study.size);
  }

  private checkFact(place: string, entry: Entry): void {
    const { event } = entry;
    if (this.expected.length > 0) {
      this.fail("tallies", `${place}: a finding of the last closing should stand here`);
      this.stopped = true;
      return;
    }
    const refusal = permits(this.study, entry, this.thorough);
    if (refusal !== undefined) {
      const decides = ["decision.recorded", "decision.overridden", "choice.decided"];
      const stage = decides.includes(event.kind)
        ? "decisions"
        : refusal.eligibility
          ? "eligibility"
          : "life-cycle";
      this.fail(stage, `${place}: ${refusal.message}`);
      this.stopped = true;
      return;
    }
    if (event.kind === "choice.called" && event.lot) this.checkLot(place, event.lot);
    if (event.kind === "decision.recorded") ++this.decisions;
    if (event.kind === "decision.overridden") ++this.overrides;
    this.expected = expectedAfter(this.study, event);
  }

  private checkLot(place: string, lot: Lot): void {
    if (this.tree === undefined) return;
    const root = this.tree.root(lot.size);
    if (root !== undefined && toBase64(root) === lot.root) return;
    this.fail("decisions", `${place}: the lot is not drawn from the log's root then`);
  }

  private checkFinding(place: string, entry: Entry, recorded: Finding): void {
    const computed = this.expected[0];
    if (computed?.kind !== recorded.kind) {
      this.fail("tallies", `${place}: a finding that nothing has led to`);
      this.stopped = true;
      return;
    }
    if (entry.role !== "server" || entry.actor !== "engine") {
      this.fail("eligibility", `${place}: findings are the engine's, nobody else's`);
    }
    if (entry.time !== this.study.lastTime) {
      this.fail("life-cycle", `${place}: a finding has the time of the closing it follows`);
    }
    if (!hasForm(recorded)) {
      this.fail("tallies", `${place}: is not written as a finding of its kind is`);
      this.stopped = true;
      return;
    }
    this.expected.shift();
    if (recorded.kind === "response.found") {
      this.compareResponses(place, recorded.basis, recorded.responses, computed);
    } else {
      this.compare(place, recorded, computed);
    }
  }

  // Without openings nobody's hats are known, but people can still be counted.
  private compareResponses(
    place: string,
    basis: string,
    recorded: Response[],
    computed: Expected,
  ): void {
    const responses = computed.responses ?? [];
    if (this.study.contentsKnown && !sameResponses(recorded, responses)) {
      this.fail("counts", `${place}: the head counts are not what the log counts`);
    }
    if (basis !== computed.basis || !sameResponse(recorded[0], responses[0])) {
      this.fail("counts", `${place}: the panel's head count is not what the log counts`);
    }
  }

  private compare(
    place: string,
    recorded: Exclude<Finding, { kind: "response.found" }>,
    computed: Expected,
  ): void {
    const expected =
      recorded.basis === computed.basis &&
      (!("item" in recorded) || sameItem(recorded.item, computed.item!)) &&
      (!("rule" in recorded) || recorded.rule === computed.rule);
    if (!expected) {
      const what =
        recorded.kind === "item.tallied"
          ? `, item ${recorded.item.item}: is not the item or round that should stand here`
          : `: the ${WORDS[recorded.kind]} is not what should stand here`;
      this.fail("tallies", place + what);
      this.stopped = true;
      return;
    }
    if (computed.compute === undefined) {
      if (recorded.kind !== "item.tallied") return;
      ++this.standing;
      // The whole of a tally that holds somebody back goes with the erasure of one of its voters.
      const heldBack = member(recorded.tally, "suppressed") !== undefined;
      if (heldBack && recorded.content === undefined) this.missing.moveToTallies();
      return;
    }
    const told = this.computed(recorded.kind, computed.compute);
    if (told === undefined) return;
    const { whole, ...shown } = told;
    for (const [name, value] of Object.entries(shown)) {
      if (sameJson(recorded[name as keyof typeof recorded] as Json, value)) continue;
      this.fail("tallies", `${place}, ${recorded.kind}: the ballots give another ${name}`);
    }
    const opened = recorded.kind === "item.tallied" ? recorded.content?.tally : undefined;
    if (opened !== undefined && !sameJson(opened, whole)) {
      this.fail("tallies", `${place}: the ballots give another whole tally`);
    }
  }

  // What the finding must say, counted in its tally of findings; nothing where it is not recomputed.
  private computed(kind: FindingKind, compute: () => Computed): Computed | undefined {
    const add = (kinds: Map<FindingKind, number>): void => {
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    };
    try {
      const told = this.thorough ? compute() : undefined;
      add(told === undefined ? this.uncounted : this.recomputed);
      return told;
    } catch (error) {
      if (!(error instanceof NotComputed)) throw error;
      add(this.uncounted);
      return undefined;
    }
  }
}
