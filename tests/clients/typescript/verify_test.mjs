// The TypeScript verifier: what holds is said to hold, and each kind of change fails at its stage.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { test } from "node:test";

import { forged, golden, goldenFolder, PROGRAM, put, sums, text, verifier } from "./records.mjs";

const { verifyBundle } = await verifier();

function resultOf(files) {
  return verifyBundle(files).result;
}
function stageOf(files, name) {
  return verifyBundle(files).stages.find(({ stage }) => stage === name);
}

for (const name of readdirSync(goldenFolder("")).sort()) {
  test(`the golden record ${name} holds in both tiers`, () => {
    const whole = name === "v3-small" ? "VERIFIED WITH 3 ERASED" : "VERIFIED";
    assert.equal(resultOf(golden(`${name}/auditor`)), whole);
    assert.equal(resultOf(golden(`${name}/public`)), "PARTIAL (commitments not opened)");
  });
}

test("the stages come in the order and with the names that scripts read", () => {
  const { stages } = verifyBundle(golden("v2-small/public"));
  assert.deepEqual(
    stages.map(({ stage }) => stage),
    [
      ..."note root prefixes sequence life-cycle eligibility commitments counts tallies".split(" "),
      ..."decisions erasures files".split(" "),
    ],
  );
});

test("a changed entry fails at the root", () => {
  const files = golden("v2-small/public");
  const entries = text(files, "entries.ndjson").replace("Hours of sleep", "Hours of sloth");
  assert.equal(resultOf(put(files, "entries.ndjson", entries)), "FAILED ROOT");
});

test("a missing last entry fails at the root", () => {
  const files = golden("v2-small/public");
  const lines = text(files, "entries.ndjson").trimEnd().split("\n").slice(0, -1);
  assert.equal(resultOf(put(files, "entries.ndjson", `${lines.join("\n")}\n`)), "FAILED ROOT");
});

test("another key's name, ID or signature fails at the note, and nothing else is reached", () => {
  const files = golden("v2-small/public");
  const other = text(files, "log.vkey").replace("quorate.example", "quorate.examples");
  const report = verifyBundle(put(files, "log.vkey", other));
  assert.equal(report.result, "FAILED NOTE");
  assert.ok(report.stages.slice(1, 11).every(({ ok, detail }) => !ok && detail === "not reached"));
  const note = text(files, "checkpoint");
  assert.equal(
    resultOf(put(files, "checkpoint", note.replace(/\n[0-9]+\n/, "\n7\n"))),
    "FAILED NOTE",
  );
});

test("an earlier checkpoint of another history fails at the prefixes", () => {
  const files = golden("v2-small/public");
  const first = golden("v1-small/public");
  const forgery = forged(files, (entries) => entries);
  assert.equal(resultOf(forgery), "PARTIAL (commitments not opened)");
  const note = text(first, "checkpoint");
  const broken = put(forgery, `checkpoints/${note.split("\n")[1]}`, note);
  assert.equal(resultOf(put(broken, "SHA256SUMS", sums(broken))), "FAILED PREFIXES");
});

test("a file that was changed after its digest was listed fails at the files", () => {
  const files = golden("v2-small/public");
  const changed = put(files, "report.html", `${text(files, "report.html")} `);
  assert.equal(resultOf(changed), "FAILED FILES");
  assert.match(stageOf(changed, "files").detail, /report\.html was changed after/);
  const more = put(files, "extra.txt", "hello");
  assert.match(stageOf(more, "files").detail, /extra\.txt is not listed/);
  const other = put(files, "protocol.json", "{}\n");
  assert.match(
    stageOf(put(other, "SHA256SUMS", sums(other)), "files").detail,
    /not what the log gives/,
  );
});

// What somebody could do who holds the server and its key.
const FORGERIES = [
  ["an unknown kind", "SEQUENCE", (entries) => void (entries[15].kind = "item.invented")],
  [
    "a member that does not belong there",
    "SEQUENCE",
    (entries) => void (entries[15].payload.colour = "red"),
  ],
  [
    "a line with blanks",
    "SEQUENCE",
    (entries, raw) => void raw.set(15, JSON.stringify(entries[15], null, 1).replaceAll("\n", " ")),
  ],
  ["a half surrogate pair", "SEQUENCE", (entries) => void (entries[15].payload.text = "\ud800")],
  [
    "a text out of form C",
    "SEQUENCE",
    (entries) => void (entries[15].payload.text = "A\u030angstrom"),
  ],
  [
    "a number with a fraction",
    "SEQUENCE",
    (entries, raw) =>
      void raw.set(33, JSON.stringify(entries[33]).replace('"round":1', '"round":1.5')),
  ],
  [
    "a ballot before its round opened",
    "LIFE_CYCLE",
    (entries) => {
      const ballot = entries.findIndex(({ kind }) => kind === "ballot.cast");
      const opened = entries.findIndex(({ kind }) => kind === "round.opened");
      entries.splice(opened, 0, ...entries.splice(ballot, 1));
    },
  ],
  [
    "time that runs backwards",
    "LIFE_CYCLE",
    (entries) => void (entries[33].t = "2026-11-22T00:00:00Z"),
  ],
  [
    "a protocol that is not the one drafted",
    "LIFE_CYCLE",
    (entries) => void (entries[2].payload.protocol.title += "!"),
  ],
  [
    "a rule that always holds",
    "LIFE_CYCLE",
    (entries) => {
      const rule = entries[1].payload.protocol.rounds[0].rule;
      rule.clauses[0].when = { band: [7, 9], measure: "share", op: ">=", value: "0" };
      entries[2].payload.protocol.rounds[0].rule = rule;
    },
  ],
  [
    "somebody answering for another person",
    "ELIGIBILITY",
    (entries) => void (entries.find(({ kind }) => kind === "ballot.cast").actor = "participant/m1"),
  ],
  [
    "a ballot of nobody on the panel",
    "ELIGIBILITY",
    (entries) => {
      const ballot = entries.find(({ kind }) => kind === "ballot.cast");
      ballot.actor = "participant/m99";
      ballot.payload.participant = "m99";
    },
  ],
  [
    "a finding in the name of the facilitator",
    "ELIGIBILITY",
    (entries) =>
      void (entries.find(({ kind }) => kind === "response.found").actor = "facilitator/chair"),
  ],
  [
    "another head count",
    "COUNTS",
    (entries) =>
      void (entries.find(({ kind }) => kind === "response.found").payload.responses[0].responded =
        11),
  ],
  [
    "a left out ballot",
    "COUNTS",
    (entries) => {
      entries.splice(
        entries.findIndex(({ kind }) => kind === "ballot.cast"),
        1,
      );
      entries.find(({ kind }) => kind === "choice.called").payload.lot.size -= 1;
    },
  ],
  [
    "a tally that is missing",
    "TALLIES",
    (entries) => {
      entries.splice(
        entries.findIndex(({ kind }) => kind === "item.tallied"),
        1,
      );
    },
  ],
  [
    "a tally of another item",
    "TALLIES",
    (entries) =>
      void (entries.find(({ kind }) => kind === "item.tallied").payload.item.item = "S2"),
  ],
  [
    "an outcome without winners",
    "TALLIES",
    (entries) =>
      void (entries.find(({ kind }) => kind === "choice.tallied").payload.outcome = {
        tied: false,
      }),
  ],
  [
    "a tally with figures that are no numbers",
    "TALLIES",
    (entries) =>
      void (entries.find(({ kind }) => kind === "item.tallied").payload.tally.panel.median = "7.0"),
  ],
  [
    "a tally nested more deeply than 64 levels",
    "SEQUENCE",
    (entries) => {
      let tally = [];
      for (let level = 0; level < 65; ++level) tally = [tally];
      entries.find(({ kind }) => kind === "item.tallied").payload.tally = tally;
    },
  ],
  [
    "a decision against the rule without a reason",
    "DECISIONS",
    (entries) => {
      const decision = entries.find(({ kind }) => kind === "decision.recorded");
      decision.payload.verdict = decision.payload.verdict === "in" ? "out" : "in";
    },
  ],
  [
    "a lot that was not drawn from the log",
    "DECISIONS",
    (entries) => {
      entries.find(({ kind }) => kind === "choice.called").payload.lot.root = "A".repeat(43) + "=";
    },
  ],
];

for (const [what, code, change] of FORGERIES) {
  test(`signed anew, ${what} still fails`, () => {
    assert.equal(resultOf(forged(golden("v2-small/public"), change)), `FAILED ${code}`);
  });
}

test("a combining mark does not compose with the letter of an escape", () => {
  const changed = forged(golden("v2-small/public"), (entries) => {
    const decided = entries.find(({ payload }) => payload.reason?.startsWith("snoring"));
    decided.payload.reason = "not measured\n\u0303 at home";
  });
  assert.equal(resultOf(changed), "PARTIAL (commitments not opened)");
});

test("an opening that nothing committed to fails at the commitments", () => {
  const files = golden("v2-small/auditor");
  const openings = text(files, "openings.ndjson");
  const changed = put(files, "openings.ndjson", openings.replace('"S1":9', '"S1":8'));
  assert.equal(resultOf(changed), "FAILED COMMITMENTS");
});

test("the auditor's record with one opening missing is partial, in any order it holds", () => {
  const files = golden("v2-small/auditor");
  const lines = text(files, "openings.ndjson").trimEnd().split("\n");
  const fewer = put(files, "openings.ndjson", `${lines.slice(1).join("\n")}\n`);
  assert.equal(resultOf(put(fewer, "SHA256SUMS", sums(fewer))), "PARTIAL (commitments not opened)");
  const turned = put(files, "openings.ndjson", `${lines.reverse().join("\n")}\n`);
  assert.equal(resultOf(put(turned, "SHA256SUMS", sums(turned))), "VERIFIED");
});

test("the program answers a line a folder, and says by its exit code what came of it", () => {
  const run = (...words) => spawnSync(process.execPath, [PROGRAM, ...words], { encoding: "utf8" });
  const both = run("--json", goldenFolder("v2-small/public"), goldenFolder("v2-small/auditor"));
  assert.equal(both.status, 0);
  const results = both.stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line).result);
  assert.deepEqual(results, ["PARTIAL (commitments not opened)", "VERIFIED"]);
  assert.match(run(goldenFolder("v2-small/public")).stdout, /^note {9}ok {6}signed by /);
  assert.equal(run(goldenFolder("v2-small/public/results")).status, 2);
  assert.equal(run().status, 2);
});
