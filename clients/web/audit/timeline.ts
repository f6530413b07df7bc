// Every act on the record: who by role, when, what, why. Runs of the same act are one line.

import type { Entry, Event } from "../../typescript/src/verify/event.ts";
import { type Child, fill, h } from "./dom.ts";
import type { StudyRecord } from "./record.ts";
import {
  basisInWords,
  capital,
  count,
  date,
  dateTime,
  joined,
  number,
  plural,
  ROLES,
  VERDICTS,
} from "./words.ts";

type Topic = "study" | "people" | "items" | "rounds" | "answers" | "decisions" | "counts";

interface Told {
  topic: Topic;
  what: string;
  reason?: string;
  // Entries with the same run that follow each other become one line, told by `many`.
  run?: string;
  many?: (n: number) => string;
}

// "vote v1", and "vote-1" rather than "vote vote-1".
function named(kind: string, id: string): string {
  return id.startsWith(kind) ? id : `${kind} ${id}`;
}

class Teller {
  private readonly noun: string;

  constructor(private readonly record: StudyRecord) {
    this.noun = record.study.protocol?.itemLabel || "item";
  }

  private item(id: string): string {
    const item = this.record.study.items.get(id);
    return item === undefined ? id : `“${item.texts[item.texts.length - 1]}”`;
  }

  tell(event: Event): Told {
    return this.tellStudy(event) ?? this.tellItems(event) ?? this.tellRounds(event);
  }

  private tellStudy(event: Event): Told | undefined {
    switch (event.kind) {
      case "study.created":
        return { topic: "study", what: `The study was set up: “${event.title}”.` };
      case "protocol.drafted":
        return { topic: "study", what: "A protocol was drafted." };
      case "protocol.frozen":
        return { topic: "study", what: "The protocol was fixed. From here on its rules hold." };
      case "protocol.amended":
        return { topic: "study", what: "The protocol was changed.", reason: event.reason };
      case "study.concluded":
        return { topic: "study", what: "The study was concluded." };
      case "bundle.published":
        return {
          topic: "study",
          what:
            event.tier === "public"
              ? "The record was published."
              : "The record with all ballots was given to an auditor.",
        };
      case "participant.enrolled":
        return {
          topic: "people",
          what: "A person joined the panel.",
          run: event.kind,
          many: (n) => `${number(n)} people joined the panel.`,
        };
      case "participant.withdrawn":
        return { topic: "people", what: "A person left the study." };
      case "erasure.recorded":
        return {
          topic: "people",
          what: "One person's answers were erased. What was counted before stands.",
        };
      case "log.recovered":
        return {
          topic: "study",
          what:
            "Storage was lost: entries after an earlier point are gone, and the record goes on " +
            `from there. ${number(event.size)} entries had been signed.`,
          reason: event.reason,
        };
      case "attendance.recorded":
        return {
          topic: "people",
          what: `${count(event.participants.length, "person", "people")} came to the workshop, round ${event.round}.`,
        };
    }
    return undefined;
  }

  private tellItems(event: Event): Told | undefined {
    switch (event.kind) {
      case "item.added":
        return {
          topic: "items",
          what: `An ${this.noun} was put on the list: ${this.item(event.item)}.`.replace(
            /^An (?=[^aeiou])/,
            "A ",
          ),
          run: event.kind,
          many: (n) => `${count(n, this.noun)} were put on the list.`,
        };
      case "item.suggested":
        return {
          topic: "items",
          what: "Somebody suggested a new one.",
          run: event.kind,
          many: (n) => `${number(n)} new ones were suggested.`,
        };
      case "suggestion.reviewed":
        return {
          topic: "items",
          what:
            event.item === ""
              ? "A suggestion was declined."
              : `A suggestion was taken up as ${this.item(event.item)}.`,
          reason: event.reason,
        };
      case "item.reworded":
        return {
          topic: "items",
          what: `${this.item(event.item)} was reworded (wording ${event.version}).`,
          reason: event.reason,
        };
      case "items.merged":
        return {
          topic: "items",
          what: `${joined(event.from.map((id) => this.item(id)))} became one: ${this.item(event.into)}.`,
          reason: event.reason,
        };
      case "item.split":
        return {
          topic: "items",
          what: `${this.item(event.from)} was split into ${joined(event.into.map((part) => this.item(part.item)))}.`,
          reason: event.reason,
        };
      case "item.retired":
        return {
          topic: "items",
          what: `${this.item(event.item)} was taken off the list.`,
          reason: event.reason,
        };
    }
    return this.tellDecisions(event);
  }

  private tellDecisions(event: Event): Told | undefined {
    switch (event.kind) {
      case "decision.recorded":
        return {
          topic: "decisions",
          what: `${this.item(event.item.item)}: ${VERDICTS[event.verdict].code}, ${VERDICTS[event.verdict].meaning}, as the rule says after ${basisInWords(event.basis)}.`,
        };
      case "decision.overridden":
        return {
          topic: "decisions",
          what: `${this.item(event.item.item)}: decided ${VERDICTS[event.verdict].code} against the rule, which said ${VERDICTS[event.rule_verdict].code}.`,
          reason: event.reason,
        };
      case "choice.decided":
        return {
          topic: "decisions",
          what: `From the ${named("choice", event.choice)} the study took ${joined(event.chosen.map((id) => this.item(id)))}.`,
          reason: event.reason,
        };
      case "dissent.stated":
        return {
          topic: "decisions",
          what: `Somebody stated their dissent about ${this.item(event.item.item)}.`,
        };
      case "dissent.withheld":
        return {
          topic: "decisions",
          what: "A statement of dissent was kept from publication.",
          reason: event.reason,
        };
      case "rules.compared":
        return {
          topic: "decisions",
          what: `The study team looked at what other rules would say of ${basisInWords(event.basis)}: ${joined(event.rules.map((rule) => rule.name))}. This decides nothing.`,
        };
    }
    return undefined;
  }

  private tellRounds(event: Event): Told {
    switch (event.kind) {
      case "round.opened": {
        const end = event.closes === undefined ? "" : `, to end by ${dateTime(event.closes)}`;
        return {
          topic: "rounds",
          what: `Round ${event.round} opened with ${count(event.items.length, this.noun)}${end}.`,
        };
      }
      case "round.extended":
        return {
          topic: "rounds",
          what: `Round ${event.round} was given more time, until ${dateTime(event.closes)}.`,
          reason: event.reason,
        };
      case "round.closed":
        return { topic: "rounds", what: `Round ${event.round} closed.` };
      case "vote.called":
        return {
          topic: "rounds",
          what: `${capital(named("vote", event.vote))} on ${this.item(event.item.item)} was put to the workshop.`,
        };
      case "vote.opened":
      case "vote.closed":
        return {
          topic: "rounds",
          what: `${capital(named("vote", event.vote))} ${event.kind.slice(5)}${event.iteration > 1 ? `, time ${event.iteration}` : ""}.`,
        };
      case "choice.called":
        return {
          topic: "rounds",
          what: `A choice among ${count(event.items.length, this.noun)} was put to the workshop: ${event.choice}.`,
        };
      case "choice.opened":
      case "choice.closed":
        return {
          topic: "rounds",
          what: `${capital(named("choice", event.choice))} ${event.kind.slice(7)}${event.iteration > 1 ? `, time ${event.iteration}` : ""}.`,
        };
      case "ballot.cast":
        return {
          topic: "answers",
          what: `Somebody answered round ${event.round}.`,
          run: `${event.kind}/${event.round}`,
          many: (n) => `${number(n)} ballots came in for round ${event.round}.`,
        };
      case "vote.cast":
        return {
          topic: "answers",
          what: `Somebody voted in ${named("vote", event.vote)}${event.channel === "paper" ? ", on paper" : ""}.`,
          run: `${event.kind}/${event.vote}/${event.channel}`,
          many: (n) =>
            `${number(n)} votes came in for ${named("vote", event.vote)}${event.channel === "paper" ? ", on paper" : ""}.`,
        };
      case "choice.cast":
        return {
          topic: "answers",
          what: `Somebody voted in ${named("choice", event.choice)}.`,
          run: `${event.kind}/${event.choice}`,
          many: (n) => `${number(n)} ballots came in for ${named("choice", event.choice)}.`,
        };
      case "feedback.shown":
        return {
          topic: "answers",
          what: `Somebody looked at the earlier results, before round ${event.round}.`,
          run: `${event.kind}/${event.round}`,
          many: (n) =>
            `${number(n)} people looked at the earlier results, before round ${event.round}.`,
        };
    }
    const basis = "basis" in event ? event.basis : "";
    return {
      topic: "counts",
      what: `A count of ${basisInWords(basis)} was recorded.`,
      run: `count/${basis}`,
      many: (n) => `${number(n)} counts of ${basisInWords(basis)} were recorded.`,
    };
  }
}

interface Row extends Told {
  first: number;
  last: number;
  entry: Entry;
}

function rowsOf(record: StudyRecord): Row[] {
  const teller = new Teller(record);
  const rows: Row[] = [];
  for (const [at, entry] of record.entries.entries()) {
    const told = teller.tell(entry.event);
    const before = rows[rows.length - 1];
    const same = before?.run !== undefined && before.run === told.run;
    if (before !== undefined && same && before.entry.role === entry.role) {
      before.last = at;
      before.what = told.many!(at - before.first + 1);
    } else {
      rows.push({ ...told, first: at, last: at, entry });
    }
  }
  return rows;
}

function rowElement(row: Row): HTMLElement {
  const { entry } = row;
  const coarse = entry.event.kind === "ballot.cast" || entry.event.kind === "feedback.shown";
  const when = coarse ? date(entry.time) : dateTime(entry.time);
  const places =
    row.first === row.last
      ? `entry ${number(row.first)}`
      : `entries ${number(row.first)} to ${number(row.last)}`;
  return h(
    "li",
    {},
    h(
      "p.when",
      {},
      h("time", { datetime: new Date(entry.time * 1000).toISOString() }, when),
      ` · ${ROLES[entry.role]} · `,
      h("span", {}, places),
    ),
    h("p.what", {}, row.what),
    row.reason !== undefined &&
      row.reason !== "" &&
      h("p.why", {}, h("span", {}, "Why: "), row.reason),
  );
}

const AT_ONCE = 60;

export function timelineSection(record: StudyRecord): Child[] {
  const noun = record.study.protocol?.itemLabel || "item";
  const rows = rowsOf(record);
  const topics: [Topic, string, boolean][] = [
    ["study", "The study and its rules", true],
    ["people", "People", true],
    ["items", capital(plural(noun)), true],
    ["rounds", "Rounds and votes", true],
    ["decisions", "Decisions and dissent", true],
    ["answers", "Answers coming in", false],
    ["counts", "Counts by the program", false],
  ];
  const chosen = new Set(topics.filter(([, , on]) => on).map(([topic]) => topic));
  let wanted = "";
  let all = false;
  const list = h("ol.timeline", {});
  const note = h("p.small", { role: "status" });
  const more = h("button.secondary", { type: "button", onclick: () => show(true) }, "Show all");

  function show(everything: boolean): void {
    all = everything;
    const found = rows.filter(
      (row) =>
        chosen.has(row.topic) &&
        `${row.what} ${row.reason ?? ""}`.toLowerCase().includes(wanted.toLowerCase()),
    );
    const shown = all ? found : found.slice(0, AT_ONCE);
    fill(list, shown.map(rowElement));
    note.textContent =
      found.length === 0
        ? "Nothing fits. Choose more topics, or look for other words."
        : `${number(shown.length)} of ${count(rows.length, "line")} shown.`;
    more.hidden = shown.length === found.length;
    more.textContent = `Show all ${number(found.length)}`;
  }

  const boxes = topics
    .filter(([topic]) => rows.some((row) => row.topic === topic))
    .map(([topic, label, on]) => {
      const box = h("input", {
        type: "checkbox",
        id: `topic-${topic}`,
        checked: on,
        onchange: (event) => {
          if ((event.target as HTMLInputElement).checked) chosen.add(topic);
          else chosen.delete(topic);
          show(false);
        },
      });
      return h("span.choice", {}, box, h("label", { for: `topic-${topic}` }, label));
    });
  const search = h("input", {
    type: "search",
    id: "timeline-search",
    oninput: (event) => {
      wanted = (event.target as HTMLInputElement).value;
      show(false);
    },
  });
  show(false);
  window.addEventListener("beforeprint", () => show(true));
  return [
    h(
      "p",
      {},
      "Times are those of the study's server. Their order is certain; the times are only what the " +
        "server said. For ballots it says the day only.",
    ),
    h("fieldset.filters", {}, h("legend", {}, "Show"), boxes),
    h("p.filters", {}, h("label", { for: "timeline-search" }, "Look for a word"), search),
    note,
    list,
    more,
  ];
}
