// McNemar's test: did as many people move into a band of the scale between two rounds as out of it?
//
// Q. McNemar, Note on the Sampling Error of the Difference between Correlated Proportions or
// Percentages (Psychometrika 1947;12:153). Only those who moved count.

#pragma once

#include <cstdint>
#include <span>

#include "engine/ratings/scale.h"
#include "engine/statistics/figure.h"
#include "engine/statistics/significance.h"

namespace quorate::engine {

struct BandMoves {
  std::uint64_t stayed_in = 0;
  std::uint64_t left = 0;
  std::uint64_t entered = 0;
  std::uint64_t stayed_out = 0;
};

struct McNemar {
  Figure<double> exact_p;            // Two-sided, of a fair coin thrown by each who moved.
  Figure<ChiSquareTest> chi_square;  // (|left - entered| - 1)^2 / (left + entered), never past 0.
};

// Requires as many scores after as before: one person's at one place.
BandMoves MovesOf(std::span<const int> before, std::span<const int> after, const Band& band);

// Undefined where nobody left and nobody entered.
McNemar McNemarOf(const BandMoves& moves);

}  // namespace quorate::engine
