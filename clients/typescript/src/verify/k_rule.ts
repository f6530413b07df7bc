// The k rule: what of a count may stand in the clear. A small group's figures tell what its people
// answered, and so does the difference between the panel and the groups that are shown.

import type { Response } from "./event.ts";

export interface GroupSize {
  group: string;
  people: number;
}

// The groups about which such a figure is not shown: those with 1 to k-1 people, and as many more,
// smallest first, as it takes until those held back are together at least k. Ties go by name.
export function groupsHeldBack(sizes: GroupSize[], k: number): string[] {
  const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  const sorted = [...sizes].sort((a, b) => a.people - b.people || byName(a.group, b.group));
  const out: string[] = [];
  let people = 0;
  for (const size of sorted) {
    if (size.people === 0) continue;
    if (size.people >= k && (people === 0 || people >= k)) break;
    out.push(size.group);
    people += size.people;
  }
  return out.sort(byName);
}

// The head counts that may be shown, by the same rule over the invited; the panel's own always.
export function publishableResponses(responses: Response[], k: number): Response[] {
  const sizes = responses
    .filter((response) => response.group !== "")
    .map((response) => ({ group: response.group, people: response.invited }));
  const out = groupsHeldBack(sizes, k);
  return responses.filter((response) => !out.includes(response.group));
}
