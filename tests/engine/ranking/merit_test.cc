#include "engine/ranking/merit.h"

#include <gtest/gtest.h>

#include "tests/engine/ranking/counting.h"

namespace quorate::engine {
namespace {

TEST(MeritTest, TheLowerMedianIsTaken) {
  EXPECT_EQ(MedianOf({1, 1}), 0U);
  EXPECT_EQ(MedianOf({1, 2}), 1U);
  EXPECT_EQ(MedianOf({0, 0}), 0U);
}

TEST(MeritTest, TheFirstMedianThatDiffersIsNamedWithItsDepth) {
  // 0 1 1 2 and 0 1 1 1: medians 1, 1, then 0, 0, then 2 and 1.
  const MeritGap gap = CompareMerits({1, 2, 1}, {1, 3, 0});
  EXPECT_TRUE(std::is_gt(gap.order));
  EXPECT_FALSE(gap.below_the_middle);
  EXPECT_EQ(gap.depth, Fraction(1));
  EXPECT_EQ(gap.of_one, 3);
  EXPECT_EQ(gap.of_other, 2);
  EXPECT_TRUE(std::is_eq(CompareMerits({1, 2}, {1, 2}).order));
  EXPECT_TRUE(std::is_lt(CompareMerits({2, 1}, {1, 2}).order));
}

TEST(MeritTest, BlanksAreFilledAsTheOptionsSayOrRefused) {
  const Profile profile = Ballots("2: A/3,B/4\n2: A/3\n1: A/1,B/1\n", BallotKind::kGrades);
  EXPECT_FALSE(MeritsOf(profile, Missing::kRefuse).has_value());
  EXPECT_EQ((*MeritsOf(profile, Missing::kWorst))[1], Merit({3, 0, 2}));
  EXPECT_EQ((*MeritsOf(profile, Missing::kMedian))[1], Merit({1, 0, 4}));
}

}  // namespace
}  // namespace quorate::engine
