#include "engine/ranking/stv_universes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

using testing::ElementsAre;

TEST(StvUniversesTest, AStatedOrderElectsTheFirstAndExcludesTheLast) {
  const std::vector<std::size_t> places = {2, 0, 1, 2};
  EXPECT_THAT(ChosenByOrder({0, 1, 2}, places, StvFate::kElected), ElementsAre(1));
  EXPECT_THAT(ChosenByOrder({0, 1, 2}, places, StvFate::kExcluded), ElementsAre(0));
  EXPECT_THAT(ChosenByOrder({0, 1, 3}, places, StvFate::kExcluded), ElementsAre(0, 3));
  EXPECT_THAT(ChosenByOrder({0, 2}, {}, StvFate::kElected), ElementsAre(0, 2));
}

TEST(StvUniversesTest, BallotsAreOrderedByPlaceWithoutTheUnranked) {
  Profile profile{{"A", "B", "C"}, {1, 1}, {2, 0, 1, 0, 0, 0}, {}, {}};
  const OrderedBallots ordered(profile);
  ASSERT_EQ(ordered.size(), 2U);
  ASSERT_EQ(ordered[0].size(), 2U);
  EXPECT_EQ(ordered[0][0].candidate, 2U);
  EXPECT_EQ(ordered[0][1].candidate, 0U);
  EXPECT_TRUE(ordered[1].empty());
  EXPECT_EQ(ordered.choice_count(), 2U);
}

TEST(StvUniversesTest, TheVotelessAreSettledWithoutABranchAndNotedWhereSomeStay) {
  const Profile profile{{"A", "B", "C", "D", "E"}, {}, {}, {}, {}};
  RankedOptions options;
  options.seats = 2;
  const RankedCount count{profile, options, {}};
  StvUniverse universe;
  std::vector<std::size_t> tied = {1, 3, 4};
  SettleVoteless(count, 5, tied, universe);  // Both others have votes and fill the seats.
  EXPECT_THAT(tied, ElementsAre(4));
  EXPECT_TRUE(universe.open.empty());
  tied = {1, 3, 4};
  SettleVoteless(count, 4, tied, universe);  // One other: one of the three wins.
  EXPECT_THAT(tied, ElementsAre(4));
  EXPECT_THAT(universe.open, ElementsAre(1, 3, 4));
}

}  // namespace
}  // namespace quorate::engine
