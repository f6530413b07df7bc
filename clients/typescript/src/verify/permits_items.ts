// The rules of conduct for items and for decisions about them.

import {
  needLabel,
  needParticipant,
  needQuietItem,
  needReason,
  needRole,
  needText,
  refuse,
} from "./conduct.ts";
import type { Entry, Event, EventOf, ItemVersion } from "./event.ts";
import { type Standing, type Study, versionOf } from "./study.ts";

function needNewItem(study: Study, field: string, id: string, text: string): void {
  needLabel(field, id);
  if (study.items.has(id)) refuse(`${field}: there is an item ${id} already`);
  needText(`text of item ${id}`, text);
}

// The item's standing, if it was tallied in its present version.
function needStanding(study: Study, item: ItemVersion, basis: string): Standing {
  const known = study.items.get(item.item);
  if (known === undefined) refuse(`there is no item ${item.item}`);
  const { standing } = known;
  if (standing?.basis !== basis || standing.version !== item.version) {
    refuse(`item ${item.item} has no newest tally at ${basis}; decide on what was counted`);
  }
  return standing;
}

function permitsSuggestion(study: Study, entry: Entry, fact: EventOf<"item.suggested">): void {
  needRole(entry, "participant");
  needParticipant(study, entry.actor);
  const round = study.openRound;
  if (round === undefined) refuse("items are suggested while a round is open");
  const most = study.plan(round.number).suggestionsMax;
  let made = 0;
  for (const suggestion of study.suggestions.values()) {
    if (suggestion.by === entry.actor && suggestion.round === round.number) ++made;
  }
  if (made >= most) refuse(`the protocol allows ${most} suggestions a person in this round`);
  needLabel("suggestion", fact.suggestion);
  if (study.suggestions.has(fact.suggestion)) {
    refuse(`there is a suggestion ${fact.suggestion} already`);
  }
  if (fact.content) needText("text", fact.content.text);
}

function permitsReview(study: Study, entry: Entry, fact: EventOf<"suggestion.reviewed">): void {
  needRole(entry, "facilitator");
  const seen = new Set<string>();
  const people = new Set<string>();
  let needed = 1;
  for (const id of [fact.suggestion, ...(fact.also ?? [])]) {
    const suggestion = study.suggestions.get(id);
    if (suggestion === undefined) refuse(`there is no suggestion ${id}`);
    if (suggestion.reviewed) refuse(`suggestion ${id} was reviewed already`);
    if (seen.has(id)) refuse(`also: suggestion ${id} stands twice`);
    seen.add(id);
    people.add(suggestion.by);
    needed = Math.max(needed, study.plan(suggestion.round).suggestionsNeeded);
  }
  if (fact.item === "") return needReason(fact.reason);
  if (people.size < needed) {
    refuse(`the protocol takes up what ${needed} people suggest, and these are of ${people.size}`);
  }
  needNewItem(study, "item", fact.item, fact.text);
}

function permitsSplit(study: Study, entry: Entry, fact: EventOf<"item.split">): void {
  needRole(entry, "facilitator");
  needReason(fact.reason);
  needQuietItem(study, fact.from);
  if (fact.into.length < 2) refuse("into: name at least two items");
  const labels = new Set<string>();
  for (const part of fact.into) {
    needNewItem(study, "into", part.item, part.text);
    if (labels.has(part.item)) refuse(`into: item ${part.item} stands twice`);
    labels.add(part.item);
  }
}

function permitsDecision(
  study: Study,
  entry: Entry,
  fact: EventOf<"decision.recorded"> | EventOf<"decision.overridden">,
): void {
  needRole(entry, "facilitator");
  if (fact.kind === "decision.overridden") needReason(fact.reason);
  const standing = needStanding(study, fact.item, fact.basis);
  if (fact.kind === "decision.recorded") {
    if (fact.verdict !== standing.consensus) {
      refuse(`the rule says otherwise about item ${fact.item.item}; override it with a reason`);
    }
    const decision = study.decisionOn(fact.item.item);
    if (decision?.basis === fact.basis && decision.overrideReason === "") {
      refuse(`item ${fact.item.item} was decided on this tally already`);
    }
    return;
  }
  if (fact.rule_verdict !== standing.consensus) refuse("rule_verdict: is not what the rule says");
  if (fact.verdict === fact.rule_verdict || fact.verdict === "inquorate") {
    refuse("verdict: must be IN, OUT or NONE, and differ from the rule's");
  }
}

export function permitsItem(study: Study, entry: Entry, fact: Event): void {
  switch (fact.kind) {
    case "item.added":
      needRole(entry, "facilitator", "integrator");
      return needNewItem(study, "item", fact.item, fact.text);
    case "item.suggested":
      return permitsSuggestion(study, entry, fact);
    case "suggestion.reviewed":
      return permitsReview(study, entry, fact);
    case "item.reworded": {
      needRole(entry, "facilitator");
      needReason(fact.reason);
      needText("text", fact.text);
      const item = needQuietItem(study, fact.item);
      if (fact.text === item.texts.at(-1)) refuse("text: is the present wording already");
      if (fact.version !== versionOf(item) + 1) refuse("version: must follow the present one");
      return;
    }
    case "items.merged":
      needRole(entry, "facilitator");
      needReason(fact.reason);
      if (fact.from.length < 2 || new Set(fact.from).size !== fact.from.length) {
        refuse("from: name at least two different items");
      }
      for (const id of fact.from) needQuietItem(study, id);
      return needNewItem(study, "into", fact.into, fact.text);
    case "item.split":
      return permitsSplit(study, entry, fact);
    case "item.retired":
      needRole(entry, "facilitator");
      needReason(fact.reason);
      needQuietItem(study, fact.item);
      return;
    case "decision.recorded":
    case "decision.overridden":
      return permitsDecision(study, entry, fact);
  }
}
