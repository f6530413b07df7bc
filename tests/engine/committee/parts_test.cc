// The parts that the committee rules share.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/committee/ballot_levels.h"
#include "engine/committee/justified.h"
#include "engine/committee/separable.h"

namespace quorate::engine {
namespace {

using testing::ElementsAre;

TEST(BallotLevelsTest, FiguresStayInLowestTermsAndEqualOnesMeet) {
  const auto profile = *ApprovalProfile::Make({"a", "b"}, {{{0}, 2}, {{1}, 3}});
  BallotLevels levels(2, 0, 1);
  levels.Move({0}, {2}, 4);
  EXPECT_THAT(levels.levels(), ElementsAre(0, 1));
  EXPECT_EQ(levels.denominator(), 2);
  EXPECT_THAT(levels.WeightAtLevels(profile, {0, 1}), ElementsAre(3, 2));
  EXPECT_THAT(levels.Negated().levels(), ElementsAre(-1, 0));
  EXPECT_THAT(levels.Negated().WeightAtLevels(profile, {0, 1}), ElementsAre(2, 3));
  BallotLevels other(2, 1, 2);
  EXPECT_NE(levels.Key(), other.Key());
  levels.Move({1}, {1, 1}, 2);
  EXPECT_EQ(levels.Key(), other.Key());
}

TEST(JustifiedTest, ExtendedRepresentationIsCheckedWhereThereIsTime) {
  // Four of six agree on a, b and c and deserve two of three members; they get one.
  const auto profile =
      *ApprovalProfile::Make({"a", "b", "c", "d", "e"}, {{{0, 1, 2}, 4}, {{3}, 1}, {{4}, 1}});
  const auto full = CheckJustified(profile, {0, 3, 4}, 3);
  ASSERT_TRUE(full.short_changed.has_value());
  EXPECT_EQ(full.short_changed->deserved, 2U);
  EXPECT_EQ(full.short_changed->units, 4);
  EXPECT_EQ(full.short_changed->members_at_best, 1U);
  EXPECT_EQ(full.short_changed->agreed, Committee({0, 1}));
  const auto hurried = CheckJustified(profile, {0, 3, 4}, 3, 1);
  EXPECT_EQ(hurried.axiom, Axiom::kJustifiedRepresentation);
  EXPECT_FALSE(hurried.short_changed.has_value());
}

TEST(SeparableTest, TiesAreCountedEvenIfNotListed) {
  const auto profile = *ApprovalProfile::Make({"a", "b", "c", "d"}, {{{1}, 2}, {{0, 2, 3}, 1}});
  const auto top = TopScored(ApprovalScores(profile), 2, 2);
  EXPECT_THAT(top.committees, ElementsAre(Committee{0, 1}, Committee{1, 2}));
  EXPECT_EQ(top.count, 3);
  EXPECT_EQ(SatisfactionScores(profile)[3].second, Fraction(1, 3));
}

}  // namespace
}  // namespace quorate::engine
