// Voting rules that add up: plurality, approval, score, Borda, instant runoff, STAR and majority
// judgment.

import { type Election, type Outcome, range, sumOf, Uncountable } from "./election.ts";
import { Fraction, ZERO } from "./fraction.ts";

const WAYS_MAX = 20_000;

function descending(a: Fraction, b: Fraction): number {
  return b.compare(a);
}

export function highestWins(scores: Fraction[]): Outcome {
  const ranking: number[][] = [];
  for (const c of range(scores.length).sort(
    (a, b) => descending(scores[a]!, scores[b]!) || a - b,
  )) {
    const level = ranking[ranking.length - 1];
    if (level !== undefined && scores[level[0]!]!.equals(scores[c]!)) level.push(c);
    else ranking.push([c]);
  }
  return { winners: ranking[0] ?? [], ranking, scores };
}

// Equal first places are split in exact shares.
function firstChoices(election: Election, active: number[]): Fraction[] {
  const tally = new Array<Fraction>(election.size).fill(ZERO);
  for (const { marks, weight } of election.ballots) {
    const standing = active.filter((c) => marks[c] !== undefined);
    const best = Math.min(...standing.map((c) => marks[c]!));
    const first = standing.filter((c) => marks[c] === best);
    for (const c of first) tally[c] = tally[c]!.plus(weight.over(new Fraction(first.length)));
  }
  return tally;
}

export function plurality(election: Election): Outcome {
  return highestWins(firstChoices(election, range(election.size)));
}

function gradeSums(election: Election): Fraction[] {
  return range(election.size).map((c) =>
    sumOf(election.ballots.map(({ marks, weight }) => weight.times(new Fraction(marks[c] ?? 0)))),
  );
}

function refuseMissing({ plan, ballots }: Election): void {
  if (plan.missing !== "refuse") return;
  if (ballots.some(({ marks }) => marks.includes(undefined)))
    throw new Uncountable("a blank grade");
}

export function approval(election: Election): Outcome {
  return highestWins(gradeSums(election));
}
export function score(election: Election): Outcome {
  refuseMissing(election);
  return highestWins(gradeSums(election));
}

// n-1..0 points; candidates of one place share those of the positions that they fill together.
export function borda({ size, plan, ballots }: Election): Outcome {
  const zero = plan.bordaUnranked === "zero";
  const points = range(size).map((c) =>
    sumOf(
      ballots.map(({ marks, weight }) => {
        const mark = marks[c];
        const ranked = marks.filter((other) => other !== undefined);
        if (mark === undefined) {
          return zero ? ZERO : weight.times(new Fraction(size - ranked.length - 1, 2));
        }
        const before = ranked.filter((other) => other < mark).length;
        const equal = ranked.filter((other) => other === mark).length;
        return weight.times(new Fraction(2 * (size - before) - equal - 1, 2));
      }),
    ),
  );
  return highestWins(points);
}

// Winners over all orders of those tied for last place.
export function irv(election: Election): Outcome {
  const winners = new Set<number>();
  const everybody = range(election.size);
  const seen = new Set([everybody.join(",")]);
  const waiting = [everybody];
  for (let active = waiting.pop(); active !== undefined; active = waiting.pop()) {
    const tally = firstChoices(election, active);
    const inPlay = sumOf(active.map((c) => tally[c]!));
    if (inPlay.isZero) {
      for (const c of active) winners.add(c);
      continue;
    }
    const best = active.reduce((a, b) => (tally[b]!.compare(tally[a]!) > 0 ? b : a));
    const majority = tally[best]!.times(new Fraction(2)).compare(inPlay) > 0;
    if (active.length === 1 || majority) {
      winners.add(best);
      continue;
    }
    const least = active.map((c) => tally[c]!).reduce((a, b) => (b.compare(a) < 0 ? b : a));
    const last = active.filter((c) => tally[c]!.equals(least));
    const others = active.filter((c) => !tally[c]!.equals(least));
    const all = least.times(new Fraction(last.length));
    // Those who cannot overtake anybody even together all go before anybody else does.
    const together = others.length > 0 && others.every((c) => all.compare(tally[c]!) < 0);
    const next = together ? [others] : last.map((c) => active.filter((other) => other !== c));
    for (const following of next) {
      const key = following.join(",");
      if (seen.has(key)) continue;
      seen.add(key);
      waiting.push(following);
    }
    if (seen.size > WAYS_MAX) throw new Uncountable("too many ways through the count");
  }
  return { winners: [...winners].sort((a, b) => a - b) };
}

// Score, then automatic runoff; ties go down the official ladder.
export function star(election: Election): Outcome {
  refuseMissing(election);
  const { size, ballots, plan } = election;
  const scores = gradeSums(election);
  if (size === 1) return { winners: [0], scores };
  const top = Math.max(5, plan.gradeMax);
  const weightWhere = (holds: (grade: (c: number) => number) => boolean): Fraction =>
    sumOf(ballots.filter(({ marks }) => holds((c) => marks[c] ?? 0)).map(({ weight }) => weight));
  const duel = (a: number, b: number): Fraction => weightWhere((grade) => grade(a) > grade(b));
  const stars = range(size).map((c) => weightWhere((grade) => grade(c) === top));

  // Those who are in by the figure, and those whom it leaves open.
  const take = (
    tied: number[],
    places: number,
    figure: (c: number) => Fraction,
  ): [number[], number[]] => {
    const cut = tied.map(figure).sort(descending)[places - 1]!;
    const inside = tied.filter((c) => figure(c).compare(cut) > 0);
    const open = tied.filter((c) => figure(c).equals(cut));
    return inside.length + open.length === places ? [[...inside, ...open], []] : [inside, open];
  };
  let [finalists, open] = take(range(size), 2, (c) => scores[c]!);
  const tied = [...open];
  const ladder = [
    (c: number) => sumOf(tied.filter((other) => other !== c).map((other) => duel(c, other))),
    (c: number) => stars[c]!,
  ];
  for (const figure of ladder) {
    if (open.length === 0) continue;
    const [more, still] = take(open, 2 - finalists.length, figure);
    finalists = [...finalists, ...more];
    open = still;
  }
  const winners = new Set<number>();
  for (const [a, b] of runoffs(finalists, open)) {
    const steps: [Fraction, Fraction][] = [
      [duel(a, b), duel(b, a)],
      [scores[a]!, scores[b]!],
      [stars[a]!, stars[b]!],
    ];
    const decisive = steps.find(([x, y]) => !x.equals(y));
    if (decisive === undefined) winners.add(a).add(b);
    else winners.add(decisive[0].compare(decisive[1]) > 0 ? a : b);
  }
  return { winners: [...winners].sort((a, b) => a - b), scores };
}

function runoffs(finalists: number[], open: number[]): [number, number][] {
  const [first, second] = finalists;
  if (first !== undefined && second !== undefined) return [[first, second]];
  if (first !== undefined) return open.map((other) => [first, other]);
  return open.flatMap((a, i) => open.slice(i + 1).map((b): [number, number] => [a, b]));
}

// From the middle outward: how far a pair of grades reaches, the one below and the one above.
interface Run {
  until: Fraction;
  below: number;
  above: number;
}

function outward(merit: Fraction[]): Run[] {
  const middle = sumOf(merit).over(new Fraction(2));
  const below: { reach: Fraction; grade: number }[] = [];
  const above: { reach: Fraction; grade: number }[] = [];
  let begin = ZERO;
  for (const [grade, weight] of merit.entries()) {
    const end = begin.plus(weight);
    if (!weight.isZero && begin.compare(middle) < 0) {
      below.push({ reach: middle.minus(begin), grade });
    }
    if (!weight.isZero && end.compare(middle) > 0) above.push({ reach: end.minus(middle), grade });
    begin = end;
  }
  const nearest = (runs: typeof below, until: Fraction): number =>
    runs
      .filter(({ reach }) => reach.compare(until) >= 0)
      .reduce((a, b) => (b.reach.compare(a.reach) < 0 ? b : a)).grade;
  const ends = [...below, ...above].map(({ reach }) => reach).sort((a, b) => a.compare(b));
  return ends
    .filter((until, i) => i === 0 || !until.equals(ends[i - 1]!))
    .map((until) => ({ until, below: nearest(below, until), above: nearest(above, until) }));
}

function compareRuns(a: Run[], b: Run[]): number {
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const x = a[i]!;
    const y = b[j]!;
    if (x.below !== y.below) return x.below - y.below;
    if (x.above !== y.above) return x.above - y.above;
    const order = x.until.compare(y.until);
    if (order <= 0) ++i;
    if (order >= 0) ++j;
  }
  return 0;
}

function lowerMedian(merit: Fraction[]): number {
  const half = sumOf(merit).over(new Fraction(2));
  let cumulative = ZERO;
  for (const [grade, weight] of merit.entries()) {
    cumulative = cumulative.plus(weight);
    if (cumulative.compare(half) >= 0 && !cumulative.isZero) return grade;
  }
  return 0;
}

// The lower median; equal ones are removed one by one, which compares the grades outward from the
// middle, the one below first.
export function majorityJudgment({ size, plan, ballots }: Election): Outcome {
  const merits = range(size).map((c) =>
    range(plan.gradeMax + 1).map((grade) =>
      sumOf(ballots.filter(({ marks }) => marks[c] === grade).map(({ weight }) => weight)),
    ),
  );
  const total = sumOf(ballots.map(({ weight }) => weight));
  if (plan.missing === "refuse") {
    const given = merits.map((merit) => sumOf(merit));
    if (given.some((sum) => !sum.equals(given[0]!)))
      throw new Uncountable("unequal numbers of grades");
  } else if (plan.missing === "worst" || plan.missing === "median") {
    for (const merit of merits) {
      const grade = plan.missing === "median" ? lowerMedian(merit) : 0;
      merit[grade] = merit[grade]!.plus(total.minus(sumOf(merit)));
    }
  }
  const runs = merits.map(outward);
  const ranking: number[][] = [];
  for (const c of range(size).sort((a, b) => compareRuns(runs[b]!, runs[a]!) || a - b)) {
    const level = ranking[ranking.length - 1];
    if (level !== undefined && compareRuns(runs[level[0]!]!, runs[c]!) === 0) level.push(c);
    else ranking.push([c]);
  }
  return { winners: ranking[0] ?? [], ranking };
}
