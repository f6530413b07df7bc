// What voting rules count: ballots that are not blank and weigh something, with what the plan says.
// Candidates are the items in their order on the floor, called by their numbers.

import { utf8 } from "./bytes.ts";
import type { Lot } from "./event.ts";
import { type Fraction, ZERO } from "./fraction.ts";
import type { ChoicePlan } from "./protocol.ts";

export type Marks = (number | undefined)[]; // By candidate: a place, 1 for approved, or a grade.

export interface Election {
  size: number; // Candidates.
  ballots: { marks: Marks; weight: Fraction }[];
  plan: ChoicePlan;
  placeOf: number[]; // In the tie order, the first wins; empty without one.
}

// What a rule answers, as far as the log holds it.
export interface Outcome {
  winners: number[];
  ranking?: number[][];
  scores?: Fraction[];
  tied?: boolean; // Where it is not simply more winners than one.
  decided?: boolean; // By the tie order.
  committees?: number;
}

// A choice that its rule cannot count, such as a ballot without a grade that the rule wants.
export class Uncountable extends Error {}
// What this program does not count again, where the first one has other limits.
export class NotComputed extends Error {}

export function range(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i);
}
export function sumOf(values: Fraction[]): Fraction {
  return values.reduce((a, b) => a.plus(b), ZERO);
}
export function compareLists(a: number[], b: number[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); ++i) {
    if (a[i] !== b[i]) return a[i]! - b[i]!;
  }
  return a.length - b.length;
}
export function firstIn(placeOf: number[], tied: number[]): number {
  return tied.reduce((a, b) => (placeOf[b]! < placeOf[a]! ? b : a));
}

const WORD = (1n << 64n) - 1n;

function fnv1a(text: string): bigint {
  let value = 0xcbf29ce484222325n;
  for (const byte of utf8(text)) value = ((value ^ BigInt(byte)) * 0x100000001b3n) & WORD;
  return value;
}

// SplitMix64: the lot's numbers.
function* splitMix(seed: bigint): Generator<bigint, never> {
  let state = seed;
  for (;;) {
    state = (state + 0x9e3779b97f4a7c15n) & WORD;
    let mixed = ((state ^ (state >> 30n)) * 0xbf58476d1ce4e5b9n) & WORD;
    mixed = ((mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn) & WORD;
    yield mixed ^ (mixed >> 31n);
  }
}

// Each candidate's place in the tie order; empty without one.
export function placesInTieOrder(
  names: string[],
  tie: ChoicePlan["tie"],
  lot: Lot | undefined,
): number[] {
  if (tie === "order") return range(names.length);
  if (tie !== "lot" || lot === undefined) return [];
  // Labels are ASCII, so their order by code units is that by bytes.
  const order = range(names.length).sort((a, b) => (names[a]! < names[b]! ? -1 : 1));
  const numbers = splitMix(fnv1a(`${lot.size}:${lot.root}`));
  for (let i = order.length - 1; i > 0; --i) {
    const j = Number(numbers.next().value % BigInt(i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  const places = new Array<number>(order.length).fill(0);
  for (const [place, candidate] of order.entries()) places[candidate] = place;
  return places;
}
