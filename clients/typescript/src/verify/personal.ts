// Whose openings are whose, and whether erasures account for what a record lacks.

import type { Entry } from "./event.ts";
import type { Study } from "./study.ts";

// Whose content lies apart from the entry and is destroyed if they are erased: the participant, or who
// made a suggestion. Empty for other entries.
export function personIn({ event, actor }: Entry): string {
  if (event.kind === "item.suggested") return actor;
  return "participant" in event && "commitment" in event ? event.participant : "";
}

// The openings that are not there, by whose they were.
export class MissingOpenings {
  count = 0;
  private nobodys = 0;
  private readonly people = new Set<string>();

  // Of a person, or of nobody where `person` is empty.
  add(person: string): void {
    ++this.count;
    if (person === "") ++this.nobodys;
    else this.people.add(person);
  }
  // The last one of nobody is of a whole tally that an erased person's answers could be read from.
  moveToTallies(): void {
    --this.nobodys;
  }
  // Whether all of them are of people whom the study has erased.
  allErased(study: Study): boolean {
    if (this.nobodys !== 0) return false;
    return [...this.people].every((person) => study.participants.get(person)?.erased === true);
  }
}
