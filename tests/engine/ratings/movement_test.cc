#include "engine/ratings/movement.h"

#include <gtest/gtest.h>

#include "tests/engine/ratings/sample_round.h"

namespace quorate::engine {
namespace {

std::vector<SamePerson> InOrder(std::uint32_t people) {
  std::vector<SamePerson> pairs;
  for (std::uint32_t member = 0; member < people; ++member)
    pairs.push_back({member, member});
  return pairs;
}

Result<std::vector<ItemMovement>> Between(const std::vector<int>& before,
                                          const std::vector<int>& after,
                                          const std::vector<SamePerson>& people) {
  return FindMovement(
      SampleRound({{{"a"}, before}}), SampleRound({{{"a"}, after}}), people, Hats::kDeclared);
}

TEST(MovementTest, CountsNearerFartherAndEquallyFar) {
  // The median is 7: 9 and 5 are equally far from it.
  const auto moves = Between({7, 7, 9, 9, 4}, {7, 6, 5, 8, 2}, InOrder(5));
  ASSERT_TRUE(moves.has_value());
  EXPECT_EQ(*moves->at(0).majority, Fraction(7));
  EXPECT_EQ(moves->at(0).panel, (Moves{5, 4, 1, 2, 0, 0}));
  EXPECT_EQ(moves->at(0).groups.at(0), moves->at(0).panel);
}

TEST(MovementTest, TheMajorityIncludesThoseWhoDidNotComeBack) {
  const auto moves = Between({1, 9, 9, 9}, {9}, {{0, 0}});
  EXPECT_EQ(*moves->at(0).majority, Fraction(9));
  EXPECT_EQ(moves->at(0).panel, (Moves{1, 1, 1, 0, 0, 0}));
}

TEST(MovementTest, AMedianBetweenTwoScoresIsComparedExactly) {
  // The median is 13/2: 6 and 7 are equally near.
  const auto moves = Between({6, 7, 6, 7}, {7, 6, 5, 8}, InOrder(4));
  EXPECT_EQ(*moves->at(0).majority, Fraction(13, 2));
  EXPECT_EQ(moves->at(0).panel, (Moves{4, 4, 0, 2, 0, 0}));
}

TEST(MovementTest, ComingToScoreAndStoppingAreApart) {
  const auto moves =
      Between({kSaysUnable, 5, kSaysNothing, 5}, {5, kSaysSkipped, kSaysUnable, 5}, InOrder(4));
  EXPECT_EQ(moves->at(0).panel, (Moves{1, 0, 0, 0, 1, 1}));
}

TEST(MovementTest, NobodyBeforeMeansNoMajority) {
  const auto moves = Between({kSaysUnable}, {5}, InOrder(1));
  EXPECT_FALSE(moves->at(0).majority.has_value());
  EXPECT_EQ(moves->at(0).panel, (Moves{0, 0, 0, 0, 1, 0}));
}

TEST(MovementTest, GroupsAreTheLaterRoundsAndHatsCountAsThePolicySays) {
  const RoundRatings before = SampleRound({{{}, {1, 9}}});
  const RoundRatings after = SampleRound({{{"a", "b"}, {9, 9}}});
  const auto declared = FindMovement(before, after, InOrder(2), Hats::kDeclared);
  EXPECT_EQ(declared->at(0).groups.at(0).both, 2U);
  EXPECT_EQ(declared->at(0).groups.at(1).both, 0U);
  const auto each = FindMovement(before, after, InOrder(2), Hats::kEachGroup);
  EXPECT_EQ(each->at(0).groups.at(1).both, 2U);
}

TEST(MovementTest, ItemsAreThoseOfBothRoundsInTheLaterOnesOrder) {
  RoundRatings before = SampleRound({{{}, {1}}});
  RoundRatings after = before;
  before.items = {"gone", "x", "y"};
  before.answers = {CodeOf({}, 1), CodeOf({}, 2), CodeOf({}, 3)};
  after.items = {"y", "new", "x"};
  after.answers = {CodeOf({}, 3), CodeOf({}, 4), CodeOf({}, 1)};
  const auto moves = FindMovement(before, after, InOrder(1), Hats::kDeclared);
  ASSERT_EQ(moves->size(), 2U);
  EXPECT_EQ(moves->at(0).item, "y");
  EXPECT_EQ(moves->at(0).panel.changed, 0U);
  EXPECT_EQ(moves->at(1).panel.changed, 1U);
}

TEST(MovementTest, RefusesAnotherScaleAndMembersUnknownOrTwice) {
  const RoundRatings round = SampleRound({{{}, {1, 2}}});
  const RoundRatings other = SampleRound({{{}, {1, 2}}}, Scale{1, 7, {}});
  EXPECT_FALSE(FindMovement(round, other, {}, Hats::kDeclared).has_value());
  EXPECT_FALSE(FindMovement(round, round, {{0, 2}}, Hats::kDeclared).has_value());
  EXPECT_FALSE(FindMovement(round, round, {{0, 0}, {0, 1}}, Hats::kDeclared).has_value());
}

}  // namespace
}  // namespace quorate::engine
