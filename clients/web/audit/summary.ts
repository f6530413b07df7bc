// The top of the page: what was decided, by which rule, whose voice counted how much, who took part.

import type { Response, Verdict } from "../../typescript/src/verify/event.ts";
import type { Decision, Item, Study } from "../../typescript/src/verify/study.ts";
import { type Child, folded, h } from "./dom.ts";
import { entriesOf, ruleAt, type StudyRecord } from "./record.ts";
import { ruleInWords, voiceInWords } from "./rule_words.ts";
import { basisInWords, count, dateTime, joined, number, plural, VERDICTS } from "./words.ts";

export interface Sorted {
  by: Record<Verdict, Item[]>;
  undecided: Item[];
  active: number;
  standing: Decision[];
}

// The items that are still there, by the decision that stands about their present wording.
export function sortItems(study: Study): Sorted {
  const sorted: Sorted = {
    by: { in: [], out: [], none: [], inquorate: [] },
    undecided: [],
    active: 0,
    standing: [],
  };
  for (const item of study.items.values()) {
    if (item.state !== "active") continue;
    ++sorted.active;
    const decision = study.decisionOn(item.id);
    if (decision === undefined || decision.item.version !== item.texts.length) {
      sorted.undecided.push(item);
      continue;
    }
    sorted.standing.push(decision);
    sorted.by[decision.verdict].push(item);
  }
  return sorted;
}

function lead(study: Study, sorted: Sorted): Child[] {
  const noun = study.protocol!.itemLabel || "item";
  const { by, undecided, active } = sorted;
  if (active === undecided.length) {
    return [`Nothing has been decided yet about the ${count(active, noun)} of this study.`];
  }
  const rest: string[] = [];
  if (by.out.length > 0) rest.push(`agreed to leave out ${number(by.out.length)}`);
  if (by.none.length > 0) rest.push(`did not agree on ${number(by.none.length)}`);
  const sentences: Child[] = [
    "The panel agreed to keep ",
    h("strong", {}, `${number(by.in.length)} of ${count(active, noun)}`),
    ".",
  ];
  if (rest.length > 0) sentences.push(` It ${joined(rest)}.`);
  if (by.inquorate.length > 0) {
    sentences.push(` On ${number(by.inquorate.length)}, too few people answered to tell.`);
  }
  if (undecided.length > 0) {
    const has = undecided.length === 1 ? "has" : "have";
    sentences.push(` ${number(undecided.length)} ${has} no decision yet.`);
  }
  return sentences;
}

function nameOf(item: Item): string {
  return item.texts[item.texts.length - 1] ?? item.id;
}

function listOf(items: Item[]): HTMLElement {
  return h(
    "ul.outcomes",
    {},
    items.map((item) => h("li", {}, nameOf(item))),
  );
}

const SHORT_LIST = 16;

function lists(study: Study, sorted: Sorted): Child[] {
  const noun = study.protocol!.itemLabel || "item";
  const kept = sorted.by.in;
  const out: Child[] = [];
  if (kept.length > 0) {
    const heading = `${kept.length === 1 ? "The one" : `The ${number(kept.length)}`} to keep`;
    out.push(
      kept.length <= SHORT_LIST
        ? [h("h2.kept", {}, heading), listOf(kept)]
        : folded(heading, () => listOf(kept), { class: "list" }),
    );
  }
  const others: [string, Item[]][] = [
    ["to leave out", sorted.by.out],
    ["without agreement", sorted.by.none],
    ["that too few people answered", sorted.by.inquorate],
    ["without a decision", sorted.undecided],
  ];
  for (const [what, items] of others) {
    if (items.length === 0) continue;
    const label = `${count(items.length, noun)} ${what}`;
    out.push(folded(label, () => listOf(items), { class: "list" }));
  }
  return out;
}

// The rules that the standing decisions rest on, each with what it decided.
function rulesUsed(record: StudyRecord, sorted: Sorted): Child[] {
  const { study } = record;
  const used = new Map<
    string,
    { sentences: string[]; name: string; bases: Set<string>; items: number }
  >();
  for (const decision of sorted.standing) {
    const found = ruleAt(study, decision.basis, decision.entry);
    if (found === undefined) continue;
    const sentences = ruleInWords(found.rule, found.protocol);
    const key = sentences.join("\n");
    const one = used.get(key) ?? {
      sentences,
      name: found.rule.name,
      bases: new Set<string>(),
      items: 0,
    };
    const vote = decision.basis.startsWith("vote/");
    one.bases.add(vote ? "the votes in the workshop" : basisInWords(decision.basis));
    ++one.items;
    used.set(key, one);
  }
  if (used.size === 0) return [h("p", {}, "No decision has been taken by a rule yet.")];
  const noun = study.protocol!.itemLabel || "item";
  return [...used.values()].map((one) => [
    h(
      "p",
      {},
      `${count(one.items, `${noun} was`, `${plural(noun)} were`)} decided after ` +
        `${joined([...one.bases])}, by this rule (“${one.name}”):`,
    ),
    h(
      "ul",
      {},
      one.sentences.map((sentence) => h("li", {}, sentence)),
    ),
  ]);
}

interface RoundCount {
  name: string;
  responses: Response[];
}

function roundCounts(study: Study): RoundCount[] {
  return study.rounds
    .filter((round) => round.responses.length > 0)
    .map((round) => ({
      name:
        study.plan(round.number).mode === "workshop"
          ? `Round ${round.number}, workshop`
          : `Round ${round.number}`,
      responses: round.responses,
    }));
}

function peopleTable(study: Study, rounds: RoundCount[]): HTMLElement {
  const { groups, k } = study.protocol!;
  let hidden = false;
  const cell = (round: RoundCount, group: string): HTMLElement => {
    const found = round.responses.find((one) => one.group === group);
    if (found === undefined) hidden = true;
    return h("td.number", {}, found ? `${found.responded} of ${found.invited}` : "not shown");
  };
  const rows = [{ id: "", name: "Everybody" }, ...groups].map((group) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, group.name || group.id),
      rounds.map((round) => cell(round, group.id)),
    ),
  );
  return h(
    "div",
    {},
    h(
      "div.scroll",
      { tabindex: "0", role: "region", "aria-label": "Who answered, by round and group" },
      h(
        "table",
        {},
        h("caption", {}, "How many answered, of those who could"),
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            h("th", { scope: "col" }, "Group"),
            rounds.map((round) => h("th.number", { scope: "col" }, round.name)),
          ),
        ),
        h("tbody", {}, rows),
      ),
    ),
    hidden &&
      h(
        "p.small",
        {},
        `“Not shown”: the group has fewer than ${k} people in that round, or its number would ` +
          "give away that of a group so small.",
      ),
  );
}

function people(record: StudyRecord): Child[] {
  const { study } = record;
  const rounds = roundCounts(study);
  const left = [...study.participants.values()].filter((one) => one.withdrawn).length;
  const groups = study.protocol!.groups.map((group) => group.name || group.id);
  const said = [
    `${count(study.participants.size, "person was", "people were")} on the panel, in ` +
      `${count(groups.length, "group")}: ${joined(groups)}.`,
  ];
  if (left > 0) said.push(`${count(left, "person", "people")} left before the end.`);
  const erased = [...study.participants.values()].filter((one) => one.erased).length;
  if (erased > 0) said.push(`${count(erased, "person", "people")} had their answers erased since.`);
  return [h("p", {}, said.join(" ")), rounds.length > 0 && peopleTable(study, rounds)];
}

function overrides(record: StudyRecord): Child[] {
  const { study } = record;
  const against = study.decisions.filter((decision) => decision.overrideReason !== "");
  const choices = [...study.choices.values()].filter((choice) => choice.decision?.reason);
  if (against.length === 0 && choices.length === 0) {
    return [h("p", {}, "No. Every decision follows what the rule said.")];
  }
  const texts = against.map((decision) => {
    const item = study.items.get(decision.item.item);
    return h(
      "li",
      {},
      h("strong", {}, item ? nameOf(item) : decision.item.item),
      `: the rule said ${VERDICTS[decision.ruleVerdict].code}, the study team decided ` +
        `${VERDICTS[decision.verdict].code}. Their reason: “${decision.overrideReason}”`,
    );
  });
  const chosen = choices.map((choice) => {
    const names = choice.decision!.chosen.map((id) => {
      const item = study.items.get(id);
      return item ? nameOf(item) : id;
    });
    return h(
      "li",
      {},
      h("strong", {}, choice.plan.question),
      ` The study team took ${joined(names)} with a reason of their own: ` +
        `“${choice.decision!.reason}”`,
    );
  });
  const total = against.length + choices.length;
  return [
    h("p", {}, `Yes, ${count(total, "time")}. Each has a reason, which is part of the record:`),
    h("ul", {}, texts, chosen),
  ];
}

function amendments(record: StudyRecord): Child[] {
  const { study } = record;
  const frozen = entriesOf(record, "protocol.frozen")[0];
  const fixed = frozen === undefined ? "" : ` They were fixed on ${dateTime(frozen.entry.time)}.`;
  if (study.amendments.length === 0) {
    return [h("p", {}, `No. The rules stayed as they were before the first round.${fixed}`)];
  }
  return [
    h(
      "p",
      {},
      `Yes, ${count(study.amendments.length, "time")}, each with a reason.${fixed} `,
      h("a", { href: "#protocol" }, "See what changed"),
      ".",
    ),
    h(
      "ul",
      {},
      study.amendments.map((amendment) => h("li", {}, `“${amendment.reason}”`)),
    ),
  ];
}

function dissent(record: StudyRecord): Child[] {
  const { statements } = record.study;
  if (statements.size === 0) return [];
  const noun = record.study.protocol!.itemLabel || "item";
  const withheld = [...statements.values()].filter((one) => one.withheld !== "").length;
  const kept = withheld === 0 ? "" : ` ${number(withheld)} kept back; the reason is on record.`;
  return [
    h("dt", {}, "Did anybody object in writing?"),
    h(
      "dd",
      {},
      h(
        "p",
        {},
        `Yes: ${count(statements.size, "statement")} of dissent. ` +
          `Each stands with the ${noun} it is about.${kept}`,
      ),
    ),
  ];
}

// `startCheck` is called besides going to the section of the check.
export function summarySection(record: StudyRecord, startCheck: () => void): Child[] {
  const { study } = record;
  const sorted = sortItems(study);
  const ended = study.state === "concluded";
  const voice = voiceInWords(study.protocol!).map((sentence) => h("p", {}, sentence));
  return [
    record.tier === "auditor" &&
      h(
        "p.notice",
        {},
        "This is an auditor's copy. It holds what each person answered, and shows groups too small " +
          "for the public copy. Do not publish it or pass it on.",
      ),
    h("p.lead", {}, lead(study, sorted)),
    !ended && h("p", {}, "The study goes on, so this is how it stands."),
    h("p", {}, h("a.button.primary", { href: "#check", onclick: startCheck }, "Check this record")),
    lists(study, sorted),
    h(
      "dl.answers",
      {},
      study.protocol!.purpose !== "" && [
        h("dt", {}, "What was the study for?"),
        h("dd", {}, h("p", {}, study.protocol!.purpose)),
      ],
      h("dt", {}, "By which rule?"),
      h("dd", {}, rulesUsed(record, sorted)),
      h("dt", {}, "Whose voice counted how much?"),
      h("dd", {}, voice),
      h("dt", {}, "Who took part?"),
      h("dd", {}, people(record)),
      h("dt", {}, "Was anything decided against the rule?"),
      h("dd", {}, overrides(record)),
      h("dt", {}, "Were the rules changed on the way?"),
      h("dd", {}, amendments(record)),
      dissent(record),
    ),
  ];
}
