#include "engine/committee/approval_profile.h"

#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

TEST(ApprovalProfileTest, MergesBallotsThatAreAlike) {
  const auto profile = ApprovalProfile::Make(
      {"a", "b"}, {{{1, 0}, Fraction(1, 2)}, {{0, 1, 1}, Fraction(1, 3)}, {{}, 2}, {{1}, 1}});
  ASSERT_TRUE(profile.has_value());
  EXPECT_EQ(profile->ballots().size(), 2U);
  EXPECT_EQ(profile->WeightOf(profile->SupportOf(0)), Fraction(5, 6));
  EXPECT_EQ(profile->WeightOf(profile->SupportOf(1)), Fraction(11, 6));
  EXPECT_EQ(profile->WeightOf(profile->blank_units()), Fraction(2));
  EXPECT_EQ(profile->WeightOf(profile->total_units()), Fraction(23, 6));
}

TEST(ApprovalProfileTest, NamesEveryBadBallotAtOnce) {
  const auto profile = ApprovalProfile::Make({"a"}, {{{0}, 0}, {{3}, 1}});
  ASSERT_FALSE(profile.has_value());
  EXPECT_EQ(profile.error().violations.size(), 2U);
}

TEST(ApprovalProfileTest, RefusesWeightsThatDoNotFitAndNeverWraps) {
  const Fraction tiny(1, std::int64_t{1} << 41U);
  EXPECT_EQ(ApprovalProfile::Make({"a"}, {{{0}, tiny}, {{}, 1}}).error().reason, Reason::kTooLarge);
  const Fraction huge(std::int64_t{1} << 62U);
  EXPECT_FALSE(ApprovalProfile::Make({"a"}, {{{0}, huge}, {{}, 1}}).has_value());
}

TEST(ApprovalProfileTest, TheUnitIsTheLargestThatDividesAllWeights) {
  const Fraction huge(std::int64_t{1} << 62U);
  const auto profile = ApprovalProfile::Make({"a"}, {{{0}, huge}, {{}, huge * Fraction(2, 3)}});
  ASSERT_TRUE(profile.has_value());
  EXPECT_EQ(profile->unit(), huge / Fraction(3));
  EXPECT_EQ(profile->total_units(), 5);
  EXPECT_EQ(profile->WeightOf(profile->SupportOf(0)), huge);
}

TEST(ApprovalProfileTest, ReorderingKeepsWhoApprovesWhom) {
  const auto profile = ApprovalProfile::Make({"a", "b", "c"}, {{{0, 2}, 3}, {{1}, 1}});
  const auto other = profile->Reordered({2, 0, 1});
  EXPECT_EQ(other.candidates(), std::vector<std::string>({"c", "a", "b"}));
  EXPECT_EQ(other.SupportOf(0), 3);
  EXPECT_EQ(other.SupportOf(1), 3);
  EXPECT_EQ(other.SupportOf(2), 1);
}

}  // namespace
}  // namespace quorate::engine
