// The search for the fewest people. It opens the branches of the formula in the order of how many people
// they need at least.

import { VerdictFormula } from "./flip_formula.ts";
import { Mover } from "./flip_mover.ts";
import { type Move, type Need, needOf, Scene } from "./flip_scene.ts";
import type { JsonObject } from "./json.ts";
import { type Cohort, standsIn, type Tables } from "./ratings.ts";
import type { Consensus } from "./rule.ts";
import type { Count } from "./tally.ts";

const BRANCHES_MAX = 4_000;
const TRIES_MAX = 4_000;
const TRIES_A_BRANCH = 1_000;

// What is proved: overall, and where only one group's people score otherwise. Nothing where the overall
// number is not proved.
export function flipsOf(
  count: Count,
  tables: Tables,
  cohorts: Cohort[],
  verdict: Consensus,
): JsonObject | undefined {
  if (verdict === "INQUORATE") {
    return { groups: Object.fromEntries(count.groups.map((group) => [group, {}])) };
  }
  const scene = new Scene(count, tables, cohorts, verdict);
  const root = new VerdictFormula(scene).otherThan(verdict);
  const overall = proved(
    scene,
    root,
    scene.cohorts.map(() => true),
  );
  if (overall === undefined) return undefined;
  const groups = count.groups.flatMap((group): [string, JsonObject][] => {
    const movable = scene.cohorts.map(({ hats }) => standsIn(hats, count.voice).includes(group));
    const flip = proved(scene, root, movable);
    return flip === undefined ? [] : [[group, flip]];
  });
  return { ...overall, groups: Object.fromEntries(groups) };
}

// {} where no change of scores changes the verdict; nothing where it is not proved.
function proved(scene: Scene, root: number, movable: boolean[]): JsonObject | undefined {
  if (!movable.includes(true)) return {};
  const { atLeast, found } = new FlipSearch(scene, movable).run(root);
  if (atLeast === undefined && found === undefined) return {};
  if (atLeast !== found) return undefined;
  return { at_least: String(atLeast), at_most: String(found) };
}

// Needs that have to be met, and choices among further ones: (node, first part, how many more).
interface Choice {
  node: number;
  first: number;
  wanted: number;
}
class Branch {
  mover: Mover | undefined;

  constructor(
    readonly needs: Need[] = [],
    readonly byTable = new Map<string, number>(), // The fewest that one of a table's needs takes alone.
    public choices: Choice[] = [],
    public bound = 0, // It takes no fewer people.
  ) {}

  copy(): Branch {
    return new Branch([...this.needs], new Map(this.byTable), [...this.choices], this.bound);
  }
}

interface Queued {
  bound: number;
  arrived: number;
  branch: Branch;
}
function before(a: Queued, b: Queued): boolean {
  return a.bound < b.bound || (a.bound === b.bound && a.arrived < b.arrived);
}

// A heap: the branch that needs the fewest people first, then the one that came first.
class Queue {
  private readonly heap: Queued[] = [];

  get length(): number {
    return this.heap.length;
  }
  sorted(): Branch[] {
    return [...this.heap].sort((a, b) => (before(a, b) ? -1 : 1)).map(({ branch }) => branch);
  }
  push(one: Queued): void {
    const { heap } = this;
    heap.push(one);
    for (let at = heap.length - 1; at > 0;) {
      const above = (at - 1) >> 1;
      if (!before(heap[at]!, heap[above]!)) return;
      [heap[at], heap[above]] = [heap[above]!, heap[at]!];
      at = above;
    }
  }
  pop(): Branch {
    const { heap } = this;
    const top = heap[0]!;
    const last = heap.pop()!;
    if (heap.length > 0) {
      heap[0] = last;
      for (let at = 0; ;) {
        let least = at;
        for (const below of [2 * at + 1, 2 * at + 2]) {
          if (below < heap.length && before(heap[below]!, heap[least]!)) least = below;
        }
        if (least === at) break;
        [heap[at], heap[least]] = [heap[least]!, heap[at]!];
        at = least;
      }
    }
    return top.branch;
  }
}

class FlipSearch {
  private readonly alone = new Map<string, number>();
  private readonly fewest: number[] = []; // By node, were nothing else asked.
  private readonly people: number;
  private readonly queue = new Queue();
  private readonly stuck: Branch[] = [];
  private arrived = 0;
  private tries = TRIES_MAX;
  private found: number | undefined;

  constructor(
    private readonly scene: Scene,
    private readonly movable: boolean[],
  ) {
    for (const { need, parts, wanted } of scene.nodes) {
      this.fewest.push(need ? this.fewestFor(need) : this.fewestOf(parts, 0, wanted));
    }
    this.people = scene.scores
      .filter((_, i) => movable[i])
      .reduce((sum, scores) => scores.reduce((all, n) => all + n, sum), 0);
  }

  private fewestFor(need: Need): number {
    let fewest = this.alone.get(need.key);
    if (fewest === undefined) {
      fewest = this.scene.fewest(need, this.movable);
      this.alone.set(need.key, fewest);
    }
    return fewest;
  }

  private fewestOf(parts: number[], first: number, wanted: number): number {
    if (wanted === 0) return 0;
    if (parts.length - first < wanted) return Infinity;
    const sorted = parts
      .slice(first)
      .map((part) => this.fewest[part]!)
      .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    return sorted[wanted - 1]!;
  }

  run(root: number): { atLeast: number | undefined; found: number | undefined } {
    const whole = new Branch();
    if (this.require(root, whole)) this.add(whole);
    for (let n = 0; n < BRANCHES_MAX && this.queue.length > 0 && this.found === undefined; ++n) {
      const branch = this.queue.pop();
      if (branch.choices.length > 0) this.open(branch);
      else this.tryToMeet(branch);
    }
    if (this.found === undefined) this.stuck.push(...this.queue.sorted());
    const bounds = this.stuck.map(({ bound }) => bound);
    if (this.found !== undefined) bounds.push(this.found);
    const atLeast = bounds.length === 0 ? undefined : Math.min(...bounds);
    for (const branch of this.stuck) {
      const better = this.found === undefined || (atLeast !== undefined && this.found > atLeast);
      if (better) this.lookForMoves(branch);
    }
    return { atLeast, found: this.found };
  }

  // Adds what a part asks; false where it can never be.
  private require(part: number, branch: Branch): boolean {
    const { need, wanted, parts } = this.scene.nodes[part]!;
    if (this.fewest[part] === Infinity) return false;
    if (need !== undefined) {
      this.demand(need, branch);
      const points = need.points.join(",");
      const same = branch.needs.findIndex(
        (other) => other.basis === need.basis && other.points.join(",") === points,
      );
      // Of two needs for more of the same, the larger one.
      if (same < 0) branch.needs.push(need);
      else if (need.least > branch.needs[same]!.least) branch.needs[same] = need;
      return true;
    }
    if (wanted < parts.length) {
      branch.choices.push({ node: part, first: 0, wanted });
      return true;
    }
    return parts.every((each) => this.require(each, branch));
  }

  private demand(need: Need, branch: Branch): void {
    const { table } = this.scene.bases[need.basis]!;
    branch.byTable.set(table, Math.max(branch.byTable.get(table) ?? 0, this.fewestFor(need)));
  }

  private add(branch: Branch): void {
    if (branch.choices.length === 0) {
      // Two needs of one table imply their sum, which can ask for more than either.
      for (const [i, a] of branch.needs.entries()) {
        for (const b of branch.needs.slice(i + 1)) {
          if (a.basis !== b.basis) continue;
          const points = a.points.map((point, at) => point + b.points[at]!);
          this.demand(needOf(a.basis, points, a.least + b.least), branch);
        }
      }
    }
    if ([...branch.byTable.values()].includes(Infinity)) return;
    branch.bound = Math.max(1, branch.bound, this.scene.together(branch.byTable));
    for (const { node, first, wanted } of branch.choices) {
      const { parts } = this.scene.nodes[node]!;
      branch.bound = Math.max(branch.bound, this.fewestOf(parts, first, wanted));
    }
    this.keep(branch);
  }

  private keep(branch: Branch): void {
    if (branch.bound > this.people) return;
    this.queue.push({ bound: branch.bound, arrived: this.arrived++, branch });
  }

  // Takes up the choice with the fewest parts.
  private open(branch: Branch): void {
    const width = ({ node, first }: Choice): number => this.scene.nodes[node]!.parts.length - first;
    const choice = branch.choices.reduce((a, b) => (width(b) < width(a) ? b : a));
    const { node, first, wanted } = choice;
    branch.choices = branch.choices.filter((one) => one !== choice);
    const { parts } = this.scene.nodes[node]!;
    // One of several: each in turn. More than one: with the first, or without it.
    const end = wanted === 1 ? parts.length : first + 1;
    for (let number = first; number < end; ++number) {
      const taken = branch.copy();
      if (!this.require(parts[number]!, taken)) continue;
      if (wanted > 1) taken.choices.push({ node, first: number + 1, wanted: wanted - 1 });
      this.add(taken);
    }
    if (wanted > 1 && parts.length - first > wanted) {
      branch.choices.push({ node, first: first + 1, wanted });
      this.add(branch);
    }
  }

  // With exactly as many people as its bound says, which no other branch can do better.
  private tryToMeet(branch: Branch): void {
    branch.mover ??= new Mover(this.scene, branch.needs, this.movable);
    const { mover } = branch;
    const allowed = Math.min(this.tries, TRIES_A_BRANCH);
    mover.work = allowed;
    const moves = mover.within(branch.bound);
    this.tries -= allowed - mover.work;
    if (moves !== undefined && this.changes(moves)) {
      this.found = branch.bound;
    } else if (moves !== undefined || mover.work === 0) {
      this.stuck.push(branch);
    } else {
      ++branch.bound;
      this.keep(branch);
    }
  }

  private changes(moves: Move[]): boolean {
    return this.scene.verdictAfter(moves) !== this.scene.verdict;
  }

  private lookForMoves(branch: Branch): void {
    if (branch.choices.length > 0) return;
    const mover = branch.mover ?? new Mover(this.scene, branch.needs, this.movable);
    const moves = mover.greedily();
    if (moves === undefined) return;
    const people = moves.reduce((sum, move) => sum + move.people, 0);
    if (people < (this.found ?? Infinity) && this.changes(moves)) this.found = people;
  }
}
