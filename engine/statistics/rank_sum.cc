#include "engine/statistics/rank_sum.h"

#include <cmath>
#include <vector>

#include "engine/statistics/ranks.h"

namespace quorate::engine {

namespace {

using boost::multiprecision::cpp_int;

}  // namespace

RankSum RankSumOf(std::span<const Fraction> first, std::span<const Fraction> second) {
  RankSum result{Fraction(), NormalTest(), NormalTest()};
  if (first.empty() || second.empty()) {
    result.u = Because("one of the two sets is empty");
    result.plain = result.corrected = Because("one of the two sets is empty");
    return result;
  }
  std::vector<Fraction> all(first.begin(), first.end());
  all.insert(all.end(), second.begin(), second.end());
  const Ranks ranks = RanksOf(std::span<const Fraction>(all));
  cpp_int doubled = 0;
  for (std::size_t i = 0; i < first.size(); ++i)
    doubled += ranks.doubled[i];
  const cpp_int a = first.size();
  const cpp_int b = second.size();
  const cpp_int n = a + b;
  result.u = Fraction::Of(doubled - a * (a + 1), 2);
  // ab/12 ((N+1) - ties / (N(N-1))) over one denominator.
  const cpp_int untied = (n + 1) * n * (n - 1) - ranks.ties;
  if (untied == 0) {
    result.plain = result.corrected = Because("all values are equal");
    return result;
  }
  const double deviation = std::sqrt(Fraction::Of(a * b * untied, 12 * n * (n - 1)).ToDouble());
  const double distance = (*result.u - Fraction::Of(a * b, 2)).ToDouble();
  result.plain = TestNormal(distance, deviation, Continuity::kNone);
  result.corrected = TestNormal(distance, deviation, Continuity::kCorrected);
  return result;
}

}  // namespace quorate::engine
