// Each item's story: where it came from, its wordings, how it was counted, what was decided and why.

import type { Verdict } from "../../typescript/src/verify/event.ts";
import { isObject, type Json, listAt, member, textAt } from "../../typescript/src/verify/json.ts";
import { groupName, isYesNo } from "../../typescript/src/verify/protocol.ts";
import type { Item, Tallied } from "../../typescript/src/verify/study.ts";
import { barList, type Bar } from "./bars.ts";
import { type Child, fill, folded, h } from "./dom.ts";
import { protocolAt, ruleAt, type StudyRecord } from "./record.ts";
import {
  basisInWords,
  capital,
  count,
  dateTime,
  joined,
  number,
  plural,
  VERDICTS,
} from "./words.ts";

export function badge(verdict: Verdict): HTMLElement {
  const { code, short } = VERDICTS[verdict];
  return h(`span.badge.${verdict}`, {}, `${short} (${code})`);
}

interface Counted {
  basis: string;
  result: Tallied;
  explained: Json | undefined; // What was asked of the whole count.
}

// Every count of the item in order of the log.
function countsOf(record: StudyRecord, item: Item): Counted[] {
  const { study } = record;
  const found: Counted[] = [];
  for (const round of study.rounds) {
    for (const result of round.results) {
      if (result.item.item === item.id) {
        found.push({ basis: `round/${round.number}`, result, explained: round.explanation });
      }
    }
  }
  for (const vote of study.votes.values()) {
    if (vote.item.item !== item.id) continue;
    for (const [i, { result, explanation }] of vote.iterations.entries()) {
      if (result) found.push({ basis: `vote/${vote.id}/${i + 1}`, result, explained: explanation });
    }
  }
  return found.sort((a, b) => a.result.entry - b.result.entry);
}

function isVerdict(word: string): word is Verdict {
  return Object.hasOwn(VERDICTS, word);
}

// What the rule would have said with one voice for each person: nothing where that was not asked.
function plainVerdict({ result, explained }: Counted): Verdict | undefined {
  const asked = listAt(explained, "looked_at").some(
    (one) => textAt(one, "what_if") === "no-weights",
  );
  if (!asked || result.explanation === undefined) return undefined;
  const other = listAt(result.explanation, "what_ifs").find(
    (one) => textAt(one, "what_if") === "no-weights",
  );
  const word = textAt(other, "consensus").toLowerCase();
  return isVerdict(word) ? word : result.consensus;
}

const SUPPOSING: Record<string, string> = {
  "no-weights": "with one voice for each person",
  "equal-groups": "with equal voices for the groups",
  completers: "with only those who stayed to the end",
  "unable-counted": "if those who gave no score counted in every total",
  "unable-left-out": "if those who gave no score were left out",
  "threshold+5": "if every limit were 5 points higher",
  "threshold-5": "if every limit were 5 points lower",
  strict: "if every limit had to be passed, not just reached",
  "non-strict": "if reaching a limit were enough everywhere",
};

// How firm the rule's answer was, in sentences.
function firmness(record: StudyRecord, result: Tallied): string[] {
  const { explanation } = result;
  if (explanation === undefined) return [];
  const sentences: string[] = [];
  const flip = member(explanation, "flip");
  const most = textAt(flip, "at_most");
  if (most !== "" && textAt(flip, "at_least") === most) {
    sentences.push(
      most === "1"
        ? "One person's other score could have changed the result."
        : `It would have taken other scores of ${most} people to change the result.`,
    );
  }
  const byVerdict = new Map<string, string[]>();
  for (const whatIf of listAt(explanation, "what_ifs")) {
    const name = textAt(whatIf, "what_if");
    const group = groupName(record.study.protocol!, textAt(whatIf, "group"));
    const words = name === "without" ? `without the group ${group}` : (SUPPOSING[name] ?? name);
    const verdict = textAt(whatIf, "consensus");
    byVerdict.set(verdict, [...(byVerdict.get(verdict) ?? []), words]);
  }
  for (const [verdict, words] of byVerdict) {
    sentences.push(`It would have been ${verdict} ${joined(words, "or")}.`);
  }
  const sides = member(member(explanation, "dissent"), "verdicts");
  if (isObject(sides)) {
    const said = Object.keys(sides).map((verdict) => {
      const groups = listAt(sides, verdict).map((id) =>
        groupName(record.study.protocol!, String(id)),
      );
      return `${joined(groups)} would have said ${verdict}`;
    });
    sentences.push(`On their own, ${joined(said)}.`);
  }
  return sentences;
}

function whyHidden(record: StudyRecord, k: number): string {
  const alike = record.study.rulesVersion >= 3 ? "everybody there answered alike, " : "";
  return (
    `Fewer than ${k} people answered there, ${alike}or the numbers would give away those of a ` +
    "group so small."
  );
}

class Story {
  constructor(
    private readonly record: StudyRecord,
    private readonly item: Item,
    private readonly weighted: boolean,
  ) {}

  tell(): Child[] {
    return [h("ol.story", {}, [this.origin(), ...this.events()])];
  }

  private origin(): HTMLElement {
    const { record, item } = this;
    const from =
      item.parents.length > 0
        ? `It came from ${joined(item.parents.map((id) => this.named(id)))}.`
        : item.suggestion !== ""
          ? "A participant suggested it."
          : "It was on the first list.";
    const first = item.texts[0] ?? item.id;
    const reworded = item.texts.length > 1 ? ` Its first wording: “${first}”.` : "";
    return h("li", {}, [
      h("p", {}, `${from}${reworded}`),
      countsOf(record, item).length === 0 && h("p.small", {}, "Nobody was asked about it."),
    ]);
  }

  private named(id: string): string {
    const item = this.record.study.items.get(id);
    return item === undefined ? id : `“${item.texts[item.texts.length - 1]}”`;
  }

  // Rewordings, counts, decisions and statements in the order of the log.
  private events(): HTMLElement[] {
    const { record, item } = this;
    const found: [number, HTMLElement][] = [];
    for (const counted of countsOf(record, item)) {
      found.push([counted.result.entry, this.count(counted)]);
    }
    for (const [at, { event, time }] of record.entries.entries()) {
      const told = this.change(event, time);
      if (told !== undefined) found.push([at, told]);
    }
    for (const decision of record.study.decisions) {
      if (decision.item.item === item.id)
        found.push([decision.entry, this.decision(decision.entry)]);
    }
    for (const statement of record.study.statements.values()) {
      if (statement.item.item !== item.id) continue;
      const { content, withheld } = statement;
      const who = content?.group
        ? `Somebody of the group ${groupName(record.study.protocol!, content.group)}`
        : "Somebody";
      const words =
        content !== undefined
          ? h("blockquote", {}, content.text)
          : h(
              "p",
              {},
              withheld === "" ? "Its text is not in this copy." : `Kept back: ${withheld}`,
            );
      found.push([statement.entry, h("li", {}, h("p", {}, `${who} stated their dissent:`), words)]);
    }
    return found.sort(([a], [b]) => a - b).map(([, element]) => element);
  }

  private change(
    event: StudyRecord["entries"][number]["event"],
    time: number,
  ): HTMLElement | undefined {
    const { id } = this.item;
    const why = (reason: string): Child =>
      reason !== "" && h("p.why", {}, h("span", {}, "Why: "), reason);
    const line = (what: string, reason: string): HTMLElement =>
      h("li", {}, h("p", {}, what, h("span.small", {}, ` ${dateTime(time)}`)), why(reason));
    if (event.kind === "item.reworded" && event.item === id) {
      return line(`It was reworded: “${event.text}”.`, event.reason);
    }
    if (event.kind === "items.merged" && (event.from.includes(id) || event.into === id)) {
      const others = event.from.filter((one) => one !== id).map((one) => this.named(one));
      return event.into === id
        ? line("They became one.", event.reason)
        : line(`It became one with ${joined(others)}: ${this.named(event.into)}.`, event.reason);
    }
    if (event.kind === "item.split" && event.from === id) {
      const parts = event.into.map((part) => this.named(part.item));
      return line(`It was split into ${joined(parts)}.`, event.reason);
    }
    if (event.kind === "item.retired" && event.item === id) {
      return line("It was taken off the list.", event.reason);
    }
    if (event.kind === "suggestion.reviewed" && event.item === id) {
      return line("The suggestion was taken up.", event.reason);
    }
    return undefined;
  }

  private count(counted: Counted): HTMLElement {
    const { record, weighted } = this;
    const { basis, result } = counted;
    const protocol = protocolAt(record.study, result.entry);
    const found = ruleAt(record.study, basis, result.entry);
    const yesNo = found !== undefined && isYesNo(found.rule);
    // The holder of the ballots may see every table.
    const table = result.full ?? result.tally;
    const groups = member(table, "groups");
    const bars: Bar[] = [
      { name: "Everybody", table: member(table, "panel") },
      ...protocol.groups.map((group) => ({
        name: group.name || group.id,
        table: member(groups, group.id),
      })),
    ];
    const verdict = weighted ? result.consensus : (plainVerdict(counted) ?? result.consensus);
    const other = verdict !== result.consensus;
    const firm = firmness(record, result);
    const wording = result.item.version > 1 || this.item.texts.length > 1;
    return h(
      "li.count",
      {},
      h(
        "p",
        {},
        h("strong", {}, capital(basisInWords(basis))),
        wording && ` (wording ${result.item.version})`,
        ". The rule says ",
        badge(verdict),
        other &&
          ` with one voice for each person; as decided it said ${VERDICTS[result.consensus].code}`,
        ".",
      ),
      barList(bars, weighted, yesNo, whyHidden(record, protocol.k)),
      member(table, "weights_withheld") === true &&
        h(
          "p.small",
          {},
          "Weighted shares are not shown: from them one could work out what few people answered.",
        ),
      firm.length > 0 && h("p.firm", {}, firm.join(" ")),
    );
  }

  private decision(entry: number): HTMLElement {
    const decision = this.record.study.decisions.find((one) => one.entry === entry)!;
    const time = this.record.entries[entry]!.time;
    const over = decision.overrideReason !== "";
    return h(
      "li.decided",
      {},
      h(
        "p",
        {},
        h("strong", {}, "Decided: "),
        badge(decision.verdict),
        over
          ? ` against the rule, which said ${VERDICTS[decision.ruleVerdict].code}.`
          : ` as the rule says after ${basisInWords(decision.basis)}.`,
        h("span.small", {}, ` ${dateTime(time)}`),
      ),
      over && h("p.why", {}, h("span", {}, "Why: "), decision.overrideReason),
    );
  }
}

type Filter = "all" | Verdict | "undecided" | "gone";

function stateOf(record: StudyRecord, item: Item): Filter {
  if (item.state !== "active") return "gone";
  const decision = record.study.decisionOn(item.id);
  return decision === undefined || decision.item.version !== item.texts.length
    ? "undecided"
    : decision.verdict;
}

const ORDER: Filter[] = ["in", "out", "none", "inquorate", "undecided", "gone"];

const GONE: Record<string, string> = {
  retired: "Taken off",
  merged: "Became part of another",
  split: "Split up",
};

function itemRow(record: StudyRecord, item: Item, weighted: boolean): HTMLElement {
  const state = stateOf(record, item);
  const mark =
    state === "gone"
      ? h("span.badge.gone", {}, GONE[item.state])
      : state === "undecided"
        ? h("span.badge.gone", {}, "No decision yet")
        : badge(state as Verdict);
  const summary = [h("span.name", {}, item.texts[item.texts.length - 1] ?? item.id), " ", mark];
  return folded(summary, () => new Story(record, item, weighted).tell(), {
    class: "item",
    id: `item-${item.id}`,
  });
}

const AT_ONCE = 40;

export function itemsSection(record: StudyRecord): Child[] {
  const { study } = record;
  const noun = study.protocol!.itemLabel || "item";
  const items = [...study.items.values()].sort(
    (a, b) => ORDER.indexOf(stateOf(record, a)) - ORDER.indexOf(stateOf(record, b)),
  );
  const isWeighted = study.protocol!.voice.voice !== "per-person";
  let weighted = true;
  let filter: Filter = "all";
  let wanted = "";
  const list = h("div.items", {});
  const note = h("p.small", { role: "status" });
  const more = h("button.secondary", { type: "button", onclick: () => show(true) }, "Show all");

  function show(everything: boolean): void {
    const found = items.filter(
      (item) =>
        (filter === "all" || stateOf(record, item) === filter) &&
        `${item.id} ${item.texts.join(" ")}`.toLowerCase().includes(wanted.toLowerCase()),
    );
    const shown = everything ? found : found.slice(0, AT_ONCE);
    fill(
      list,
      shown.map((item) => itemRow(record, item, weighted)),
    );
    note.textContent = `${number(shown.length)} of ${count(items.length, noun)} shown.`;
    more.hidden = shown.length === found.length;
    more.textContent = `Show all ${number(found.length)}`;
  }

  const options: [Filter, string][] = [
    ["all", `All ${plural(noun)}`],
    ["in", "To keep (IN)"],
    ["out", "To leave out (OUT)"],
    ["none", "No agreement (NONE)"],
    ["inquorate", "Too few to tell (INQUORATE)"],
    ["undecided", "No decision yet"],
    ["gone", "Merged, split or taken off"],
  ];
  const select = h(
    "select",
    {
      id: "item-filter",
      onchange: (event) => {
        filter = (event.target as HTMLSelectElement).value as Filter;
        show(false);
      },
    },
    options
      .filter(([value]) => value === "all" || items.some((item) => stateOf(record, item) === value))
      .map(([value, label]) => h("option", { value }, label)),
  );
  const search = h("input", {
    type: "search",
    id: "item-search",
    oninput: (event) => {
      wanted = (event.target as HTMLInputElement).value;
      show(false);
    },
  });
  const radio = (id: string, label: string, value: boolean): HTMLElement =>
    h(
      "span.choice",
      {},
      h("input", {
        type: "radio",
        name: "weights",
        id,
        checked: value,
        onchange: () => {
          weighted = value;
          show(false);
        },
      }),
      h("label", { for: id }, label),
    );
  show(false);
  window.addEventListener("beforeprint", () => show(true));
  return [
    h(
      "p",
      {},
      `Open a line to see the whole story of that ${noun}: where it came from, how each group ` +
        "answered, and what was decided.",
    ),
    isWeighted
      ? h(
          "fieldset.filters",
          {},
          h("legend", {}, "Weights"),
          radio("weights-on", "As decided, with weights", true),
          radio("weights-off", "One person, one voice", false),
        )
      : h("p.small", {}, "Every person had one voice, so there are no weights to take away."),
    h("p.filters", {}, h("label", { for: "item-filter" }, "Show"), select),
    h("p.filters", {}, h("label", { for: "item-search" }, "Look for a word"), search),
    note,
    list,
    more,
    choicesPart(record),
  ];
}

// The choices among several items that a workshop made.
function choicesPart(record: StudyRecord): Child {
  const { study } = record;
  if (study.choices.size === 0) return undefined;
  const named = (id: Json): string => {
    const item = typeof id === "string" ? study.items.get(id) : undefined;
    return item === undefined ? String(id) : item.texts[item.texts.length - 1]!;
  };
  const told = [...study.choices.values()].map((choice) => {
    const times = choice.iterations.map(({ outcome }, i) => {
      const winners = listAt(outcome, "winners").map(named);
      const voters = textAt(outcome, "voters");
      const tied = member(outcome, "tied") === true ? " It is a tie." : "";
      const broken = textAt(outcome, "decided_by");
      const by =
        broken === ""
          ? ""
          : ` A tie was broken by ${broken === "lot" ? "lot" : "the order on the list"}.`;
      const words =
        winners.length === 0
          ? "There was no winner."
          : `The rule chose ${joined(winners)}.${tied}${by}`;
      const time = choice.iterations.length > 1 ? `Time ${i + 1}: ` : "";
      return h("li", {}, `${time}${voters} people voted. ${words}`);
    });
    const { decision } = choice;
    return h("section.choice-made", {}, [
      h("h4", {}, choice.plan.question),
      h(
        "p",
        {},
        `${choice.plan.seats} to be chosen among ${joined(choice.items.map((one) => named(one.item)))}, ` +
          `by the voting rule ${choice.plan.rule}.`,
      ),
      h("ul", {}, times),
      decision !== undefined &&
        h("p", {}, h("strong", {}, "Taken: "), `${joined(decision.chosen.map(named))}.`),
      decision?.reason && h("p.why", {}, h("span", {}, "Why: "), decision.reason),
    ]);
  });
  return [h("h3", {}, "Choices among several"), told];
}
