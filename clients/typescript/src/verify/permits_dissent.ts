// The rules of conduct for what people are shown and what they say to it.

import {
  isSelf,
  needLabel,
  needParticipant,
  needReason,
  needRole,
  needRunning,
  needText,
  notAllowed,
  refuse,
} from "./conduct.ts";
import type { Entry, Event, EventOf, Feedback } from "./event.ts";
import { member } from "./json.ts";
import { basisOf, type Participant, type Round, sameItem, type Study } from "./study.ts";

// What the protocol shows the person before they answer the round.
function feedbackFor(study: Study, round: Round, person: Participant): Feedback | undefined {
  const before = study.surveyBefore(round.number);
  if (before === undefined) return undefined;
  const policy = study.plan(round.number).feedback;
  const shows = (group: string): boolean => {
    if (policy === "own-group") {
      return person.membership !== undefined && study.countsIn(person.membership, group);
    }
    return policy === "all-groups";
  };
  const hasTable = (group: string): boolean =>
    before.results.some((result) => member(member(result.tally, "groups"), group) !== undefined);
  const groups = study
    .protocol!.groups.map((group) => group.id)
    .filter((group) => shows(group) && hasTable(group));
  const own = before.box.get(person.id)?.entry;
  return { basis: basisOf(before), groups, ...(own === undefined ? {} : { own }), policy };
}

function sameFeedback(a: Feedback, b: Feedback | undefined): boolean {
  return (
    b !== undefined &&
    a.basis === b.basis &&
    a.policy === b.policy &&
    a.own === b.own &&
    a.groups.length === b.groups.length &&
    a.groups.every((group, i) => group === b.groups[i])
  );
}

function permitsShowing(study: Study, entry: Entry, fact: EventOf<"feedback.shown">): void {
  if (!isSelf(entry, fact.participant)) {
    notAllowed("participants look at feedback for themselves");
  }
  const person = needParticipant(study, fact.participant);
  const round = study.round(fact.round);
  if (round?.open !== true) refuse(`round ${fact.round} is not open`);
  if (round.shown.has(fact.participant)) {
    refuse("what this participant is shown is on record already");
  }
  if (fact.content === undefined || person.membership === undefined) return;
  if (sameFeedback(fact.content, feedbackFor(study, round, person))) return;
  refuse("content: is not what the protocol shows this person");
}

// A statement under a hat that few wear would name its author.
function needHat(study: Study, author: Participant, group: string): void {
  if (group === "" || !study.contentsKnown) return;
  if (author.membership?.hats.includes(group) !== true) {
    refuse("group: is none of your hats; leave it out");
  }
  let wearers = 0;
  for (const person of study.participants.values()) {
    if (person.membership?.hats.includes(group)) ++wearers;
  }
  const { k } = study.protocol!;
  if (wearers < k) refuse(`group: has fewer than ${k} people, so it would name you; leave it out`);
}

function permitsStatement(study: Study, entry: Entry, fact: EventOf<"dissent.stated">): void {
  needRunning(study);
  if (!isSelf(entry, fact.participant)) {
    notAllowed("participants state their dissent themselves");
  }
  const author = needParticipant(study, fact.participant);
  needLabel("statement", fact.statement);
  if (study.statements.has(fact.statement)) {
    refuse(`there is a statement ${fact.statement} already`);
  }
  const item = study.items.get(fact.item.item);
  if (item === undefined) refuse(`there is no item ${fact.item.item}`);
  if (item.standing?.version !== fact.item.version) {
    refuse(`item ${fact.item.item} has no tally yet that one could dissent from`);
  }
  for (const statement of study.statements.values()) {
    const twice = statement.by === fact.participant && sameItem(statement.item, fact.item);
    if (twice && statement.withheld === "") {
      refuse(`you have stated your dissent about item ${fact.item.item} already`);
    }
  }
  if (fact.content === undefined) return;
  needText("text", fact.content.text);
  needHat(study, author, fact.content.group);
}

function permitsComparison(study: Study, entry: Entry, fact: EventOf<"rules.compared">): void {
  needRole(entry, "facilitator", "auditor");
  needRunning(study);
  const counted = study.roundAt(fact.basis);
  if (counted === undefined) refuse(`${fact.basis} has not been opened`);
  if (counted.open) refuse(`${fact.basis} is open; nobody sees a count before the close`);
  if (counted.erased > 0) {
    refuse(`ballots of ${fact.basis} were erased since; it is not counted again`);
  }
  const plan = study.plan(counted.number);
  if (plan.mode !== "survey") refuse("rules are compared on survey rounds");
  if (fact.rules.length === 0) refuse("rules: name at least one rule");
  const { scale } = plan.rule;
  for (const rule of fact.rules) {
    if (rule.scale.min === scale.min && rule.scale.max === scale.max) continue;
    refuse(`rules[${rule.name}]: is on another scale than the round`);
  }
}

export function permitsDissent(study: Study, entry: Entry, fact: Event): void {
  switch (fact.kind) {
    case "feedback.shown":
      return permitsShowing(study, entry, fact);
    case "dissent.stated":
      return permitsStatement(study, entry, fact);
    case "dissent.withheld": {
      needRole(entry, "facilitator");
      needReason(fact.reason);
      const statement = study.statements.get(fact.statement);
      if (statement === undefined) refuse("statement: there is none of that id");
      if (statement.withheld !== "") {
        refuse(`statement ${fact.statement} is withheld already`);
      }
      return;
    }
    case "rules.compared":
      return permitsComparison(study, entry, fact);
  }
}
