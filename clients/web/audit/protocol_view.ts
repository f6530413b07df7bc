// The protocol in words, and each amendment beside what stood before it, with differences marked.

import type { Protocol } from "../../typescript/src/verify/protocol.ts";
import { type Child, folded, h } from "./dom.ts";
import type { StudyRecord } from "./record.ts";
import { type ProtocolPart, protocolInWords } from "./rule_words.ts";
import { dateTime, number } from "./words.ts";

function partsList(protocol: Protocol): Child {
  return h(
    "dl.protocol",
    {},
    protocolInWords(protocol).map((part) => [
      h("dt", {}, part.heading),
      part.sentences.map((sentence) => h("dd", {}, sentence)),
    ]),
  );
}

// The words of two texts, with whether each stands in both. The longest run in common is kept.
function wordsApart(before: string, after: string): { old: Child[]; new: Child[] } {
  const a = before.split(/(\s+)/);
  const b = after.split(/(\s+)/);
  const length: number[][] = Array.from({ length: a.length + 1 }, () => []);
  for (let i = a.length; i >= 0; --i) {
    for (let j = b.length; j >= 0; --j) {
      const same = i < a.length && j < b.length && a[i] === b[j];
      length[i]![j] =
        i === a.length || j === b.length
          ? 0
          : same
            ? length[i + 1]![j + 1]! + 1
            : Math.max(length[i + 1]![j]!, length[i]![j + 1]!);
    }
  }
  const old: Child[] = [];
  const fresh: Child[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      old.push(a[i++]);
      fresh.push(b[j++]);
    } else if (j >= b.length || (i < a.length && length[i + 1]![j]! >= length[i]![j + 1]!)) {
      old.push(h("del", {}, a[i++]));
    } else {
      fresh.push(h("ins", {}, b[j++]));
    }
  }
  return { old, new: fresh };
}

const NOTHING = "Nothing stood here.";

function sideBySide(before: Protocol, after: Protocol): Child {
  const old = protocolInWords(before);
  const fresh = protocolInWords(after);
  const headings = [...new Set([...old, ...fresh].map((part) => part.heading))];
  const textOf = (parts: ProtocolPart[], heading: string): string =>
    parts.find((part) => part.heading === heading)?.sentences.join("\n") ?? "";
  const rows = headings.map((heading) => {
    const was = textOf(old, heading);
    const is = textOf(fresh, heading);
    if (was === is) {
      return h("tr.same", {}, [
        h("th", { scope: "row" }, heading),
        h("td", { "data-side": "Before" }, was),
        h("td", { "data-side": "After" }, "the same"),
      ]);
    }
    const apart = wordsApart(was, is);
    return h("tr.changed", {}, [
      h("th", { scope: "row" }, heading, h("span.mark", {}, "changed")),
      h("td", { "data-side": "Before" }, was === "" ? NOTHING : apart.old),
      h("td", { "data-side": "After" }, is === "" ? "Taken out." : apart.new),
    ]);
  });
  const changed = rows.filter((row) => row.classList.contains("changed"));
  const same = rows.filter((row) => !row.classList.contains("changed"));
  const table = (caption: string, body: HTMLElement[]): HTMLElement =>
    h(
      "table.compare",
      {},
      h("caption", {}, caption),
      h(
        "thead",
        {},
        h("tr", {}, [
          h("th", { scope: "col" }, "Part"),
          h("th", { scope: "col" }, "Before"),
          h("th", { scope: "col" }, "After"),
        ]),
      ),
      h("tbody", {}, body),
    );
  return [
    changed.length > 0
      ? table("What changed", changed)
      : h("p", {}, "In words, nothing changed. Look into the log for the exact documents."),
    same.length > 0 &&
      folded("What stayed the same", () => table("Unchanged", same), { class: "list" }),
  ];
}

export function protocolSection(record: StudyRecord): Child[] {
  const { study, entries } = record;
  const protocol = study.protocol!;
  const amendments = study.amendments.map((amendment, i) => {
    const after = study.amendments[i + 1]?.before ?? protocol;
    const time = entries[amendment.entry]?.time ?? 0;
    return h("section.amendment", {}, [
      h("h3", {}, `Change ${i + 1} of ${study.amendments.length}`),
      h("p.small", {}, `${dateTime(time)}, entry ${number(amendment.entry)}`),
      h("p.why", {}, h("span", {}, "Why: "), amendment.reason),
      sideBySide(amendment.before, after),
    ]);
  });
  return [
    amendments.length === 0
      ? h("p", {}, "These terms were fixed before the first round and never changed.")
      : h(
          "p",
          {},
          "These terms were fixed before the first round and changed later. Here is each change.",
        ),
    amendments,
    folded(
      amendments.length === 0 ? "Read the protocol" : "Read the protocol as it stands now",
      () => partsList(protocol),
      { class: "list" },
    ),
  ];
}
