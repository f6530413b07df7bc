// Best-worst scaling of items (case 1): shown a few items at a time, people name the best and the
// worst of them.
//
// J. J. Louviere, T. N. Flynn and A. A. J. Marley, Best-Worst Scaling (Cambridge University Press
// 2015). Counts only; the design, usually balanced incomplete blocks, is the study's own.

#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/base/fraction.h"
#include "engine/base/result.h"
#include "engine/statistics/figure.h"

namespace quorate::engine {

// One person's answer to one set of items.
struct BestWorstChoice {
  std::string place;                 // For refusals: "p01, task 3".
  std::vector<std::uint32_t> shown;  // Two items or more.
  std::uint32_t best = 0;
  std::uint32_t worst = 0;
};

struct BestWorstItem {
  std::uint64_t shown = 0;  // In answered sets: N r, where all N people saw it r times.
  std::uint64_t best = 0;
  std::uint64_t worst = 0;
  std::int64_t difference = 0;    // best - worst.
  Figure<Fraction> standardized;  // difference / shown, from -1 (always worst) to 1 (always best).
  Figure<double> ratio;           // sqrt(best / worst), with 1/2 in place of a worst of 0.
};

// The result is by item. Undefined: both scores of an item that was never shown, and the ratio of
// one that was never named.
//
// Refuses, naming every place at once, a set with fewer than two items, with one item twice, or
// with an item that is not among `items`; a best or worst that was not shown; and one item as both.
Result<std::vector<BestWorstItem>> CountBestWorst(std::size_t items,
                                                  std::span<const BestWorstChoice> choices);

}  // namespace quorate::engine
