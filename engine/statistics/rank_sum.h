// The Mann-Whitney test: do the values of one set of people lie higher than those of another?
//
// H. B. Mann and D. R. Whitney, On a Test of Whether One of Two Random Variables Is Stochastically
// Larger than the Other (Annals of Mathematical Statistics 1947;18:50).

#pragma once

#include <span>

#include "engine/base/fraction.h"
#include "engine/statistics/figure.h"
#include "engine/statistics/significance.h"

namespace quorate::engine {

struct RankSum {
  // Pairs of one from each set in which the first set's value is the higher; equal ones count 1/2.
  Figure<Fraction> u;
  // U against ab/2, with variance ab/12 ((N+1) - sum(t^3-t) / (N(N-1))), N = a + b.
  Figure<NormalTest> plain;
  Figure<NormalTest> corrected;  // With continuity correction.
};

// Undefined: all of it where a set is empty; the tests also where all values are equal.
RankSum RankSumOf(std::span<const Fraction> first, std::span<const Fraction> second);

}  // namespace quorate::engine
