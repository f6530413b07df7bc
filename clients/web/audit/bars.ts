// Counts of answers as small bars. The words beside a bar say the same, so nobody needs to see it.

import { Fraction } from "../../typescript/src/verify/fraction.ts";
import { isObject, type Json, member, members, textAt } from "../../typescript/src/verify/json.ts";
import { type Child, h } from "./dom.ts";
import { bandInWords, count, joined, percent } from "./words.ts";

export interface Bar {
  name: string;
  table: Json | undefined; // Nothing where it is not shown.
}

interface Part {
  band: string;
  people: number;
  share: Fraction | undefined; // Weighted, where weights count.
}

function wholeAt(table: Json | undefined, name: string): number {
  const digits = textAt(table, name);
  return /^[0-9]{1,9}$/.test(digits) ? Number(digits) : 0;
}

function lowOf(band: string): number {
  return Number(/^-?[0-9]+/.exec(band)?.[0] ?? 0);
}

function partsOf(table: Json, weighted: boolean): Part[] {
  const plain = member(table, "unweighted");
  const shares = member(weighted || plain === undefined ? table : plain, "bands");
  return members(member(table, "bands"))
    .map(([band, figures]) => ({
      band,
      people: wholeAt(figures, "count"),
      share: Fraction.parse(textAt(member(shares, band), "share")),
    }))
    .sort((a, b) => lowOf(a.band) - lowOf(b.band));
}

function answerWords(band: string, yesNo: boolean): string {
  if (yesNo && band === "1-1") return "yes";
  return yesNo && band === "0-0" ? "no" : bandInWords(band);
}

function others(table: Json): string {
  const said = [
    [wholeAt(table, "unable"), "could not score it"],
    [wholeAt(table, "not_understood"), "did not understand it"],
    [wholeAt(table, "skipped"), "skipped it"],
  ] as const;
  const parts = said.filter(([n]) => n > 0).map(([n, what]) => `${n} ${what}`);
  return parts.length === 0 ? "" : `. Besides, ${joined(parts)}`;
}

function barOf(name: string, table: Json, weighted: boolean, yesNo: boolean): HTMLElement {
  const parts = partsOf(table, weighted);
  const scored = wholeAt(table, "scored");
  // Highest first: for most questions that is agreement.
  const said = [...parts].reverse().filter((part) => part.people > 0);
  const verb = yesNo ? "said" : "gave";
  const words = said
    .map((part) => {
      const share = part.share === undefined ? "" : ` (${percent(part.share)})`;
      return `${part.people} ${verb} ${answerWords(part.band, yesNo)}${share}`;
    })
    .join(", ");
  const bar = h("span.bar", { "aria-hidden": "true" });
  for (const [i, part] of parts.entries()) {
    const width = part.share ?? new Fraction(part.people, Math.max(1, scored));
    if (width.isZero) continue;
    const piece = h(`span.band.band-${bandPlace(i, parts.length)}`, {}, String(part.people));
    piece.style.flexGrow = String(Number((width.numerator * 1000n) / width.denominator));
    bar.append(piece);
  }
  const all = said.length === 1 && said[0]!.people === scored && scored > 1;
  const text =
    scored === 0
      ? "Nobody scored it"
      : all
        ? `All ${scored} ${verb} ${answerWords(said[0]!.band, yesNo)}`
        : `Of ${count(scored, "person", "people")}, ${words}`;
  return h(
    "li",
    {},
    h("span.group", {}, name),
    scored > 0 && bar,
    h("span.words", {}, `${text}${others(table)}.`),
  );
}

// The lowest band, the highest one, or one between.
function bandPlace(i: number, bands: number): string {
  if (i === 0) return "low";
  return i === bands - 1 ? "high" : "middle";
}

// `why` says why a table may not be shown.
export function barList(bars: Bar[], weighted: boolean, yesNo: boolean, why: string): Child {
  const hidden = bars.filter(({ table }) => !isObject(table)).map(({ name }) => name);
  return h(
    "ul.bars",
    {},
    bars.map(({ name, table }) => isObject(table) && barOf(name, table, weighted, yesNo)),
    hidden.length > 0 &&
      h(
        "li",
        {},
        h("span.group", {}, "Not shown"),
        h("span.words", {}, `${joined(hidden)}. ${why}`),
      ),
  );
}
