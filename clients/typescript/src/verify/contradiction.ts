// Whether an IN and an OUT clause both hold for some tally: a search over small panels of one, two and
// three groups, and over panels of 100 at the rule's own thresholds. It finds every contradiction of
// the usual kinds; passing it is no proof. What is tried, and in which order, is the first program's.

import type { Answer } from "./event.ts";
import { Fraction, ONE } from "./fraction.ts";
import { assess, type Counts, floor, Table, type Tables } from "./ratings.ts";
import { appliesIn, type Band, type Clause, type Criterion, type Rule } from "./rule.ts";

const ATOMS_MAX = 7;
const TALLIES_MAX = 40_000;

// Which answers a rule can tell apart, and at what shares it turns.
class Landmarks {
  readonly bands: Band[] = [];
  readonly shares: Fraction[] = [];
  readonly groups: string[] = [];
  grouped = false;
  private readonly scores: Set<number>;
  private sharesOnly = true;
  private unscored: boolean;

  constructor(private readonly rule: Rule) {
    this.scores = new Set([rule.scale.min, rule.scale.max]);
    this.unscored = rule.denominator === "answered";
    for (const clause of rule.clauses) this.survey(clause.when);
  }

  // The answers to combine: with shares alone, one score a combination of bands is enough.
  get atoms(): Answer[] {
    const { min, max } = this.rule.scale;
    const atoms: Answer[] = this.unscored ? ["unable"] : [];
    if (!this.sharesOnly) {
      return [...atoms, ...[...this.scores].sort((a, b) => a - b)].slice(0, ATOMS_MAX);
    }
    const seen = new Set<string>();
    for (let score = min; score <= max; ++score) {
      const within = this.bands.map(({ low, high }) => (low <= score && score <= high ? "1" : "0"));
      const key = within.join("");
      if (seen.has(key)) continue;
      seen.add(key);
      atoms.push(score);
    }
    return atoms.slice(0, ATOMS_MAX);
  }

  private add(...scores: number[]): void {
    const { min, max } = this.rule.scale;
    for (const score of scores) if (score >= min && score <= max) this.scores.add(score);
  }
  private addBand(band: Band): void {
    this.add(band.low, band.high);
  }

  private survey({ scope, test }: Criterion): void {
    if (scope.kind !== "panel") this.grouped = true;
    if (scope.kind === "groups") {
      for (const group of scope.groups) if (!this.groups.includes(group)) this.groups.push(group);
    }
    if ("parts" in test) {
      for (const part of test.parts) this.survey(part);
      return;
    }
    if (test.kind !== "share") this.sharesOnly = false;
    switch (test.kind) {
      case "share":
        this.addBand(test.band);
        this.bands.push(test.band);
        this.shares.push(test.value);
        if (test.plusUnable || test.plusNotUnderstood || test.denominator !== undefined) {
          this.unscored = true;
        }
        return;
      case "near":
        this.shares.push(test.value);
        return;
      case "median":
      case "mean": {
        const { min, max } = this.rule.scale;
        const whole = floor(test.value);
        const below = whole < BigInt(min) ? min : whole > BigInt(max) ? max : Number(whole);
        this.add(below, below + 1);
        return;
      }
      case "tails":
        this.addBand(test.low);
        this.addBand(test.high);
        return;
      case "ipras":
      case "outside":
        for (const band of this.rule.scale.bands) this.addBand(band);
        return;
    }
  }
}

// Every way in which so many people give one of the answers.
function compositions(atoms: number, people: number): number[][] {
  if (atoms === 1) return [[people]];
  const all: number[][] = [];
  for (let here = people; here >= 0; --here) {
    for (const rest of compositions(atoms - 1, people - here)) all.push([here, ...rest]);
  }
  return all;
}

// Panels of 100 in which two answers stand at a threshold or next to it and a third takes the rest.
function* atThresholds(atoms: number, shares: Fraction[]): Generator<number[]> {
  const numbers = new Set([0]);
  for (const share of shares) {
    for (let n = 0; n <= 100; ++n) {
      const away = share.times(new Fraction(100)).minus(new Fraction(n));
      if (away.compare(new Fraction(-2)) <= 0 || away.compare(new Fraction(2)) >= 0) continue;
      numbers.add(n).add(100 - n);
    }
  }
  const sorted = [...numbers].sort((a, b) => a - b);
  const pairs = sorted.flatMap((a) =>
    sorted.filter((b) => a + b <= 100).map((b) => [a, b] as const),
  );
  for (let i = 0; i < atoms; ++i) {
    for (let j = 0; j < i; ++j) {
      for (let third = 0; third < atoms; ++third) {
        for (const [a, b] of pairs) {
          const counts = new Array<number>(atoms).fill(0);
          counts[i]! += a;
          counts[j]! += b;
          counts[third]! += 100 - a - b;
          yield counts;
        }
      }
    }
  }
}

function shareARound(a: Clause, b: Clause): boolean {
  const rounds = [1, a.fromRound ?? 1, b.fromRound ?? 1, ...a.rounds, ...b.rounds];
  return rounds.some((round) => appliesIn(a, round) && appliesIn(b, round));
}

class Search {
  private readonly pairs: [Criterion, Criterion][] = [];
  private readonly marks: Landmarks;
  private readonly atoms: Answer[];
  // The same tables of one group come again and again; they remember what holds in them.
  private readonly made = new Map<string, Table>();

  constructor(private readonly rule: Rule) {
    this.marks = new Landmarks(rule);
    this.atoms = this.marks.atoms;
    for (const a of rule.clauses) {
      for (const b of rule.clauses) {
        if (a.verdict === "IN" && b.verdict === "OUT" && shareARound(a, b)) {
          this.pairs.push([a.when, b.when]);
        }
      }
    }
  }

  run(): boolean {
    if (this.pairs.length === 0) return false;
    const least = Math.max(1, this.marks.groups.length);
    const most = this.marks.grouped ? Math.max(3, least) : least;
    for (let groups = least; groups <= most; ++groups) {
      if (this.inGroups(groups)) return true;
    }
    if (least > 1) return false;
    let budget = TALLIES_MAX;
    for (const counts of atThresholds(this.atoms.length, this.marks.shares)) {
      if (--budget < 0) return false;
      if (this.bothHold([counts])) return true;
    }
    return false;
  }

  // All combinations of one small composition a group, as many people a group as the budget allows.
  private inGroups(groups: number): boolean {
    let choices = compositions(this.atoms.length, 1);
    let more = choices;
    for (let people = 2; people <= 10; ++people) {
      more = [...more, ...compositions(this.atoms.length, people)];
      if (more.length ** groups > TALLIES_MAX) break;
      choices = more;
    }
    const at = new Array<number>(groups).fill(0);
    for (let budget = TALLIES_MAX; budget > 0; --budget) {
      if (this.bothHold(at.map((choice) => choices[choice]!))) return true;
      let digit = 0;
      while (digit < groups && ++at[digit]! === choices.length) at[digit++] = 0;
      if (digit === groups) return false;
    }
    return false;
  }

  // Small panels stand for larger ones in the same shares, so that quorums hide nothing.
  private factorFor(tally: number[][]): number {
    const { quorum, leastGroupSize } = this.rule;
    const groupLeast = Math.max(quorum.eachGroup, leastGroupSize);
    let factor = 1;
    let panel = 0;
    for (const counts of tally) {
      let scored = 0;
      for (const [i, atom] of this.atoms.entries())
        if (typeof atom === "number") scored += counts[i]!;
      panel += scored;
      if (scored > 0) factor = Math.max(factor, Math.ceil(groupLeast / scored));
    }
    return panel > 0 ? Math.max(factor, Math.ceil(quorum.panel / panel)) : 0;
  }

  private table(tally: number[][], factor: number): Table {
    const key = `${factor}:${tally.join(";")}`;
    const known = this.made.get(key);
    if (known !== undefined) return known;
    const parts = tally.map((counts) => {
      const people: Counts = new Map();
      for (const [i, n] of counts.entries()) if (n > 0) people.set(this.atoms[i]!, n * factor);
      return { counts: people, weight: ONE };
    });
    const table = new Table(this.rule, parts);
    if (tally.length === 1) this.made.set(key, table);
    return table;
  }

  private bothHold(tally: number[][]): boolean {
    const factor = this.factorFor(tally);
    if (factor === 0) return false;
    const name = (i: number): string => this.marks.groups[i] ?? String.fromCharCode(65 + i);
    const groups = new Map(
      tally.map((counts, i): [string, Table] => [name(i), this.table([counts], factor)]),
    );
    const tables: Tables = { panel: this.table(tally, factor), groups };
    return this.pairs.some(
      ([a, b]) => assess(this.rule, a, tables) === true && assess(this.rule, b, tables) === true,
    );
  }
}

const judged = new Map<string, boolean>();

// Whether the search finds a tally under which the rule says both. Remembered by the rule's text,
// since a protocol comes several times.
export function contradicts(rule: Rule, text: string): boolean {
  const known = judged.get(text);
  if (known !== undefined) return known;
  const found = new Search(rule).run();
  judged.set(text, found);
  return found;
}
