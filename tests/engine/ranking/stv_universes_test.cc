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
  const OrderedBallots ordered = OrderBallots(profile);
  ASSERT_EQ(ordered.ballots[0].size(), 2U);
  EXPECT_EQ(ordered.ballots[0][0].candidate, 2U);
  EXPECT_EQ(ordered.ballots[0][1].candidate, 0U);
  EXPECT_TRUE(ordered.ballots[1].empty());
}

}  // namespace
}  // namespace quorate::engine
