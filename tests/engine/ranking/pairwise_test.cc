#include "engine/ranking/pairwise.h"

#include <gtest/gtest.h>

#include "tests/engine/ranking/counting.h"

namespace quorate::engine {
namespace {

TEST(PairwiseTest, AnyNilOppositionStandsAboveEveryFiniteRatio) {
  // A>B 100:1, B>C 5:0, A>C 7:0.
  const Profile profile = Ballots("100: A>B\n1: B>A\n5: B>C\n7: A>C\n");
  const auto pairwise = Pairwise::Of(profile, Unranked::kApart);
  ASSERT_TRUE(pairwise.has_value());
  const StrengthRanks ranks = RankStrengths(*pairwise, Strength::kRatio);
  EXPECT_EQ(ranks, StrengthRanks({0, 1, 3, 0, 0, 2, 0, 0, 0}));
  EXPECT_EQ(RankStrengths(*pairwise, Strength::kMargin),
            StrengthRanks({0, 3, 2, 0, 0, 1, 0, 0, 0}));
}

TEST(PairwiseTest, WeightsBeyond64BitsAreCountedExactly) {
  const Profile profile = Ballots("12345678901234567890123456789: A>B\n1/7: B>A\n1/3: B>A=C\n");
  const auto pairwise = Pairwise::Of(profile, Unranked::kLast);
  ASSERT_TRUE(pairwise.has_value());
  EXPECT_EQ(pairwise->At(0, 1).ToString(), "12345678901234567890123456789");
  EXPECT_EQ(pairwise->At(1, 0).ToString(), "10/21");
  EXPECT_TRUE(pairwise->Beats(0, 1));
  EXPECT_FALSE(pairwise->Beats(1, 0));
}

TEST(PairwiseTest, DenominatorsThatGrowWithoutEndAreRefused) {
  std::vector<Fraction> weights;
  for (std::int64_t i = 0; i < 4000; ++i)
    weights.emplace_back(1, (std::int64_t{1} << 40) + 2 * i + 1);
  EXPECT_FALSE(ToWholeWeights(weights).has_value());
}

}  // namespace
}  // namespace quorate::engine
