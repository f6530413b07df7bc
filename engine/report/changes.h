// What changed from one count of an item to the next, and from one round to the next.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/study/study.h"

namespace quorate::engine {

// Two counts of an item that followed one another.
struct VerdictChange {
  std::string from_basis;
  std::string to_basis;
  const TalliedItem* from = nullptr;
  const TalliedItem* to = nullptr;

  [[nodiscard]] bool changed() const { return from->consensus != to->consensus; }
  // Between them the item got other words, so the counts answer different questions.
  [[nodiscard]] bool reworded() const { return from->item.version != to->item.version; }
};

// In the items' order, each item's in the order of time. The iterations of a vote are counts too.
std::vector<VerdictChange> ChangesOf(const Study& study);

// The items that went from one verdict to another between two closed rounds that followed one
// another. A verdict is absent where the item was not counted in that round: it was new, not asked
// again, gone, or not voted on.
struct Transition {
  int from_round = 0;
  int to_round = 0;
  std::optional<Verdict> before;
  std::optional<Verdict> after;
  std::vector<std::string> items;  // Labels, in the items' order; at least one.
};

// By rounds, then by the verdict before and after, IN first and absent last. Items counted in
// neither round are left out.
std::vector<Transition> TransitionsOf(const Study& study);

}  // namespace quorate::engine
