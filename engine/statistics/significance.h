// How surprising a test's figure would be by chance: tail probabilities.
//
// They say how well a pattern could be chance, never how large or how important it is.

#pragma once

#include <cstdint>

namespace quorate::engine {

// A figure compared with the standard normal distribution.
struct NormalTest {
  double z = 0;
  double p = 1;  // Two-sided.
};

struct ChiSquareTest {
  double statistic = 0;
  std::uint64_t degrees = 0;  // Of freedom.
  double p = 1;               // Of at least this statistic.
};

// z = distance / deviation. With continuity correction the distance shrinks by 1/2 towards 0 and
// never past it. Requires deviation > 0.
enum class Continuity { kNone, kCorrected };
NormalTest TestNormal(double distance, double deviation, Continuity continuity);

// Requires degrees > 0 and a statistic of at least 0.
ChiSquareTest TestChiSquare(double statistic, std::uint64_t degrees);

// Twice the chance that a fair coin falls `fewer` times or less in `throws`; at most 1. Requires
// 2 * fewer <= throws.
double TwoSidedCoin(std::uint64_t fewer, std::uint64_t throws);

}  // namespace quorate::engine
