// Wilcoxon's signed-rank test: did the same people's scores move one way between two rounds?
//
// F. Wilcoxon, Individual Comparisons by Ranking Methods (Biometrics Bulletin 1945;1:80).

#pragma once

#include <cstddef>
#include <span>

#include "engine/base/fraction.h"
#include "engine/statistics/figure.h"
#include "engine/statistics/significance.h"

namespace quorate::engine {

// Up to so many changes of different sizes the p-value is counted out exactly.
inline constexpr std::size_t kExactChangesMax = 50;

struct SignedRank {
  std::size_t zeros = 0;  // People who did not change; they are dropped, as Wilcoxon did.
  std::size_t used = 0;   // n: people who changed.
  Fraction v;             // Ranks by size of change, summed where the score before is the higher.
  // V against n(n+1)/4, with variance n(n+1)(2n+1)/24 - sum(t^3-t)/48 for sizes that occur t times.
  Figure<NormalTest> plain;
  Figure<NormalTest> corrected;  // With continuity correction.
  Figure<double> exact_p;        // Two-sided, over all 2^n choices of signs.
};

// Undefined: all three where nobody changed; exact_p also where two changes are of the same size,
// and over kExactChangesMax. Requires as many scores after as before: one person's at one place.
SignedRank SignedRankOf(std::span<const int> before, std::span<const int> after);

}  // namespace quorate::engine
