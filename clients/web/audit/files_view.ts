// The files of the bundle and what each is for.

import { type Child, h } from "./dom.ts";
import type { StudyRecord } from "./record.ts";

// A name ending in "/" stands for what is in that folder.
const MEANT: [string, string][] = [
  [
    "report.html",
    "The whole report: every decision, with figures and reasons. Reads without a program.",
  ],
  ["VERIFY.md", "How to check this record, with our program or with none of ours."],
  ["verify.py", "A program that checks this record. Read it, then run: python3 verify.py"],
  ["datapackage.json", "A description of the tables, for programs that read them."],
  ["protocol.json", "The rules of the study as they stand at its end."],
  ["results/", "Every table of the report, for spreadsheets. columns.csv explains the columns."],
  [
    "checklists/",
    "Reporting checklists (ACCORD, COS-STAR, DELPHISTAR), filled in as far as the record knows.",
  ],
  ["entries.ndjson", "The record itself: every act, one line each."],
  ["checkpoint", "The signed statement of what the record holds."],
  ["checkpoints/", "Earlier signed statements, one for each step of the study."],
  ["log.vkey", "The key whose signatures count."],
  ["statements.ndjson", "Statements of dissent, as their authors wrote them."],
  ["openings.ndjson", "What was sealed: every ballot. For auditors only; do not publish it."],
  ["tile/", "The same record in pieces, for programs that read large logs."],
  ["ro-crate-metadata.json", "A description of this folder for archives."],
  ["prov.json", "Where everything here came from, for programs."],
  ["CITATION.cff", "How to cite this record."],
  [".zenodo.json", "What the archive Zenodo wants to know."],
  ["index.html", "This page."],
  ["SHA256SUMS", "The digest of every other file, to find any change."],
];

// Where the folder's own list is not known, what every bundle has.
const ALWAYS = [
  "report.html",
  "VERIFY.md",
  "protocol.json",
  "results/",
  "checklists/",
  "entries.ndjson",
  "checkpoint",
  "checkpoints/",
  "log.vkey",
  "SHA256SUMS",
];

function address(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}

function link(path: string, name = path): HTMLElement {
  return h("a", { href: address(path) }, name);
}

// "checkpoints/9" before "checkpoints/40".
function byNumber(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}

export function filesSection(record: StudyRecord, listing: string[]): Child[] {
  const known = new Set([...listing, ...record.files.keys()]);
  const within = (folder: string): string[] =>
    [...known].filter((path) => path.startsWith(folder)).sort(byNumber);
  const rows: Child[] = [];
  for (const [name, meaning] of MEANT) {
    const inside = name.endsWith("/") ? within(name) : [];
    const here = listing.length === 0 ? ALWAYS.includes(name) || known.has(name) : known.has(name);
    if (!here && inside.length === 0) continue;
    const few = inside.length > 0 && inside.length <= 16;
    rows.push(
      h("dt", {}, name.endsWith("/") ? h("code", {}, name) : link(name)),
      h(
        "dd",
        {},
        meaning,
        few && [
          " ",
          inside.map((path, i) => [i > 0 ? ", " : "", link(path, path.slice(name.length))]),
        ],
        inside.length > 16 && ` ${inside.length} files.`,
      ),
    );
  }
  const named = new Set(MEANT.map(([name]) => name));
  for (const path of [...known].sort()) {
    const folder = `${path.split("/")[0]}/`;
    if (named.has(path) || (path.includes("/") && named.has(folder))) continue;
    rows.push(h("dt", {}, link(path)), h("dd", {}, "Put here by the study."));
  }
  const { k } = record.study.protocol!;
  return [
    h(
      "p",
      {},
      record.tier === "public"
        ? `This is the public record. Ballots, who belongs to which group, and figures about fewer than ${k} people are not in it.`
        : "This is the auditor's record. It holds every ballot: do not publish it.",
    ),
    h("dl.files", {}, rows),
  ];
}
