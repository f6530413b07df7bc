// Voting rules that compare two candidates at a time: Copeland, minimax, Schulze, ranked pairs, Kemeny,
// and the Condorcet, Smith and Schwartz sets.

import { type Election, NotComputed, type Outcome, range, sumOf, Uncountable } from "./election.ts";
import { Fraction, ZERO } from "./fraction.ts";
import { highestWins } from "./voting_grades.ts";

const KEMENY_MEMBERS_MAX = 15;
const OUTCOMES_MAX = 20_000;

export type Matrix = Fraction[][];

// [a][b]: the weight of the ballots with a above b. Two unranked ones are never compared.
export function pairwise({ size, plan, ballots }: Election): Matrix {
  const apart = plan.unranked === "apart";
  const above = range(size).map(() => new Array<Fraction>(size).fill(ZERO));
  for (const { marks, weight } of ballots) {
    for (const [a, upper] of marks.entries()) {
      if (upper === undefined) continue;
      for (const [b, lower] of marks.entries()) {
        const stands = lower === undefined ? !apart : upper < lower;
        if (a !== b && stands) above[a]![b] = above[a]![b]!.plus(weight);
      }
    }
  }
  return above;
}

function beats(above: Matrix, a: number, b: number): boolean {
  return above[a]![b]!.compare(above[b]![a]!) > 0;
}

export function copeland(election: Election): Outcome {
  const above = pairwise(election);
  const everybody = range(election.size);
  const scores = everybody.map((a) => {
    const won = everybody.filter((b) => beats(above, a, b)).length;
    const lost = everybody.filter((b) => beats(above, b, a)).length;
    return new Fraction(won - lost);
  });
  return highestWins(scores);
}

// The worst defeat; the smaller, the better.
export function minimax(election: Election): Outcome {
  const above = pairwise(election);
  const { strength } = election.plan;
  const worst = range(election.size).map((a) =>
    range(election.size)
      .filter((b) => a !== b && (strength === "opposition" || beats(above, b, a)))
      .map((b) => (strength === "margin" ? above[b]![a]!.minus(above[a]![b]!) : above[b]![a]!))
      .reduce((most, defeat) => (defeat.compare(most) > 0 ? defeat : most), ZERO),
  );
  return { ...highestWins(worst.map((defeat) => ZERO.minus(defeat))), scores: worst };
}

type Key = Fraction[]; // Compared from the first on.

function compareKeys(a: Key, b: Key): number {
  for (const [i, x] of a.entries()) {
    const order = x.compare(b[i]!);
    if (order !== 0) return order;
  }
  return 0;
}

// Every victory's strength as a small number; 0 is no victory.
function strengthRanks(election: Election, above: Matrix, equalSupportDiffers = false): number[][] {
  const { strength } = election.plan;
  const keyOf = (won: Fraction, lost: Fraction): Key => {
    if (strength === "ratio") {
      return lost.isZero ? [new Fraction(1), won] : [ZERO, won.over(lost)];
    }
    if (strength === "margin") return [won.minus(lost)];
    return equalSupportDiffers ? [won, ZERO.minus(lost)] : [won];
  };
  const pairs = range(election.size).flatMap((a) =>
    range(election.size)
      .filter((b) => a !== b && beats(above, a, b))
      .map((b) => ({ a, b, key: keyOf(above[a]![b]!, above[b]![a]!) })),
  );
  pairs.sort((x, y) => compareKeys(x.key, y.key));
  const ranks = range(election.size).map(() => new Array<number>(election.size).fill(0));
  let rank = 0;
  for (const [i, { a, b, key }] of pairs.entries()) {
    if (i === 0 || compareKeys(pairs[i - 1]!.key, key) !== 0) ++rank;
    ranks[a]![b] = rank;
  }
  return ranks;
}

// Winners first, then the unbeaten among the rest by the same paths.
export function schulze(election: Election): Outcome {
  const everybody = range(election.size);
  const paths = strengthRanks(election, pairwise(election));
  for (const through of everybody) {
    for (const a of everybody) {
      const first = paths[a]![through]!;
      if (a === through || first === 0) continue;
      for (const b of everybody) {
        if (b === a || b === through) continue;
        paths[a]![b] = Math.max(paths[a]![b]!, Math.min(first, paths[through]![b]!));
      }
    }
  }
  const ranking: number[][] = [];
  let left = everybody;
  while (left.length > 0) {
    const level = left.filter((a) => !left.some((b) => paths[b]![a]! > paths[a]![b]!));
    ranking.push(level);
    left = left.filter((c) => !level.includes(c));
  }
  return { winners: ranking[0] ?? [], ranking };
}

// Those who reach one another, in order of their first members.
function components(size: number, linked: (a: number, b: number) => boolean): number[][] {
  const to = range(size).map((a) => range(size).map((b) => a !== b && linked(a, b)));
  for (const through of range(size)) {
    for (const a of range(size)) {
      if (!to[a]![through]) continue;
      for (const b of range(size)) if (to[through]![b]) to[a]![b] = true;
    }
  }
  const found: number[][] = [];
  for (const c of range(size)) {
    const home = found.find(([first]) => to[c]![first!] && to[first!]![c]);
    if (home === undefined) found.push([c]);
    else home.push(c);
  }
  return found;
}

// Everybody in a higher tier beats everybody in a lower one; the first is the Smith set.
function tiers(above: Matrix): number[][] {
  const found = components(above.length, (a, b) => !beats(above, b, a));
  const beaten = (tier: number[]): number =>
    found.filter((other) => beats(above, other[0]!, tier[0]!)).length;
  return found.sort((a, b) => beaten(a) - beaten(b));
}

export function condorcet(election: Election): Outcome {
  const above = pairwise(election);
  const everybody = range(election.size);
  const winners = everybody.filter((a) => everybody.every((b) => a === b || beats(above, a, b)));
  return { winners };
}
export function smith(election: Election): Outcome {
  return { winners: tiers(pairwise(election))[0] ?? [] };
}
// All smallest sets whose members nobody outside beats.
export function schwartz(election: Election): Outcome {
  const above = pairwise(election);
  const everybody = range(election.size);
  const free = components(election.size, (a, b) => beats(above, a, b)).filter(
    (one) => !everybody.some((a) => !one.includes(a) && one.some((b) => beats(above, a, b))),
  );
  return { winners: free.flat().sort((a, b) => a - b) };
}

// Ranked pairs. A graph is what the locks lead to: by candidate, whom they stand above, as bits.
type Graph = bigint[];
type Pair = [number, number];

function has(bits: bigint, c: number): boolean {
  return ((bits >> BigInt(c)) & 1n) === 1n;
}
function lock(graph: Graph, [a, b]: Pair): Graph {
  const beyond = graph[b]! | (1n << BigInt(b));
  return graph.map((row, x) => (x === a || has(row, a) ? row | beyond : row));
}
function isOpen(graph: Graph, [a, b]: Pair): boolean {
  return !has(graph[a]!, b) && !has(graph[b]!, a);
}

// Adds every outcome over all orders of equally strong pairs: those that no order can prevent are
// locked at once, the others one after another.
function extend(start: Graph, level: Pair[], graphs: Map<string, Graph>): void {
  const open = level.filter((pair) => isOpen(start, pair));
  const everything = open.reduce(lock, start);
  const contested = open.length > 1 ? open.filter(([a, b]) => has(everything[b]!, a)) : [];
  const sure = open.filter((pair) => !contested.includes(pair));
  const seen = new Set<string>();
  const waiting = [sure.reduce(lock, start)];
  for (let graph = waiting.pop(); graph !== undefined; graph = waiting.pop()) {
    const free: Pair[] = [];
    for (const pair of contested) if (isOpen(graph, pair)) free.push(pair);
    for (const pair of free) {
      const more = lock(graph, pair);
      const key = more.join(",");
      if (seen.has(key)) continue;
      seen.add(key);
      waiting.push(more);
    }
    if (free.length === 0) graphs.set(graph.join(","), graph);
    if (seen.size + graphs.size > OUTCOMES_MAX) {
      throw new Uncountable("too many outcomes of equally strong pairs");
    }
  }
}

// The outcomes within one tier, by the members' numbers in it.
function settle({ placeOf }: Election, ranks: number[][], tier: number[]): Graph[] {
  const levels = new Map<number, Pair[]>();
  for (const a of range(tier.length)) {
    for (const b of range(tier.length)) {
      const rank = a === b ? 0 : ranks[tier[a]!]![tier[b]!]!;
      if (rank > 0) levels.set(rank, [...(levels.get(rank) ?? []), [a, b]]);
    }
  }
  let graphs: Graph[] = [tier.map(() => 0n)];
  for (const rank of [...levels.keys()].sort((a, b) => b - a)) {
    const level = levels.get(rank)!;
    if (placeOf.length > 0) {
      const place = (c: number): number => placeOf[tier[c]!]!;
      const sorted = [...level].sort(
        (x, y) => place(x[0]) - place(y[0]) || place(x[1]) - place(y[1]),
      );
      graphs = [
        sorted.reduce(
          (graph, pair) => (isOpen(graph, pair) ? lock(graph, pair) : graph),
          graphs[0]!,
        ),
      ];
      continue;
    }
    const next = new Map<string, Graph>();
    for (const graph of graphs) extend(graph, level, next);
    graphs = [...next.values()];
  }
  return graphs;
}

// The order that a graph gives, equal ones side by side; nothing where it is no such order.
function orderIn(graph: Graph, count: number[], tier: number[]): number[][] | undefined {
  const members = range(tier.length);
  const gap = members.some((a) => members.some((b) => count[a]! < count[b]! && !has(graph[a]!, b)));
  if (gap) return undefined;
  const levels = [...new Set(count)].sort((a, b) => a - b);
  return levels.map((level) => members.filter((c) => count[c] === level).map((c) => tier[c]!));
}

export function rankedPairs(election: Election): Outcome {
  const above = pairwise(election);
  const ranks = strengthRanks(election, above, true);
  let winners: number[] | undefined;
  let ranking: number[][] | undefined = [];
  for (const tier of tiers(above)) {
    let graphs: Graph[];
    try {
      graphs = settle(election, ranks, tier);
    } catch (error) {
      if (!(error instanceof Uncountable) || winners === undefined) throw error;
      ranking = undefined;
      continue;
    }
    const members = range(tier.length);
    const counts = graphs.map((graph) =>
      members.map((c) => graph.filter((row) => has(row, c)).length),
    );
    winners ??= members
      .filter((c) => counts.some((count) => count[c] === 0))
      .map((c) => tier[c]!)
      .sort((a, b) => a - b);
    const order = graphs.length > 1 ? undefined : orderIn(graphs[0]!, counts[0]!, tier);
    ranking = ranking === undefined || order === undefined ? undefined : [...ranking, ...order];
  }
  return { winners: winners ?? [], ...(ranking === undefined ? {} : { ranking }) };
}

// Those who beat one another in circles, in an order that turns no victory between them round; of those
// that may come next, the one with the first member.
function circles(above: Matrix): number[][] {
  let left = components(above.length, (a, b) => beats(above, a, b));
  const ordered: number[][] = [];
  while (left.length > 0) {
    const free = left.find(
      (one) =>
        !left.some(
          (other) => other !== one && other.some((a) => one.some((b) => beats(above, a, b))),
        ),
    )!;
    ordered.push(free);
    left = left.filter((one) => one !== free);
  }
  return ordered;
}

// Who stands first in an order that turns round the least of the victories, and one such order, the
// first in the candidates' order. By the sets that can stand at the bottom.
function bestOrders(above: Matrix, circle: number[]): { firsts: number[]; order: number[] } {
  const size = circle.length;
  if (size > KEMENY_MEMBERS_MAX) throw new NotComputed("so large a circle for Kemeny");
  const members = range(size);
  const margin = circle.map((a) =>
    circle.map((b) => (beats(above, a, b) ? above[a]![b]!.minus(above[b]![a]!) : ZERO)),
  );
  const cost: Fraction[] = [ZERO];
  const inside = (set: number): number[] => members.filter((c) => ((set >> c) & 1) === 1);
  // Of the whole order's cost, what those below turn round by standing below.
  const onTop = (member: number, below: number): Fraction =>
    cost[below]!.plus(sumOf(inside(below).map((b) => margin[b]![member]!)));
  for (let set = 1; set < 1 << size; ++set) {
    cost.push(
      inside(set)
        .map((member) => onTop(member, set ^ (1 << member)))
        .reduce((a, b) => (b.compare(a) < 0 ? b : a)),
    );
  }
  const tops = (set: number): number[] =>
    inside(set).filter((member) => onTop(member, set ^ (1 << member)).equals(cost[set]!));
  const whole = (1 << size) - 1;
  const order: number[] = [];
  for (let left = whole; left > 0;) {
    const next = tops(left)[0]!;
    order.push(circle[next]!);
    left ^= 1 << next;
  }
  return { firsts: tops(whole).map((c) => circle[c]!), order };
}

export function kemeny(election: Election): Outcome {
  const above = pairwise(election);
  const everybody = range(election.size);
  const winners: number[] = [];
  const ranking: number[][] = [];
  for (const circle of circles(above)) {
    const { firsts, order } = bestOrders(above, circle);
    ranking.push(...order.map((c) => [c]));
    const free = (c: number): boolean =>
      !everybody.some((other) => !circle.includes(other) && beats(above, other, c));
    winners.push(...firsts.filter(free));
  }
  return { winners: winners.sort((a, b) => a - b), ranking };
}
