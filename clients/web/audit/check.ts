// "Check this record": the verification, run in the reader's own browser, and said in words.

import { checkFiles, evidenceIn, type Files } from "../../typescript/src/verify/bundle.ts";
import type { Stage } from "../../typescript/src/verify/replay.ts";
import {
  hasFailed,
  type Report,
  type StageReport,
  verifyInSteps,
} from "../../typescript/src/verify/verify.ts";
import { type Child, fill, h } from "./dom.ts";
import type { StudyRecord } from "./record.ts";
import { count, number } from "./words.ts";

// What the reader checks: the copy of the log inside the page, or a folder they chose.
export interface Subject {
  record: StudyRecord;
  files: Files;
  folder: boolean;
}

type Standing = "holds" | "fails" | "partly" | "open" | "unreached";

const MARKS: Record<Standing, string> = {
  holds: "Holds",
  fails: "Fails",
  partly: "Holds as far as it can be checked",
  open: "Cannot be checked here",
  unreached: "Not reached",
};

const TITLES: Record<Stage, string> = {
  note: "It is signed",
  root: "Nothing was changed since it was signed",
  prefixes: "Nothing was rewritten on the way",
  sequence: "No entry is missing or out of place",
  "life-cycle": "Everything happened in its proper order",
  eligibility: "Everybody who acted was allowed to",
  commitments: "What was sealed is what was opened",
  counts: "People were counted right",
  tallies: "The results follow from the answers",
  decisions: "The decisions follow from the results",
  erasures: "Nothing that was erased is hidden",
  files: "The other files say the same",
};

// Whether all that is missing here was erased, and the record says so.
function onlyErasedIsMissing(report: Report): boolean {
  return report.result.startsWith("VERIFIED WITH");
}

// Whether some ballots at least are here and were counted.
function countedAgain(report: Report): boolean {
  const tallies = report.stages.find(({ stage }) => stage === "tallies");
  return /^[1-9][0-9]* tallies recomputed/.test(tallies?.detail ?? "");
}

// What a stage that holds has shown, of a record from which only erased answers are missing.
function shownButForErased(stage: Stage): string | undefined {
  switch (stage) {
    case "commitments":
      return (
        "Every sealed answer that is still here was opened, and is the one that was sealed at the " +
        "time. What opened the erased ones was destroyed."
      );
    case "counts":
      return (
        "How many could answer and how many did was counted again: for the panel as a whole, and " +
        "by group where it is still known who was in which."
      );
    case "tallies":
      return (
        "Where every answer is still here, they were counted again and give the results that are " +
        "recorded. Results that erased answers were part of stand as they were signed."
      );
    default:
      return undefined;
  }
}

// What a stage that holds has shown.
function shown(stage: Stage, report: Report, k: number): string {
  const { study } = report;
  const entries = number(study.size);
  const known = study.contentsKnown;
  const butForErased = onlyErasedIsMissing(report) ? shownButForErased(stage) : undefined;
  if (butForErased !== undefined) return butForErased;
  switch (stage) {
    case "note":
      return "The signature fits the key below. Without the secret key nobody can sign a changed record.";
    case "root":
      return `The ${entries} entries are exactly those that were signed.`;
    case "prefixes":
      return study.recoveries.length === 0
        ? "Every earlier signed statement covers the beginning of this same record."
        : "Every earlier signed statement covers the beginning of this same record, but for what " +
            "the record itself says was lost.";
    case "sequence":
      return `All ${entries} entries were read, each of a known kind and in its place.`;
    case "life-cycle":
      return "For example, no answer came before its round opened or after it closed.";
    case "eligibility":
      return "People answered for themselves; what only the study team may do, only they did.";
    case "commitments":
      return known
        ? "Every sealed ballot was opened and is the one that was sealed at the time."
        : countedAgain(report)
          ? "What is opened here fits its seal. Some sealed answers are not opened in this copy."
          : "Ballots are sealed in this record, and this copy does not hold what opens them. That " +
            "keeps people's answers private. What is opened here fits its seal.";
    case "counts":
      return known
        ? "How many could answer and how many did, over all and by group, was counted again."
        : "How many could answer and how many did was counted again for the panel as a whole. " +
            "Who belongs to which group is sealed, so the groups' numbers could not be.";
    case "tallies":
      return known
        ? "Every ballot was counted again, and gives the results that are recorded."
        : countedAgain(report)
          ? "Where every answer is opened here, they were counted again and give the results that " +
            "are recorded. The other results stand as they were signed."
          : `Counting again needs everybody's ballot. Ballots, and figures about fewer than ${k} ` +
            "people, are kept back to protect them. An auditor who holds the ballots can do it.";
    case "decisions":
      return "Each says what its count said, or that it does not, and why.";
    case "erasures": {
      const erased = [...study.participants.values()].filter((person) => person.erased).length;
      return erased === 0
        ? "No answers were erased."
        : `${count(erased, "person", "people")} had their answers erased, and the record says so. ` +
            "Results that were signed before stand as they were.";
    }
    case "files":
      return "Every file in the folder is the one that its list of digests names.";
  }
}

function standingOf({ stage, ok, detail }: StageReport, report: Report): Standing {
  if (!ok) return detail === "not reached" ? "unreached" : "fails";
  const stands = detail.includes("recorded tallies stand") || detail.includes("not recomputed");
  if (stage === "tallies" && (stands || !report.study.contentsKnown)) {
    return countedAgain(report) ? "partly" : "open";
  }
  if (stage !== "commitments") return "holds";
  if (onlyErasedIsMissing(report)) return "partly";
  if (report.study.contentsKnown) return "holds";
  return countedAgain(report) ? "partly" : "open";
}

function stageRow(stage: StageReport, report: Report, k: number): HTMLElement {
  const standing = standingOf(stage, report);
  const words =
    standing === "fails"
      ? "This does not hold. The detail says where."
      : standing === "unreached"
        ? "An earlier fault left nothing here to check."
        : shown(stage.stage, report, k);
  return h(
    `li.stage.${standing}`,
    {},
    h(
      "p.title",
      {},
      h("strong", {}, TITLES[stage.stage]),
      " ",
      h("span.mark", {}, MARKS[standing]),
    ),
    h("p", {}, words),
    h("p.detail", {}, h("code", {}, stage.stage), ` ${stage.detail}`),
  );
}

function verdictWords(report: Report): { tone: string; title: string; words: string } {
  if (hasFailed(report)) {
    return {
      tone: "fails",
      title: "Do not rely on this copy.",
      words:
        "Something in this record does not hold. It may have been changed, or damaged on its way " +
        "to you. Ask for a new copy, and compare the numbers below with the paper.",
    };
  }
  if (report.result.startsWith("PARTIAL")) {
    if (countedAgain(report)) {
      return {
        tone: "holds",
        title: "Everything that can be checked here holds.",
        words:
          "Nothing was changed since it was signed, and nothing contradicts anything. Some sealed " +
          "answers are not opened in this copy, so not everything could be counted again.",
      };
    }
    return {
      tone: "holds",
      title: "Everything that can be checked here holds.",
      words:
        "Nothing was changed since it was signed, and nothing contradicts anything. The ballots " +
        "themselves are kept private, so they were not counted again here.",
    };
  }
  if (onlyErasedIsMissing(report)) {
    return {
      tone: "holds",
      title: "Everything holds.",
      words:
        "Nothing was changed since it was signed, and nothing contradicts anything. Some people " +
        "had their answers erased, and the record says so. The answers that are still here were " +
        "counted again; results that erased answers were part of stand as they were signed.",
    };
  }
  return {
    tone: "holds",
    title: "Everything holds.",
    words:
      "Nothing was changed since it was signed, the ballots were counted again, and nothing " +
      "contradicts anything.",
  };
}

function identity(report: Report, record: StudyRecord): HTMLElement {
  const rows: [string, string, string][] = [
    ["Record", report.checkpoint?.origin ?? record.origin, "the log's name"],
    ["Entries", number(report.checkpoint?.size ?? Number(record.size)), "how long it is"],
    ["Root", record.root, "one number that stands for all entries"],
    ["Key", record.key, "whose signature counts"],
    ["Key fingerprint", report.key?.id ?? "unreadable", "a short form of the key"],
  ];
  return h(
    "div.identity",
    {},
    h("h3", {}, "Compare these with the paper"),
    h(
      "p",
      {},
      "A signature is only as good as the key. The study's paper, its registry entry or its " +
        "website should give the same values.",
    ),
    h(
      "dl",
      {},
      rows.map(([name, value, what]) => [
        h("dt", {}, name, h("span.small", {}, ` (${what})`)),
        h("dd", {}, h("code", {}, value)),
      ]),
    ),
  );
}

function limits(subject: Subject): HTMLElement {
  const where = subject.folder
    ? "The folder that you chose was checked, with every file in it. The results, the report and " +
      "all that is not the log were compared with their digests only: the program below writes " +
      "them again."
    : "The copy of the log inside this page was checked. To check the files in the folder as " +
      "well, choose the folder under “Check other files”.";
  return h(
    "div.limits",
    {},
    h("h3", {}, "What this cannot tell you"),
    h(
      "ul",
      {},
      h("li", {}, where),
      h(
        "li",
        {},
        "This page came with the record. Somebody who forged one could forge both. To be sure, " +
          "use a page or program from somewhere else: ",
        h("a", { href: "VERIFY.md" }, "VERIFY.md"),
        " says how, with the program ",
        h("code", {}, "quorate verify"),
        " or with none of ours at all.",
      ),
      h("li", {}, "That the times are right: they are those of the study's server."),
      h(
        "li",
        {},
        "That nobody was turned away before they had a receipt, or that people meant what they " +
          "answered.",
      ),
    ),
  );
}

// Lets the browser draw between two stretches of work.
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

const STRETCH_MS = 40;

async function run(subject: Subject, progress: (share: number) => void): Promise<Report> {
  const steps = verifyInSteps(evidenceIn(subject.files));
  let since = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done) {
      progress(1);
      if (subject.folder) checkFiles(subject.files, step.value);
      return step.value;
    }
    if (performance.now() - since < STRETCH_MS) continue;
    progress(step.value);
    await pause();
    since = performance.now();
  }
}

// Runs the check and shows it in `place`; answers when all is said.
export async function check(subject: Subject, place: HTMLElement): Promise<void> {
  const bar = h("progress", { max: 1, value: 0, "aria-label": "Progress of the check" });
  fill(place, h("p", {}, "Checking…"), bar);
  await pause();
  const report = await run(subject, (share) => bar.setAttribute("value", String(share)));
  const k = report.study.protocol?.k ?? subject.record.study.protocol?.k ?? 5;
  const { tone, title, words } = verdictWords(report);
  const heading = h(`div.verdict.${tone}`, { tabindex: "-1" }, [
    h("p.result", {}, report.result),
    h("h3", {}, title),
    h("p", {}, words),
  ]);
  const children: Child[] = [
    heading,
    h(
      "ol.stages",
      {},
      report.stages.map((stage) => stageRow(stage, report, k)),
    ),
    identity(report, subject.record),
    limits(subject),
  ];
  fill(place, children);
  heading.focus({ preventScroll: true });
  heading.scrollIntoView({ block: "nearest" });
}
