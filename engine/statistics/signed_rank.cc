#include "engine/statistics/signed_rank.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "engine/base/check.h"
#include "engine/statistics/ranks.h"

namespace quorate::engine {

namespace {

using boost::multiprecision::cpp_int;

// Twice the chance that ranks 1 .. n, each counted or not, sum to the rarer side of `sum`.
double ExactP(std::size_t n, std::uint64_t sum) {
  const std::uint64_t most = n * (n + 1) / 2;
  const std::uint64_t rarer = std::min(sum, most - sum);
  std::vector<std::uint64_t> ways(rarer + 1);  // Of the ranks so far, those that sum to the index.
  ways[0] = 1;
  for (std::uint64_t rank = 1; rank <= n; ++rank) {
    for (std::uint64_t total = rarer; total >= rank; --total)
      ways[total] += ways[total - rank];
  }
  std::uint64_t tail = 0;
  for (const std::uint64_t way : ways)
    tail += way;
  return std::min(1.0, std::ldexp(static_cast<double>(tail), 1 - static_cast<int>(n)));
}

static_assert(kExactChangesMax < 64, "ExactP counts 2^n choices in 64 bits");

}  // namespace

SignedRank SignedRankOf(std::span<const int> before, std::span<const int> after) {
  QUORATE_CHECK(before.size() == after.size());
  std::vector<std::int64_t> sizes;
  std::vector<bool> fell;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const std::int64_t change = std::int64_t{after[i]} - before[i];
    if (change == 0) continue;
    sizes.push_back(std::abs(change));
    fell.push_back(change < 0);
  }
  const std::size_t n = sizes.size();
  const Ranks ranks = RanksOf(std::span<const std::int64_t>(sizes));
  std::uint64_t doubled = 0;
  for (std::size_t i = 0; i < n; ++i)
    doubled += fell[i] ? ranks.doubled[i] : 0;
  SignedRank result{before.size() - n,
                    n,
                    Fraction(static_cast<std::int64_t>(doubled), 2),
                    NormalTest(),
                    NormalTest(),
                    1.0};
  if (n == 0) {
    result.plain = result.corrected = Because("nobody changed");
    result.exact_p = Because("nobody changed");
    return result;
  }
  const cpp_int changes = n;
  const Fraction middle = Fraction::Of(changes * (changes + 1), 4);
  const Fraction variance =
      Fraction::Of(changes * (changes + 1) * (2 * changes + 1) * 2 - ranks.ties, 48);
  const double distance = (result.v - middle).ToDouble();
  const double deviation = std::sqrt(variance.ToDouble());
  result.plain = TestNormal(distance, deviation, Continuity::kNone);
  result.corrected = TestNormal(distance, deviation, Continuity::kCorrected);
  if (ranks.ties > 0) {
    result.exact_p = Because("two changes are of the same size");
  } else if (n > kExactChangesMax) {
    result.exact_p = Because("more than 50 people changed");
  } else {
    result.exact_p = ExactP(n, doubled / 2);
  }
  return result;
}

}  // namespace quorate::engine
