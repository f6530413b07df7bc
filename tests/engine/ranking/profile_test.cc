#include "engine/ranking/profile.h"

#include <gtest/gtest.h>

#include "tests/engine/ranking/counting.h"

namespace quorate::engine {
namespace {

TEST(ProfileTest, BallotsAlikeAreMergedInOrderOfFirstAppearance) {
  const Profile profile = Ballots("2: B>A\n1: A\n1/2: B>A\n");
  EXPECT_EQ(profile.candidates, std::vector<std::string>({"B", "A"}));
  ASSERT_EQ(profile.size(), 2U);
  EXPECT_EQ(profile.weights[0], Fraction(5, 2));
  EXPECT_EQ(profile.PlacesOf(1)[0], kUnranked);
  EXPECT_EQ(profile.PlacesOf(1)[1], 1);
  EXPECT_EQ(profile.TotalWeight(), Fraction(7, 2));
}

TEST(ProfileTest, WholeWeightsShareOneDenominator) {
  const std::vector<Fraction> weights = {Fraction(1, 2), Fraction(2, 3), Fraction(5)};
  const auto whole = ToWholeWeights(weights);
  ASSERT_TRUE(whole.has_value());
  EXPECT_EQ(whole->denominator, 6);
  EXPECT_EQ(whole->units[0], 3);
  EXPECT_EQ(whole->units[1], 4);
  EXPECT_EQ(whole->units[2], 30);
}

}  // namespace
}  // namespace quorate::engine
