// The k rule as arithmetic: which tables may be shown beside each other.
//
// Everybody who reads tables can add and subtract them. A table is a sum over people; so is every
// combination of tables. The rule: no combination of what is shown may concern fewer than k people,
// and none may give back a table that is held back because everybody in it answered alike.

#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/base/fraction.h"

namespace quorate::engine {

// People whom no table tells apart: the same tables count them with the same weights.
struct Alike {
  std::vector<std::uint32_t> groups;  // Whose tables count them.
  std::int64_t people = 0;
  Fraction panel_weight = 1;  // Of each of them, in the panel's weighted figures,
  Fraction group_weight = 1;  // and in those of their groups.
};

// Tables in which everybody gave the same answer and that are not to be shown for that.
struct HeldBack {
  bool panel = false;
  std::vector<bool> groups;  // Empty: none.
};

// What may be shown. A table nobody is counted in is always shown: it tells nothing about anybody.
struct Shown {
  bool panel = true;
  bool weights = true;       // Weighted figures beside those that count people.
  std::vector<bool> groups;  // By group.

  [[nodiscard]] bool all() const;
};

// Begins with everything but tables of 1 to k-1 people and those in `held_back`, and takes away,
// until no combination tells, first all weighted figures, then the smallest group that is left (of
// equal ones the first), at last the panel. Exact; where the combinations are too many to look at
// (people of more than 64 sorts, or hundreds of possible combinations) it takes away more rather
// than less. Requires groups of `people` below `groups`, and k >= 1.
Shown WhatMayBeShown(std::span<const Alike> people,
                     std::size_t groups,
                     int k,
                     const HeldBack& held_back = {});

}  // namespace quorate::engine
