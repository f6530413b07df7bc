// Folds one entry into the study. Requires what permits.ts let pass.

import type { Entry, Event, EventOf } from "./event.ts";
import { erase } from "./erasure.ts";
import type { Json } from "./json.ts";
import {
  basisOf,
  type Box,
  choiceBasis,
  type ChoiceIteration,
  type Round,
  type Study,
  type Tallied,
  voteBasis,
  type VoteIteration,
} from "./study.ts";

interface Place {
  round?: Round;
  iteration?: VoteIteration;
  choice?: ChoiceIteration;
}

// The newest round or iteration, if that is what `basis` names: findings follow their closing at
// once, so no other place can be meant.
function placeOf(study: Study, basis: string): Place {
  const round = study.rounds.at(-1);
  if (round !== undefined && basisOf(round) === basis) return { round };
  for (const vote of study.votes.values()) {
    const iteration = vote.iterations.at(-1);
    if (iteration && voteBasis(vote, vote.iterations.length) === basis) return { iteration };
  }
  for (const choice of study.choices.values()) {
    const newest = choice.iterations.at(-1);
    if (newest && choiceBasis(choice, choice.iterations.length) === basis) {
      return { choice: newest };
    }
  }
  return {};
}

function lack(study: Study, participant: string): void {
  study.participants.get(participant)!.unknown = true;
  study.contentsKnown = false;
}

// A new ballot replaces the whole of the earlier one and keeps its place.
function cast<Content>(study: Study, box: Box<Content>, voter: string, content?: Content): void {
  const revision = (box.get(voter)?.revision ?? 0) + 1;
  box.set(voter, {
    revision,
    entry: study.size,
    ...(content === undefined ? {} : { content }),
  });
  if (content === undefined) lack(study, voter);
}

function addItem(
  study: Study,
  item: string,
  text: string,
  parents: string[] = [],
  suggestion = "",
): void {
  study.items.set(item, { id: item, texts: [text], state: "active", parents, suggestion });
}

function review(study: Study, event: EventOf<"suggestion.reviewed">): void {
  for (const id of [event.suggestion, ...(event.also ?? [])]) {
    const suggestion = study.suggestions.get(id)!;
    suggestion.reviewed = true;
    suggestion.item = event.item;
  }
  if (event.item !== "") addItem(study, event.item, event.text, [], event.suggestion);
}

function openRound(study: Study, event: EventOf<"round.opened">): void {
  study.rounds.push({
    number: event.round,
    open: true,
    items: event.items,
    ...(event.closes === undefined ? {} : { closes: event.closes }),
    box: new Map(),
    erased: 0,
    responses: [],
    results: [],
    attendance: new Set(),
    openedAt: study.size,
    shown: new Map(),
  });
}

function tallied(study: Study, event: EventOf<"item.tallied">): void {
  const result: Tallied = {
    item: event.item,
    consensus: event.consensus,
    tally: event.tally,
    entry: study.size,
    ...(event.content === undefined ? {} : { full: event.content.tally }),
  };
  const place = placeOf(study, event.basis);
  if (place.iteration) place.iteration.result = result;
  else place.round?.results.push(result);
  const item = study.items.get(event.item.item);
  if (item === undefined) return;
  item.standing = {
    basis: event.basis,
    version: event.item.version,
    consensus: event.consensus,
  };
}

function explained(study: Study, event: EventOf<"item.explained">): void {
  const place = placeOf(study, event.basis);
  if (place.iteration?.result) place.iteration.result.explanation = event.explanation;
  for (const result of place.round?.results ?? []) {
    const same = result.item.item === event.item.item && result.item.version === event.item.version;
    if (same) result.explanation = event.explanation;
  }
}

function found(study: Study, basis: string, name: "attrition" | "stability", json: Json): void {
  const { round } = placeOf(study, basis);
  if (round !== undefined) round[name] = json;
}

function applyItems(study: Study, actor: string, event: Event): void {
  switch (event.kind) {
    case "item.added":
      return addItem(study, event.item, event.text);
    case "item.suggested":
      study.suggestions.set(event.suggestion, {
        id: event.suggestion,
        by: actor,
        round: study.openRound?.number ?? 0,
        ...(event.content === undefined ? {} : { text: event.content.text }),
        reviewed: false,
        item: "",
      });
      return;
    case "suggestion.reviewed":
      return review(study, event);
    case "item.reworded": {
      const item = study.items.get(event.item)!;
      item.texts.push(event.text);
      delete item.standing;
      return;
    }
    case "items.merged":
      for (const from of event.from) study.items.get(from)!.state = "merged";
      return addItem(study, event.into, event.text, event.from);
    case "item.split":
      study.items.get(event.from)!.state = "split";
      for (const part of event.into) addItem(study, part.item, part.text, [event.from]);
      return;
    case "item.retired":
      study.items.get(event.item)!.state = "retired";
      return;
  }
}

function applyFloor(study: Study, event: Event): void {
  switch (event.kind) {
    case "vote.called":
      study.votes.set(event.vote, {
        id: event.vote,
        round: event.round,
        item: event.item,
        kind: event.vote_kind,
        iterations: [],
      });
      return;
    case "vote.opened":
      study.votes
        .get(event.vote)!
        .iterations.push({ open: true, box: new Map(), erased: 0, responses: [] });
      return;
    case "vote.cast":
      return cast(
        study,
        study.votes.get(event.vote)!.iterations.at(-1)!.box,
        event.participant,
        event.content?.answer,
      );
    case "vote.closed":
      study.votes.get(event.vote)!.iterations.at(-1)!.open = false;
      return;
    case "choice.called":
      study.choices.set(event.choice, {
        id: event.choice,
        round: event.round,
        plan: study.plan(event.round).choices.find((plan) => plan.id === event.plan)!,
        items: event.items,
        ...(event.lot === undefined ? {} : { lot: event.lot }),
        iterations: [],
      });
      return;
    case "choice.opened":
      study.choices
        .get(event.choice)!
        .iterations.push({ open: true, box: new Map(), erased: 0, responses: [] });
      return;
    case "choice.cast":
      return cast(
        study,
        study.choices.get(event.choice)!.iterations.at(-1)!.box,
        event.participant,
        event.content?.marks,
      );
    case "choice.closed":
      study.choices.get(event.choice)!.iterations.at(-1)!.open = false;
      return;
    case "choice.decided":
      study.choices.get(event.choice)!.decision = {
        iteration: event.iteration,
        chosen: event.chosen,
        reason: event.reason,
        entry: study.size,
      };
      return;
  }
}

function applyFinding(study: Study, event: Event): void {
  switch (event.kind) {
    case "response.found": {
      const { round, iteration, choice } = placeOf(study, event.basis);
      for (const place of [round, iteration, choice]) {
        if (place !== undefined) place.responses = event.responses;
      }
      return;
    }
    case "item.tallied":
      return tallied(study, event);
    case "attrition.found":
      return found(study, event.basis, "attrition", event.attrition);
    case "stability.found":
      return found(study, event.basis, "stability", event.stability);
    case "round.explained": {
      const { round, iteration } = placeOf(study, event.basis);
      for (const place of [round, iteration]) {
        if (place !== undefined) place.explanation = event.explanation;
      }
      return;
    }
    case "item.explained":
      return explained(study, event);
    case "rule.compared":
      study.comparisons.at(-1)?.verdicts.push(event.verdicts);
      return;
    case "choice.tallied": {
      const { choice } = placeOf(study, event.basis);
      if (choice !== undefined) choice.outcome = event.outcome;
      return;
    }
  }
}

function applyStudy(study: Study, event: Event): void {
  switch (event.kind) {
    case "study.created":
      study.title = event.title;
      study.rulesVersion = event.rules_version;
      study.state = "draft";
      return;
    case "protocol.drafted":
      study.protocol = event.protocol;
      return;
    case "protocol.frozen":
      study.protocol = event.protocol;
      study.state = "running";
      return;
    case "protocol.amended":
      study.amendments.push({
        reason: event.reason,
        entry: study.size,
        before: study.protocol!,
      });
      study.protocol = event.protocol;
      return;
    case "study.concluded":
      study.state = "concluded";
      return;
    case "participant.enrolled":
      study.participants.set(event.participant, {
        id: event.participant,
        ...(event.content === undefined ? {} : { membership: event.content }),
        withdrawn: false,
        enrolledAt: study.size,
        unknown: false,
        erased: false,
      });
      if (event.content === undefined) lack(study, event.participant);
      return;
    case "erasure.recorded":
      return erase(event.participant, study);
    case "participant.withdrawn":
      study.participants.get(event.participant)!.withdrawn = true;
      return;
    case "round.opened":
      return openRound(study, event);
    case "round.extended":
      study.round(event.round)!.closes = event.closes;
      return;
    case "round.closed":
      study.round(event.round)!.open = false;
      return;
    case "ballot.cast":
      return cast(study, study.round(event.round)!.box, event.participant, event.content?.answers);
    case "attendance.recorded":
      for (const id of event.participants) study.round(event.round)!.attendance.add(id);
      return;
    case "feedback.shown":
      study.round(event.round)!.shown.set(event.participant, event.content);
      return;
  }
}

function applyDecision(study: Study, event: Event): void {
  const entry = study.size;
  switch (event.kind) {
    case "decision.recorded":
    case "decision.overridden": {
      const over = event.kind === "decision.overridden";
      study.decisions.push({
        item: event.item,
        verdict: event.verdict,
        ruleVerdict: over ? event.rule_verdict : event.verdict,
        basis: event.basis,
        overrideReason: over ? event.reason : "",
        entry,
      });
      return;
    }
    case "dissent.stated":
      study.statements.set(event.statement, {
        id: event.statement,
        by: event.participant,
        item: event.item,
        ...(event.content === undefined ? {} : { content: event.content }),
        entry,
        withheld: "",
      });
      return;
    case "dissent.withheld":
      study.statements.get(event.statement)!.withheld = event.reason;
      return;
    case "log.recovered":
      study.recoveries.push({ size: event.size, root: event.root, reason: event.reason, entry });
      return;
    case "rules.compared":
      study.comparisons.push({
        basis: event.basis,
        entry,
        rules: event.rules,
        verdicts: [],
      });
      return;
  }
}

export function apply(entry: Entry, study: Study): void {
  const { event } = entry;
  // Each takes the kinds that are its own and leaves the others.
  applyStudy(study, event);
  applyItems(study, entry.actor, event);
  applyFloor(study, event);
  applyDecision(study, event);
  applyFinding(study, event);
  study.lastTime = Math.max(study.lastTime, entry.time);
  ++study.size;
}
