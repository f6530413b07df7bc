#include "engine/statistics/spread.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

namespace quorate::engine {

namespace {

using boost::multiprecision::cpp_int;

Fraction Count(std::size_t count) {
  return static_cast<std::int64_t>(count);
}

// Requires values, ascending.
template <typename Value>
Fraction Percentile(const std::vector<Value>& sorted, const Fraction& p) {
  const Fraction rank = p * Count(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(rank.numerator() / rank.denominator());
  const Fraction low = sorted[below];
  if (below + 1 == sorted.size()) return low;
  return low + (rank - Count(below)) * (Fraction(sorted[below + 1]) - low);
}

Spread Nothing() {
  const auto reason = Because("nobody scored");
  return {0, reason, reason, reason, reason, reason, reason, reason};
}

// Requires values, ascending; the variance is absent for one of them.
template <typename Value>
Spread Assemble(const std::vector<Value>& sorted,
                const Fraction& mean,
                const std::optional<Fraction>& variance) {
  const Fraction q1 = Percentile(sorted, Fraction(1, 4));
  const Fraction q3 = Percentile(sorted, Fraction(3, 4));
  const Fraction median = Percentile(sorted, Fraction(1, 2));
  Spread spread{sorted.size(), mean, median, q1, q3, q3 - q1, 0.0, 0.0};
  if (!variance) {
    spread.sd = spread.cv = Because("there are fewer than two scores");
    return spread;
  }
  spread.sd = std::sqrt(variance->ToDouble());
  if (mean <= Fraction(0)) {
    spread.cv = Because("the mean is not above 0");
  } else {
    spread.cv = *spread.sd / mean.ToDouble();
  }
  return spread;
}

}  // namespace

// The variance is exact until its root, so that equal values give 0 and nothing cancels.
Spread SpreadOf(std::span<const Fraction> values) {
  if (values.empty()) return Nothing();
  std::vector<Fraction> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  Fraction sum;
  for (const Fraction& value : sorted)
    sum += value;
  const Fraction mean = sum / Count(sorted.size());
  if (sorted.size() < 2) return Assemble(sorted, mean, std::nullopt);
  Fraction squares;
  for (const Fraction& value : sorted)
    squares += (value - mean) * (value - mean);
  return Assemble(sorted, mean, squares / Count(sorted.size() - 1));
}

Spread SpreadOf(std::span<const int> scores) {
  if (scores.empty()) return Nothing();
  std::vector<int> sorted(scores.begin(), scores.end());
  std::sort(sorted.begin(), sorted.end());
  const cpp_int n = sorted.size();
  cpp_int sum = 0;
  cpp_int squares = 0;
  for (const std::int64_t score : sorted) {
    sum += score;
    squares += score * score;
  }
  const Fraction mean = Fraction::Of(sum, n);
  if (sorted.size() < 2) return Assemble(sorted, mean, std::nullopt);
  return Assemble(sorted, mean, Fraction::Of(n * squares - sum * sum, n * (n - 1)));
}

}  // namespace quorate::engine
