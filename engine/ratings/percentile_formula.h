// What would have to hold of the scores for the range between two percentiles to be wide, or not.

#pragma once

#include <functional>

#include "engine/base/fraction.h"
#include "engine/ratings/score_formula.h"

namespace quorate::engine {

// A wish about two type-7 percentiles of the people in a table, each counted once.
struct PercentileWish {
  Fraction lower;
  Fraction upper;
  // Whether a range that fits still fits after its ends move apart, or else together.
  bool wide = false;
  std::function<bool(const Fraction& low, const Fraction& high)> fits;
};

// Requires a table in which somebody scored, and 0 <= lower <= upper <= 1.
ScoreFormula::Part PercentileFormula(ScoreFormula& formula,
                                     std::size_t table,
                                     const PercentileWish& wish);

}  // namespace quorate::engine
