// How the documents in findings are written: all that can be asked of one whose ballots are not
// here.

import type { Event } from "./event.ts";
import { isObject, type Json } from "./json.ts";

type Form = (json: Json) => boolean;

const text: Form = (json) => typeof json === "string";
const flag: Form = (json) => typeof json === "boolean";
const count: Form = (json) => typeof json === "string" && /^(0|[1-9][0-9]*)$/.test(json);
// A fraction, of as many digits as a sum of fractions may have.
const number: Form = (json) =>
  typeof json === "string" && /^-?(0|[1-9][0-9]*)(\/[1-9][0-9]*)?$/.test(json);

function listOf(form: Form): Form {
  return (json) => Array.isArray(json) && json.every(form);
}
// Any names, each with such a value.
function mapOf(form: Form): Form {
  return (json) => isObject(json) && Object.values(json).every(form);
}
// All of the first members, any of the second, and no others.
function members(must: Record<string, Form>, may: Record<string, Form> = {}): Form {
  return (json) =>
    isObject(json) &&
    Object.keys(must).every((name) => Object.hasOwn(json, name)) &&
    Object.entries(json).every(([name, value]) => {
      if (Object.hasOwn(must, name)) return must[name]!(value);
      return Object.hasOwn(may, name) && may[name]!(value);
    });
}

const texts = listOf(text);
const counts = mapOf(count);
const bands = mapOf(members({ count }, { share: number }));

const table = members(
  {
    n: count,
    scored: count,
    unable: count,
    not_understood: count,
    skipped: count,
    histogram: counts,
    bands,
  },
  {
    disagreement: flag,
    unweighted: members({ bands }, { median: number, mean: number }),
    weight: number,
    median: number,
    mean: number,
    q1: number,
    q3: number,
    iqr: number,
    p30: number,
    p70: number,
    ipr: number,
    ipras: number,
    effective_n: number,
  },
);
const tally = members(
  { item: text, consensus: text, groups: mapOf(table) },
  { grade: text, panel: table, suppressed: texts, weights_withheld: flag },
);

const losses = members(
  { before: count, stayed: count, left: count, joined: count },
  { stayed_mean: number, left_mean: number },
);
const attrition = members(
  { since: text, panel: losses, groups: mapOf(losses) },
  { suppressed: texts },
);
const stability = members(
  { since: text, people: count, items: count, settled: count },
  { pairs: count, changed: count, stop: flag },
);

const whatIfs = listOf(members({ what_if: text }, { group: text }));
const ofRound = members({ items: count, looked_at: whatIfs, not_asked: whatIfs });

const limits = { at_least: count, at_most: count };
const moves = members({
  both: count,
  changed: count,
  toward: count,
  away: count,
  came: count,
  stopped: count,
});
// Of an item about which nothing may be said, only the groups are named.
const nothing = members({ suppressed: texts });
const something = members(
  {
    scored: members({ panel: count, groups: counts, without: counts }, { completers: count }),
    what_ifs: listOf(members({ what_if: text, consensus: text }, { group: text })),
    dissent: members({}, { verdicts: mapOf(texts), medians: mapOf(texts), two_peaked: flag }),
  },
  {
    flip: members({ groups: mapOf(members({}, limits)) }, limits),
    movement: members({ panel: moves, groups: mapOf(moves) }, { majority: number }),
    suppressed: texts,
    withheld: whatIfs,
  },
);
const ofItem: Form = (json) => nothing(json) || something(json);

const verdicts = members({ in: texts, out: texts, none: texts, inquorate: texts });
const outcome = members(
  { rule: text, seats: count, voters: count, blank: count, winners: texts, tied: flag },
  {
    decided_by: text,
    ranking: listOf(texts),
    scores: mapOf(number),
    committees_count: count,
    pairwise: mapOf(mapOf(number)),
    inquorate: flag,
    refused: flag,
    figures_withheld: flag,
  },
);

export function hasForm(finding: Event): boolean {
  switch (finding.kind) {
    case "item.tallied":
      return tally(finding.tally);
    case "attrition.found":
      return attrition(finding.attrition);
    case "stability.found":
      return stability(finding.stability);
    case "round.explained":
      return ofRound(finding.explanation);
    case "item.explained":
      return ofItem(finding.explanation);
    case "rule.compared":
      return verdicts(finding.verdicts);
    case "choice.tallied":
      return outcome(finding.outcome);
    default:
      return true;
  }
}
