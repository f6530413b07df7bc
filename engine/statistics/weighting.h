// How much two different ratings still agree: 1 for the same category, less the further apart.
//
// The eight families of Gwet, Handbook of Inter-Rater Reliability (4th edition, 2014), chapter 3.

#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/statistics/figure.h"

namespace quorate::engine {

// With categories x_1 < ... < x_q, and d = x_k - x_l over the range x_q - x_1:
enum class Weighting {
  kIdentity,   // 1 or 0: names without an order.
  kLinear,     // 1 - |d|.
  kQuadratic,  // 1 - d^2.
  kRadical,    // 1 - sqrt|d|.
  kRatio,      // By the ratio of the two instead of their distance; needs categories of at least 0.
  kOrdinal,    // By places instead of values: 1 - C(|k-l|+1, 2) / C(q, 2).
  kCircular,   // The ends of the scale are neighbors, as in hours or directions.
  kBipolar,    // Distances near the ends of the scale count more.
};

// The spellings of the command line: "identity", "quadratic".
const char* Name(Weighting weighting);
Result<Weighting> ParseWeighting(std::string_view text);

struct WeightTable {
  std::size_t categories = 0;
  std::vector<double> weights;  // Row-major and symmetric, in 0 .. 1, the diagonal 1.

  [[nodiscard]] double At(std::size_t k, std::size_t l) const {
    return weights[k * categories + l];
  }
};

// More categories are undefined: the table would outgrow what it describes.
inline constexpr std::size_t kCategoriesMax = 1'000;

// Requires ascending categories. One category gives the table {1}. Undefined where kRatio meets a
// category below 0, and over kCategoriesMax.
Figure<WeightTable> WeightsOf(Weighting weighting, std::span<const int> categories);

}  // namespace quorate::engine
