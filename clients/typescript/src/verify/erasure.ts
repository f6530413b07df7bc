// What an erasure takes away from the state. What was concluded before stands.

import { member } from "./json.ts";
import type { Box, Study, Tallied } from "./study.ts";

// The whole of a tally in which somebody is held back for the few they are would still tell what they
// answered.
function eraseWhole(result: Tallied | undefined): void {
  if (result !== undefined && member(result.tally, "suppressed") !== undefined) delete result.full;
}

export function erase(participant: string, study: Study): void {
  const person = study.participants.get(participant)!;
  study.participants.set(participant, {
    id: participant,
    withdrawn: true,
    enrolledAt: person.enrolledAt,
    unknown: false,
    erased: true,
  });
  const take = (from: { box: Box<unknown>; erased: number }, counted: boolean): void => {
    if (from.box.delete(participant) && counted) ++from.erased;
  };
  for (const round of study.rounds) {
    if (round.box.has(participant)) round.results.forEach(eraseWhole);
    take(round, !round.open);
    round.attendance.delete(participant);
    if (round.shown.has(participant)) round.shown.set(participant, undefined);
  }
  for (const { iterations } of study.votes.values()) {
    for (const iteration of iterations) {
      if (iteration.box.has(participant)) eraseWhole(iteration.result);
      take(iteration, !iteration.open);
    }
  }
  for (const { iterations } of study.choices.values()) {
    for (const iteration of iterations) take(iteration, !iteration.open);
  }
  for (const suggestion of study.suggestions.values()) {
    if (suggestion.by === participant) delete suggestion.text;
  }
  for (const statement of study.statements.values()) {
    if (statement.by === participant) delete statement.content;
  }
  study.contentsKnown = ![...study.participants.values()].some(({ unknown }) => unknown);
}
