// The k rule for explanations: what would have been decided without somebody tells what they answered.

import { isObject, type JsonObject, listAt, member, members, textAt } from "./json.ts";

export interface WholeExplanation {
  scored: JsonObject;
  whatIfs: JsonObject[];
  dissent: JsonObject;
  flip?: JsonObject; // Absent where it is not proved.
  movement?: JsonObject;
}

function people(figures: JsonObject | undefined, name: string): number {
  return Number(textAt(figures, name));
}

// Adds the groups of few people, and the smallest others while all of these together are still few.
function keepBack(sizes: Map<string, number>, k: number, kept: Set<string>): Set<string> {
  const out = new Set(kept);
  let held = 0;
  for (const [group, size] of sizes) {
    if (size > 0 && size < k) out.add(group);
    if (out.has(group)) held += size;
  }
  const sorted = [...sizes].sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1));
  for (const [group, size] of sorted) {
    if (held <= 0 || held >= k) break;
    if (size === 0 || out.has(group)) continue;
    out.add(group);
    held += size;
  }
  return out;
}

function without(object: JsonObject, names: Set<string>): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.has(name)));
}

function sizesIn(byGroup: JsonObject, size: (group: string) => number): Map<string, number> {
  return new Map(Object.keys(byGroup).map((group) => [group, size(group)]));
}

function sameWhatIf(a: JsonObject, b: JsonObject): boolean {
  return a.what_if === b.what_if && a.group === b.group;
}

function publishableMovement(
  movement: JsonObject,
  k: number,
  kept: Set<string>,
): JsonObject | undefined {
  if (people(movement.panel as JsonObject, "both") < k) return undefined;
  const groups = movement.groups as JsonObject;
  const twice = sizesIn(groups, (group) => people(groups[group] as JsonObject, "both"));
  return { ...movement, groups: without(groups, keepBack(twice, k, kept)) };
}

// The what-ifs that would tell of few people.
function withheldFrom(scored: JsonObject, k: number, kept: Set<string>): JsonObject[] {
  const panel = people(scored, "panel");
  const tells = (left: number): boolean => left < k || (panel - left > 0 && panel - left < k);
  const byGroup = scored.without as JsonObject;
  const withheld: JsonObject[] = Object.keys(byGroup)
    .sort()
    .filter((group) => kept.has(group) || tells(people(byGroup, group)))
    .map((group) => ({ what_if: "without", group }));
  if (member(scored, "completers") !== undefined && tells(people(scored, "completers"))) {
    withheld.push({ what_if: "completers" });
  }
  return withheld;
}

// What of an item's explanation anybody may read. `suppressed` are the groups that its tally keeps back.
export function publishableExplanation(
  item: WholeExplanation,
  k: number,
  suppressed: string[],
): JsonObject {
  const groups = item.scored.groups as JsonObject;
  const sizes = sizesIn(groups, (group) => people(groups, group));
  if (people(item.scored, "panel") < k) return { suppressed: [...sizes.keys()].sort() };
  const kept = keepBack(sizes, k, new Set(suppressed));
  const withheld = withheldFrom(item.scored, k, kept);
  const gone = new Set(withheld.flatMap(({ group }) => (typeof group === "string" ? [group] : [])));
  const noCompleters = withheld.some(({ what_if: name }) => name === "completers");
  const scored = noCompleters ? without(item.scored, new Set(["completers"])) : item.scored;
  const dissent = { ...item.dissent };
  for (const split of ["verdicts", "medians"]) {
    const sides = members(member(dissent, split));
    const tells = sides.some(([side]) =>
      listAt(dissent[split], side).some((group) => kept.has(String(group))),
    );
    if (tells) delete dissent[split];
  }
  const movement = item.movement && publishableMovement(item.movement, k, kept);
  return {
    scored: {
      ...scored,
      groups: without(groups, kept),
      without: without(item.scored.without as JsonObject, gone),
    },
    what_ifs: item.whatIfs.filter((one) => !withheld.some((other) => sameWhatIf(one, other))),
    dissent,
    ...(item.flip === undefined
      ? {}
      : { flip: { ...item.flip, groups: without(item.flip.groups as JsonObject, kept) } }),
    ...(movement === undefined ? {} : { movement }),
    ...(kept.size > 0 ? { suppressed: [...kept].sort() } : {}),
    ...(withheld.length > 0 ? { withheld } : {}),
  };
}

// Whether these moves, beside the tables of both rounds, tell what few people answered.
function tellsOfFew(moves: JsonObject, k: number): boolean {
  const few = (n: number): boolean => n > 0 && n < k;
  return (
    people(moves, "changed") < k && (few(people(moves, "came")) || few(people(moves, "stopped")))
  );
}

// From rules version 3 on: without the movement, where it tells what few people answered.
export function withoutTellingMoves(item: JsonObject, k: number): JsonObject {
  const { movement, ...rest } = item;
  if (!isObject(movement)) return item;
  const all = [movement.panel, ...Object.values(movement.groups as JsonObject)];
  return all.some((moves) => tellsOfFew(moves as JsonObject, k)) ? rest : item;
}
