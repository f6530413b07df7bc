#include "engine/statistics/signed_rank.h"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

SignedRank Tested(const std::vector<int>& before, const std::vector<int>& after) {
  return SignedRankOf(before, after);
}

TEST(SignedRankTest, HamiltonDepressionScoresHaveThePublishedExactP) {
  // Hollander and Wolfe, Nonparametric Statistical Methods (1973), page 29, as in R's wilcox.test:
  // V = 40, p = 0.03906 two-sided. In thousandths.
  const SignedRank test = Tested({1830, 500, 1620, 2480, 1680, 1880, 1550, 3060, 1300},
                                 {878, 647, 598, 2050, 1060, 1290, 1060, 3140, 1290});
  EXPECT_EQ(test.v, Fraction(40));
  EXPECT_EQ(test.used, 9U);
  EXPECT_EQ(test.zeros, 0U);
  EXPECT_EQ(*test.exact_p, 20.0 / 512);
}

TEST(SignedRankTest, VSumsTheRanksOfThoseWhoWereHigherBefore) {
  EXPECT_EQ(Tested({9, 1}, {8, 3}).v, Fraction(1));
  EXPECT_EQ(Tested({8, 3}, {9, 1}).v, Fraction(2));
}

TEST(SignedRankTest, ThoseWhoDidNotChangeAreDroppedAndCounted) {
  const SignedRank some = Tested({5, 5, 9, 1}, {5, 5, 8, 3});
  EXPECT_EQ(some.zeros, 2U);
  EXPECT_EQ(some.used, 2U);
  EXPECT_EQ(some.v, Fraction(1));
}

TEST(SignedRankTest, TiedSizesShareRanksAndShrinkTheVariance) {
  // Sizes 1, 1, 2 have ranks 1.5, 1.5, 3; V = 1.5 + 3. Variance 3*4*7/24 - 6/48 = 3.375.
  const SignedRank tied = Tested({6, 5, 7}, {5, 6, 5});
  EXPECT_EQ(tied.v, Fraction(9, 2));
  EXPECT_NEAR(tied.plain->z, 1.5 / std::sqrt(3.375), 1e-12);
  EXPECT_NEAR(tied.corrected->z, 1.0 / std::sqrt(3.375), 1e-12);
  EXPECT_EQ(tied.exact_p.error().reason, "two changes are of the same size");
}

TEST(SignedRankTest, WithoutAChangeNothingIsDefined) {
  for (const auto& scores : {std::vector<int>{}, std::vector<int>{4, 5}}) {
    const SignedRank none = Tested(scores, scores);
    EXPECT_EQ(none.plain.error().reason, "nobody changed");
    EXPECT_EQ(none.corrected.error().reason, "nobody changed");
    EXPECT_EQ(none.exact_p.error().reason, "nobody changed");
    EXPECT_EQ(none.zeros, scores.size());
  }
}

TEST(SignedRankTest, TheExactPIsForUpToFiftyChanges) {
  std::vector<int> before;
  std::vector<int> after;
  for (int person = 1; person <= 50; ++person) {
    before.push_back(0);
    after.push_back(person);
  }
  EXPECT_EQ(*Tested(before, after).exact_p, 2 / std::pow(2.0, 50));
  before.push_back(0);
  after.push_back(51);
  EXPECT_EQ(Tested(before, after).exact_p.error().reason, "more than 50 people changed");
  EXPECT_TRUE(Tested(before, after).plain.has_value());
}

}  // namespace
}  // namespace quorate::engine
