// The page: reads the record that was put into it, or that the reader chooses, and shows it.

import { type Files, missingFrom } from "../../typescript/src/verify/bundle.ts";
import { check } from "./check.ts";
import { byId, type Child, fill, h, unfoldForPrint } from "./dom.ts";
import { filesSection } from "./files_view.ts";
import { chosenFiles, droppedFiles } from "./folder.ts";
import { itemsSection } from "./items.ts";
import { protocolSection } from "./protocol_view.ts";
import { receiptSection } from "./receipt_check.ts";
import { type Embedded, filesIn, readRecord, type StudyRecord } from "./record.ts";
import { summarySection } from "./summary.ts";
import { timelineSection } from "./timeline.ts";
import { capital, plural } from "./words.ts";

function embedded(): Embedded | undefined {
  const block = document.getElementById("bundle");
  if (block === null) return undefined;
  try {
    return JSON.parse(block.textContent ?? "") as Embedded;
  } catch {
    return undefined;
  }
}

function sections(
  record: StudyRecord,
  listing: string[],
  folder: boolean,
): [string, string, Child][] {
  const items = capital(plural(record.study.protocol!.itemLabel || "item"));
  const changed = record.study.amendments.length > 0;
  return [
    ["check", "Check this record", checkSection(record, folder)],
    ["vote", "Is my vote in it?", receiptSection(record)],
    ["items", items, itemsSection(record)],
    ["timeline", "What happened, step by step", timelineSection(record)],
    [
      "protocol",
      changed ? "The rules, and how they changed" : "The rules",
      protocolSection(record),
    ],
    ["files", "Files of this record", filesSection(record, listing)],
  ];
}

function checkSection(record: StudyRecord, folder: boolean): Child {
  const result = h("div", { id: "check-result", "aria-live": "polite" });
  let subject = { record, files: record.files, folder };
  const button = h("button.primary", { type: "button", id: "check-button" }, "Check this record");
  button.addEventListener("click", () => {
    (button as HTMLButtonElement).disabled = true;
    void check(subject, result).finally(() => {
      (button as HTMLButtonElement).disabled = false;
    });
  });
  const other = folderChooser("check-folder", (files) => {
    const read = readRecord(files);
    if (read === undefined) {
      fill(result, h("p", {}, notABundle(files)));
      return;
    }
    subject = { record: read, files, folder: true };
    void check(subject, result);
  });
  return [
    h(
      "p",
      {},
      "Was anything changed after it was signed? Do the decisions follow from the results? Your " +
        "own device can tell. Nothing is sent anywhere.",
    ),
    h("p", {}, button),
    result,
    h("details.list", {}, [
      h("summary", {}, "Check other files"),
      h(
        "p",
        {},
        "The button checks the copy of the log inside this page. Choose the folder that this page " +
          "lies in to check the files there, or any other copy that you were given.",
      ),
      other,
    ]),
  ];
}

function notABundle(files: Files): string {
  const missing = missingFrom(files);
  return `This folder is no record: ${missing.join(", ")} ${missing.length === 1 ? "is" : "are"} not in it.`;
}

function folderChooser(id: string, use: (files: Files) => void): HTMLElement {
  const input = h("input", {
    type: "file",
    id,
    multiple: true,
    webkitdirectory: true,
    onchange: (event) => {
      const list = (event.target as HTMLInputElement).files;
      if (list !== null && list.length > 0) void chosenFiles(list).then(use);
    },
  });
  return h("p.chooser", {}, h("label", { for: id }, "Choose the folder"), input);
}

function showRecord(record: StudyRecord, listing: string[], folder: boolean): void {
  const title = record.study.protocol?.title || record.study.title || "A study";
  document.title = `${title}: decision record`;
  byId("title").textContent = title;
  if (record.study.protocol === undefined) {
    fill(
      byId("summary"),
      h("p", {}, "This record holds no protocol yet, so there is nothing to show."),
      record.trouble !== "" && h("p.detail", {}, record.trouble),
    );
    fill(
      byId("more"),
      h("section", { id: "check" }, h("h2", {}, "Check this record"), checkSection(record, folder)),
    );
    return;
  }
  const parts = sections(record, listing, folder);
  fill(
    byId("summary"),
    record.trouble !== "" &&
      h("div.verdict.fails", {}, [
        h("h3", {}, "This record cannot be read to its end."),
        h("p", {}, "What is shown below stops where it goes wrong."),
        h("p.detail", {}, record.trouble),
      ]),
    summarySection(record, () => byId("check-button").click()),
  );
  fill(
    byId("contents"),
    h("p", {}, "On this page"),
    h(
      "ul",
      {},
      parts.map(([id, name]) => h("li", {}, h("a", { href: `#${id}` }, name))),
    ),
  );
  byId("contents").hidden = false;
  fill(
    byId("more"),
    parts.map(([id, name, inside]) =>
      h("section", { id, "aria-labelledby": `${id}-h` }, h("h2", { id: `${id}-h` }, name), inside),
    ),
  );
}

// The record is not in the page: too large for it, or the page stands alone.
function askForFolder(why: string): void {
  byId("title").textContent = "A decision record";
  const use = (files: Files): void => {
    const record = readRecord(files);
    if (record === undefined) note.textContent = notABundle(files);
    else showRecord(record, [...files.keys()], true);
  };
  const note = h("p", { role: "status" });
  const zone = h(
    "div.drop",
    {
      ondragover: (event) => event.preventDefault(),
      ondrop: (event) => {
        event.preventDefault();
        void droppedFiles(event as DragEvent).then(use);
      },
    },
    h("p", {}, why),
    h(
      "p",
      {},
      "Choose the folder that this page lies in, or drop it here. Nothing is sent anywhere.",
    ),
    folderChooser("folder", use),
    note,
  );
  fill(byId("summary"), zone);
}

function start(): void {
  const bundle = embedded();
  if (bundle === undefined) return askForFolder("No record was put into this page.");
  if (bundle.too_large) return askForFolder("This record is too large to lie inside the page.");
  const record = readRecord(filesIn(bundle));
  if (record === undefined) return askForFolder("The record inside this page is not complete.");
  showRecord(record, bundle.listing ?? [], false);
}

start();
// Last, so that what the sections do before printing is done first.
unfoldForPrint();
