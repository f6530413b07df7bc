// The k rule from rules version 3 on, as arithmetic: which tables may be shown beside each other.
//
// Everybody who reads tables can add and subtract them. A table is a sum over people; so is every
// combination of tables. No combination of what is shown may concern fewer than k people, and none may
// give back a table that is held back because everybody in it answered alike. The limits of the search
// are the first program's.

import { Fraction, ONE, ZERO } from "./fraction.ts";
import type { Study, Participant } from "./study.ts";

const SORTS_MAX = 64;
const SUBSETS_MAX = 500;

// People whom no table tells apart: the same tables count them with the same weights.
export interface Alike {
  groups: number[]; // Whose tables count them.
  people: number;
  panelWeight: Fraction; // Of each of them, in the panel's weighted figures,
  groupWeight: Fraction; // and in those of their groups.
}
// Tables in which everybody gave the same answer and that are not to be shown for that.
export interface HeldBack {
  panel: boolean;
  groups: boolean[];
}
export interface Shown {
  panel: boolean;
  weights: boolean; // Weighted figures beside those that count people.
  groups: boolean[];
}

type Row = Fraction[];

function leadOf(row: Row): number {
  const lead = row.findIndex((value) => !value.isZero);
  return lead < 0 ? row.length : lead;
}

// What tables span, in echelon form: every combination of them.
class Span {
  private rows: { lead: number; row: Row }[] = []; // In order of their leads.

  add(row: Row): void {
    const reduced = this.reduced(row);
    const lead = leadOf(reduced);
    if (lead === reduced.length) return;
    const at = this.rows.findIndex((other) => other.lead > lead);
    this.rows.splice(at < 0 ? this.rows.length : at, 0, { lead, row: reduced });
  }
  holds(row: Row): boolean {
    return leadOf(this.reduced(row)) === row.length;
  }
  get rank(): number {
    return this.rows.length;
  }
  // The combinations that are zero before `column`, cut there.
  from(column: number): Row[] {
    return this.rows.filter(({ lead }) => lead >= column).map(({ row }) => row.slice(column));
  }

  // Leads further left first, since taking a row away changes only what stands right of its lead.
  private reduced(start: Row): Row {
    let row = start;
    for (const { lead, row: other } of this.rows) {
      if (row[lead]!.isZero) continue;
      const factor = row[lead]!.over(other[lead]!);
      row = row.map((value, c) => (c < lead ? value : value.minus(factor.times(other[c]!))));
    }
    return row;
  }
}

// Looks for a combination of `rows`, independent of each other, that concerns few people.
class Search {
  private lookedAt = 0;

  constructor(
    private readonly rows: Row[],
    private readonly people: number[],
    private readonly k: number,
  ) {}

  finds(): boolean {
    if (this.rows.length === 0) return false;
    if (this.rows.length === 1) return this.concerns(this.rows[0]!) < this.k;
    if (this.people.reduce((a, b) => a + b, 0) < this.k) return true;
    return this.tries(
      this.people.map(() => false),
      0,
      0,
    );
  }

  private concerns(row: Row): number {
    return row.reduce((sum, value, i) => (value.isZero ? sum : sum + this.people[i]!), 0);
  }

  // Whether some combination concerns only people in `few`, or in that and more of the sorts from
  // `next` on.
  private tries(few: boolean[], next: number, people: number): boolean {
    if (++this.lookedAt > SUBSETS_MAX) return true;
    if (people > 0 && this.rankOutside(few) < this.rows.length) return true;
    for (let i = next; i < this.people.length; ++i) {
      if (people + this.people[i]! >= this.k) continue;
      few[i] = true;
      if (this.tries(few, i + 1, people + this.people[i]!)) return true;
      few[i] = false;
    }
    return false;
  }

  private rankOutside(few: boolean[]): number {
    const span = new Span();
    for (const row of this.rows) span.add(row.map((value, i) => (few[i] ? ZERO : value)));
    return span.rank;
  }
}

function bySize(people: Alike[]): Alike[] {
  return [...people].sort((a, b) => b.people - a.people);
}

// The same people told apart by their tables only.
function withoutWeights(people: Alike[]): Alike[] {
  const merged = new Map<string, Alike>();
  for (const alike of people) {
    const key = alike.groups.join(",");
    const same = merged.get(key);
    if (same === undefined) {
      merged.set(key, { ...alike, panelWeight: ONE, groupWeight: ONE });
    } else {
      same.people += alike.people;
    }
  }
  return [...merged.values()];
}

class Tables {
  private people: Alike[];
  private readonly sizes: number[];
  private readonly all: number;
  private weighted: boolean; // Whether weighted figures that are shown say more than the others.
  private readonly shown: Shown = { panel: true, weights: true, groups: [] };

  constructor(
    people: Alike[],
    groups: number,
    private readonly k: number,
    private readonly heldBack: HeldBack,
  ) {
    this.people = people.filter((alike) => alike.people > 0);
    const [first] = this.people;
    this.weighted = this.people.some(
      ({ panelWeight, groupWeight }) =>
        !panelWeight.equals(first!.panelWeight) || !groupWeight.equals(first!.groupWeight),
    );
    this.sizes = new Array<number>(groups).fill(0);
    for (const alike of this.people) for (const g of alike.groups) this.sizes[g]! += alike.people;
    this.all = this.people.reduce((sum, alike) => sum + alike.people, 0);
  }

  choose(): Shown {
    const { shown, k } = this;
    shown.panel = (this.all === 0 || this.all >= k) && !this.heldBack.panel;
    if (this.weighted && this.people.length > SORTS_MAX) this.dropWeights();
    const tooMany = this.people.length > SORTS_MAX;
    shown.groups = this.sizes.map(
      (size, g) => size === 0 || !(size < k || this.heldBack.groups[g] === true || tooMany),
    );
    // Sorts of many people first, so that elimination clears them before it comes to the few.
    this.people = bySize(this.people);
    while (!tooMany && this.tells()) this.takeOneAway();
    return shown;
  }

  private dropWeights(): void {
    this.shown.weights = false;
    this.weighted = false;
    this.people = bySize(withoutWeights(this.people));
  }

  private panelRow(weighted: boolean): Row {
    return this.people.map(({ panelWeight }) => (weighted ? panelWeight : ONE));
  }
  private groupRow(group: number, weighted: boolean): Row {
    return this.people.map(({ groups, groupWeight }) =>
      !groups.includes(group) ? ZERO : weighted ? groupWeight : ONE,
    );
  }
  private get shownGroups(): number[] {
    return [...this.sizes.keys()].filter((g) => this.shown.groups[g] && this.sizes[g]! > 0);
  }

  private combinations(): Span {
    const span = new Span();
    for (const weighted of this.weighted ? [false, true] : [false]) {
      if (this.shown.panel) span.add(this.panelRow(weighted));
      for (const g of this.shownGroups) span.add(this.groupRow(g, weighted));
    }
    return span;
  }

  private tells(): boolean {
    const span = this.combinations();
    if (span.rank === 0) return false;
    if (this.heldBack.panel && span.holds(this.panelRow(false))) return true;
    for (const [g, size] of this.sizes.entries()) {
      if (this.heldBack.groups[g] && size > 0 && span.holds(this.groupRow(g, false))) return true;
    }
    const found = this.people.findIndex((alike) => alike.people < this.k);
    const column = found < 0 ? this.people.length : found;
    const few = this.people.slice(column).map((alike) => alike.people);
    return new Search(span.from(column), few, this.k).finds();
  }

  private takeOneAway(): void {
    if (this.weighted) return this.dropWeights();
    const groups = this.shownGroups;
    if (groups.length === 0) {
      this.shown.panel = false;
      return;
    }
    const smallest = groups.reduce((a, b) => (this.sizes[b]! < this.sizes[a]! ? b : a));
    this.shown.groups[smallest] = false;
  }
}

const NOTHING: HeldBack = { panel: false, groups: [] };

// Begins with everything but tables of 1 to k-1 people and those in `heldBack`, and takes away, until no
// combination tells, first all weighted figures, then the smallest group that is left (of equal ones
// the first), at last the panel.
export function whatMayBeShown(
  people: Alike[],
  groups: number,
  k: number,
  heldBack = NOTHING,
): Shown {
  return new Tables(people, groups, k, heldBack).choose();
}

// The names of the groups whose tables are not shown, in order.
export function hiddenGroups(study: Study, shown: Shown): string[] {
  return study
    .protocol!.groups.map(({ id }) => id)
    .filter((_, g) => !shown.groups[g])
    .sort();
}

function compareIndices(a: number[], b: number[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); ++i) {
    if (a[i] !== b[i]) return a[i]! - b[i]!;
  }
  return a.length - b.length;
}

// The same over people without scores, each counted once in the panel and in the tables of their hats.
// Whoever's hats are not known counts in the panel only.
export function tablesShown(study: Study, counted: (person: Participant) => boolean): Shown {
  const { groups, k } = study.protocol!;
  const people = new Map<string, Alike>();
  for (const person of study.participants.values()) {
    if (!counted(person)) continue;
    const { membership } = person;
    const worn =
      membership === undefined
        ? []
        : [...groups.keys()].filter((g) => study.countsIn(membership, groups[g]!.id));
    const key = worn.join(",");
    const alike = people.get(key) ?? {
      groups: worn,
      people: 0,
      panelWeight: ONE,
      groupWeight: ONE,
    };
    ++alike.people;
    people.set(key, alike);
  }
  const sorted = [...people.values()].sort((a, b) => compareIndices(a.groups, b.groups));
  return whatMayBeShown(sorted, groups.length, k);
}
