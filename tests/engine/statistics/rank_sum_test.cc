#include "engine/statistics/rank_sum.h"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

std::vector<Fraction> Hundredths(const std::vector<int>& values) {
  std::vector<Fraction> fractions;
  for (const int value : values)
    fractions.emplace_back(value, 100);
  return fractions;
}

TEST(RankSumTest, PermeabilityConstantsHaveThePublishedU) {
  // Hollander and Wolfe, Nonparametric Statistical Methods (1973), page 69, as in R's wilcox.test:
  // W = 35.
  const RankSum test = RankSumOf(Hundredths({80, 83, 189, 104, 145, 138, 191, 164, 73, 146}),
                                 Hundredths({115, 88, 90, 74, 121}));
  EXPECT_EQ(*test.u, Fraction(35));
  EXPECT_NEAR(test.plain->z, 10 / std::sqrt(10.0 * 5 * 16 / 12), 1e-12);
  EXPECT_NEAR(test.corrected->z, 9.5 / std::sqrt(10.0 * 5 * 16 / 12), 1e-12);
}

TEST(RankSumTest, EqualValuesCountHalfAndShrinkTheVariance) {
  const RankSum test = RankSumOf(Hundredths({1, 2, 2}), Hundredths({2, 3}));
  EXPECT_EQ(*test.u, Fraction(1));
  EXPECT_NEAR(test.plain->z, -2 / std::sqrt(6.0 / 12 * (6 - 24.0 / 20)), 1e-12);
}

TEST(RankSumTest, ByThePairsTheTwoUsSumToAllPairs) {
  const auto a = Hundredths({1, 5, 5, 9});
  const auto b = Hundredths({5, 7, 0});
  EXPECT_EQ(*RankSumOf(a, b).u + *RankSumOf(b, a).u, Fraction(12));
}

TEST(RankSumTest, AnEmptySetLeavesAllUndefined) {
  const RankSum test = RankSumOf({}, Hundredths({1}));
  EXPECT_EQ(test.u.error().reason, "one of the two sets is empty");
  EXPECT_EQ(test.plain.error().reason, "one of the two sets is empty");
}

TEST(RankSumTest, EqualValuesThroughoutLeaveTheTestUndefined) {
  const RankSum test = RankSumOf(Hundredths({3, 3}), Hundredths({3}));
  EXPECT_EQ(*test.u, Fraction(1));
  EXPECT_EQ(test.plain.error().reason, "all values are equal");
  EXPECT_EQ(test.corrected.error().reason, "all values are equal");
}

}  // namespace
}  // namespace quorate::engine
