// Kendall's W: how far raters put the items in one order, from 0 (none) to 1 (all the same).
//
// M. G. Kendall and B. Babington Smith, The Problem of m Rankings (Annals of Mathematical
// Statistics 1939;10:275), with the correction for ties:
// W = 12 S / (m^2 (n^3 - n) - m sum(t^3 - t)), for m raters and n items. It equals Friedman's
// chi-square over m (n - 1).

#pragma once

#include <cstddef>

#include "engine/base/fraction.h"
#include "engine/statistics/figure.h"
#include "engine/statistics/rating_matrix.h"
#include "engine/statistics/significance.h"

namespace quorate::engine {

// Up to so many items the chi-square approximation is rough: compare W with published tables.
inline constexpr std::size_t kItemsForTables = 7;

struct Concordance {
  std::size_t raters = 0;       // m: who rated every item.
  std::size_t left_out = 0;     // Who left out an item or more; W needs whole rankings.
  std::size_t tied_raters = 0;  // Of the m, who gave the same rating to two items.
  std::size_t items = 0;        // n: what somebody rated.
  Fraction s;                   // Squared distances of the items' rank sums from their mean.
  Figure<double> w;
  Figure<ChiSquareTest> test;  // m (n - 1) W on n - 1 degrees of freedom.
  [[nodiscard]] bool few_items() const { return items <= kItemsForTables; }
};

// Higher ratings rank higher; equal ones share the mean of their ranks.
//
// Undefined: with fewer than two raters who rated every item, with fewer than two items, and where
// every rater gave all items the same rating.
Concordance ConcordanceOf(const RatingMatrix& matrix);

}  // namespace quorate::engine
