// "Is my vote in it?": a receipt held against the key and against this record.

import { decodeUtf8, sameBytes, utf8 } from "../../typescript/src/verify/bytes.ts";
import { leafHash } from "../../typescript/src/verify/digest.ts";
import { isObject, type Json, member, members, textAt } from "../../typescript/src/verify/json.ts";
import { readVerifierKey } from "../../typescript/src/verify/note.ts";
import { checkReceipt, type Receipt } from "../../typescript/src/verify/receipt.ts";
import { Tree } from "../../typescript/src/verify/tree.ts";
import { type Child, fill, folded, h } from "./dom.ts";
import type { StudyRecord } from "./record.ts";
import { date, number } from "./words.ts";

const KINDS: Record<string, string> = {
  "ballot.cast": "a ballot",
  "vote.cast": "a vote",
  "choice.cast": "a ballot in a choice",
  "participant.enrolled": "the entry that put you on the panel",
  "item.suggested": "a suggestion",
  "feedback.shown": "the note of what you were shown",
  "dissent.stated": "a statement of dissent",
};

// Whether the log that was signed then is a beginning of this one, and holds the entry.
function held(receipt: Receipt, record: StudyRecord): string | undefined {
  const { size, root } = receipt.checkpoint;
  if (receipt.index >= record.lines.length) {
    return (
      "The receipt is good, but it is of a later entry than this copy of the record has. Ask for " +
      "a newer copy, and check again."
    );
  }
  if (decodeUtf8(record.lines[receipt.index]!) !== receipt.leaf) {
    return (
      `The receipt is good, but this record holds something else as entry ${receipt.index}. ` +
      "One of the two was changed after it was signed. Keep this receipt and show it to " +
      "somebody you trust."
    );
  }
  if (size > record.lines.length) return undefined;
  const tree = new Tree();
  for (const line of record.lines.slice(0, size)) tree.append(leafHash(line));
  if (sameBytes(tree.root(size)!, root)) return undefined;
  return (
    "Your entry is here, but what was signed when you got the receipt is no beginning of this " +
    "record. The record was rewritten. Keep this receipt and show it to somebody you trust."
  );
}

// Whether a later ballot of the same person replaced this one.
function replacedBy(receipt: Receipt, record: StudyRecord): number | undefined {
  const payload = member(receipt.entry, "payload");
  const kind = textAt(receipt.entry, "kind");
  const places = ["participant", "round", "vote", "choice", "iteration"];
  const mine = places.map((name) => JSON.stringify(member(payload, name)));
  for (let at = record.entries.length - 1; at > receipt.index; --at) {
    const event = record.entries[at]!.event as unknown as Json;
    if (textAt(event, "kind") !== kind) continue;
    const same = places.every((name, i) => JSON.stringify(member(event, name)) === mine[i]);
    if (same && kind.endsWith(".cast")) return at;
  }
  return undefined;
}

function valueText(value: Json): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function contentTable(content: Json, record: StudyRecord): HTMLElement {
  const answers = member(content, "answers") ?? member(content, "marks");
  const rows = members(isObject(answers) ? answers : content);
  return h(
    "dl.own",
    {},
    rows.map(([name, value]) => {
      const item = record.study.items.get(name);
      return [
        h("dt", {}, item ? `${item.texts[item.texts.length - 1]} (${name})` : name),
        h("dd", {}, valueText(value)),
      ];
    }),
  );
}

function good(receipt: Receipt, record: StudyRecord): Child[] {
  const kind = textAt(receipt.entry, "kind");
  const time = Date.parse(textAt(receipt.entry, "t")) / 1000;
  const later = replacedBy(receipt, record);
  const { content } = receipt;
  return [
    h("div.verdict.holds", {}, [
      h("h3", {}, "Yes, it is in the record."),
      h(
        "p",
        {},
        `The receipt is of ${KINDS[kind] ?? `an entry of the kind ${kind}`} from ${date(time)}. It ` +
          `is entry ${number(receipt.index)} of this record, unchanged.`,
      ),
      later !== undefined &&
        h(
          "p",
          {},
          `You answered again later: entry ${number(later)} took its place, and that one counted.`,
        ),
      later === undefined &&
        kind.endsWith(".cast") &&
        h("p", {}, "No later one took its place, so it is the one that counted."),
    ]),
    content !== undefined &&
      folded(
        "Show what it says I answered",
        () => [
          h(
            "p",
            {},
            "The entry is sealed over this and nothing else. Look round before you read on.",
          ),
          contentTable(content, record),
        ],
        { class: "list" },
      ),
  ];
}

function judge(text: string, record: StudyRecord): Child[] {
  const key = readVerifierKey(utf8(record.key));
  if (key.wrong !== undefined) {
    return [
      h("div.verdict.fails", {}, [
        h("h3", {}, "This cannot be told."),
        h("p", {}, `The record's own key cannot be read: ${key.wrong}.`),
      ]),
    ];
  }
  // A pasted text may have lost the line feed at its end.
  const whole = text.replace(/\r\n/g, "\n").replace(/^\s+/, "").replace(/\n*$/, "\n");
  const receipt = checkReceipt(utf8(whole), key.value);
  if (receipt.wrong !== undefined) {
    return [
      h("div.verdict.fails", {}, [
        h("h3", {}, "This receipt proves nothing about this record."),
        h(
          "p",
          {},
          "Is it the whole file, and of this study? If so, keep it and ask somebody you trust. ",
        ),
        h("p.detail", {}, receipt.wrong),
      ]),
    ];
  }
  const wrong = held(receipt.value, record);
  if (wrong === undefined) return good(receipt.value, record);
  return [h("div.verdict.fails", {}, [h("h3", {}, "Not as it should be."), h("p", {}, wrong)])];
}

// The form; what comes of it is shown below it.
export function receiptSection(record: StudyRecord): Child[] {
  const answer = h("div", { role: "status", "aria-live": "polite" });
  const pasted = h("textarea", {
    id: "receipt-text",
    rows: "4",
    spellcheck: "false",
    autocomplete: "off",
    placeholder: "c2sp.org/tlog-proof@v1 …",
  }) as HTMLTextAreaElement;
  const show = (text: string): void => fill(answer, judge(text, record));
  const file = h("input", {
    type: "file",
    id: "receipt-file",
    accept: ".tlog-proof,.txt,text/plain",
    onchange: (event) => {
      const chosen = (event.target as HTMLInputElement).files?.[0];
      void chosen?.text().then((text) => {
        pasted.value = text;
        show(text);
      });
    },
  });
  return [
    h(
      "p",
      {},
      "When you answered, you could keep a receipt: a small file whose name ends in ",
      h("code", {}, ".tlog-proof"),
      ". It shows your answers, so do not send it to anybody. It stays on your device here, too.",
    ),
    h("p", {}, h("label", { for: "receipt-file" }, "Choose the file"), file),
    h("p", {}, h("label", { for: "receipt-text" }, "Or paste what is in it"), pasted),
    h(
      "p",
      {},
      h(
        "button.secondary",
        {
          type: "button",
          onclick: () =>
            pasted.value.trim() === ""
              ? fill(answer, h("p", {}, "Choose or paste a receipt first."))
              : show(pasted.value),
        },
        "Look for my vote",
      ),
    ),
    answer,
  ];
}
