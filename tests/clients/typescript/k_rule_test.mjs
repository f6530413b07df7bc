// Which tables may be shown beside each other, from rules version 3 on: the cases of the first
// program's test.

import assert from "node:assert/strict";
import { test } from "node:test";

import { verifier } from "./records.mjs";

const { Fraction, whatMayBeShown } = await verifier();

function alike(groups, people, panelWeight = 1, groupWeight = panelWeight) {
  const weight = (number) => Fraction.canonical(String(number));
  return {
    groups,
    people,
    panelWeight: weight(panelWeight),
    groupWeight: weight(groupWeight),
  };
}
function oneHat(...sizes) {
  return sizes.map((people, group) => alike([group], people));
}
// "panel", "weights" and the numbers of the groups that are shown, with k = 5.
function shown(people, groups, held = { panel: false, groups: Array(groups).fill(false) }) {
  const { panel, weights, groups: tables } = whatMayBeShown(people, groups, 5, held);
  const numbers = tables.flatMap((table, group) => (table ? [String(group)] : []));
  return [panel ? "panel" : "nothing", ...(weights ? ["weights"] : []), ...numbers].join(" ");
}

test("groups of at least k are all shown", () => {
  assert.equal(shown(oneHat(5, 9), 2), "panel weights 0 1");
});

test("a small group takes the smallest other with it, since subtraction would bring it back", () => {
  assert.equal(shown(oneHat(12, 8, 3), 3), "panel weights 0");
  assert.equal(shown(oneHat(12, 3, 2), 3), "panel weights 0");
});

test("a group without people tells nothing, and nobody at all has nothing to hide", () => {
  assert.equal(shown(oneHat(12, 0, 6), 3), "panel weights 0 1 2");
  assert.equal(shown([], 2), "panel weights 0 1");
});

test("a panel below k shows nothing", () => {
  assert.equal(shown(oneHat(2, 2), 2), "nothing weights");
});

test("somebody in both of two groups would be their sum less the panel", () => {
  assert.equal(shown([alike([0], 6), alike([1], 6), alike([0, 1], 1)], 2), "panel weights 1");
});

test("a lone heavy voice would be the weighted less the unweighted panel", () => {
  const others = [alike([0], 8), alike([1], 8)];
  assert.equal(shown([...others, alike([0], 1, 3)], 2), "panel 0 1");
  assert.equal(shown([...others, alike([0], 5, 3)], 2), "panel weights 0 1");
});

test("two hidden groups of different weight could be solved for", () => {
  const people = [alike([0], 12), alike([1], 3, 2, 1), alike([2], 4, "1/2", 1)];
  assert.equal(shown(people, 3), "panel 0");
});

test("a table in which all agreed is held back and not given away by the others", () => {
  const people = oneHat(8, 9, 10);
  const second = { panel: false, groups: [false, true, false] };
  assert.equal(shown(people, 3, second), "panel weights 2");
  assert.equal(shown(people, 3, { panel: true, groups: [true, true, true] }), "nothing weights");
});

test("people of too many sorts lose their weights first, then all but the panel", () => {
  const weighty = Array.from({ length: 100 }, (_, i) => alike([(i + 1) % 2], 1, i + 1));
  assert.equal(shown(weighty, 2), "panel 0 1");
  const hats = Array.from({ length: 127 }, (_, i) =>
    alike(
      [0, 1, 2, 3, 4, 5, 6].filter((group) => ((i + 1) >> group) & 1),
      1,
    ),
  );
  assert.equal(shown(hats, 7), "panel weights");
});
