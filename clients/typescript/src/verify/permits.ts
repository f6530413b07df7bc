// Every rule of conduct, stated once, over facts: could this have happened then? The same questions
// as engine/study/permits.h asks, in the same order. Where an entry's content is absent, only what
// shows in the clear is checked.

import { Refused, refuse } from "./conduct.ts";
import type { Entry, Event } from "./event.ts";
import { permitsChoice } from "./permits_choices.ts";
import { permitsDissent } from "./permits_dissent.ts";
import { permitsItem } from "./permits_items.ts";
import { permitsRound } from "./permits_rounds.ts";
import { permitsStudy } from "./permits_study.ts";
import type { Study } from "./study.ts";
import { DAY, MINUTE, truncated, writeInstant } from "./text.ts";

// Why a fact is refused: somebody was not allowed to, or it came in the wrong state or shape.
export interface Refusal {
  eligibility: boolean;
  message: string;
}

const NEWER = new Set<Event["kind"]>([
  "feedback.shown",
  "choice.called",
  "choice.opened",
  "choice.cast",
  "choice.closed",
  "choice.decided",
  "dissent.stated",
  "dissent.withheld",
  "rules.compared",
]);

// The first rules version under which the event can be recorded.
function neededVersion(event: Event): number {
  const newer =
    NEWER.has(event.kind) ||
    (event.kind === "suggestion.reviewed" && event.also !== undefined) ||
    (event.kind === "participant.enrolled" && event.content?.private_hats !== undefined);
  const newest =
    event.kind === "erasure.recorded" ||
    event.kind === "log.recovered" ||
    ("protocol" in event && event.protocol.unanimityShown);
  return newest ? 3 : newer ? 2 : 1;
}

// A ballot's time is coarse, so it may show the beginning of a day or minute that has begun already.
function keepTime(study: Study, entry: Entry): void {
  let earliest = study.lastTime;
  const { kind } = entry.event;
  if (kind === "ballot.cast" || kind === "feedback.shown") earliest = truncated(earliest, DAY);
  if (kind === "vote.cast" || kind === "choice.cast") earliest = truncated(earliest, MINUTE);
  if (entry.time >= earliest) return;
  refuse(`time runs backwards: the entry before is of ${writeInstant(study.lastTime)}`);
}

function ask(study: Study, entry: Entry, thorough: boolean): void {
  const { event } = entry;
  const creates = event.kind === "study.created";
  if (study.state === "new" && !creates) refuse("the study has not been created");
  const outlasts = ["bundle.published", "erasure.recorded", "log.recovered"].includes(event.kind);
  if (study.state === "concluded" && !outlasts) {
    refuse("the study is concluded; its record can only be published");
  }
  if (!creates && study.rulesVersion < neededVersion(event)) {
    refuse(
      `this study was begun under rules version ${study.rulesVersion}, which knows no such act`,
    );
  }
  keepTime(study, entry);
  // Each asks about the kinds that are its own.
  permitsStudy(study, entry, event, thorough);
  permitsItem(study, entry, event);
  permitsRound(study, entry, event);
  permitsChoice(study, entry, event);
  permitsDissent(study, entry, event);
}

// Whether `entry`, a fact, may follow on `study`: nothing, or why not. Unless `thorough`, the search
// for contradictions in a protocol's rules is left out; it may take a second.
export function permits(study: Study, entry: Entry, thorough = true): Refusal | undefined {
  try {
    ask(study, entry, thorough);
    return undefined;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { eligibility: error.eligibility, message: error.message };
  }
}
