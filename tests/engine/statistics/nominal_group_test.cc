#include "engine/statistics/nominal_group.h"

#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

// The items in the order of preference, the first with most points.
PointsBallot Ballot(const std::string& voter, const std::vector<std::uint32_t>& order) {
  PointsBallot ballot{voter, {}};
  int points = static_cast<int>(order.size());
  for (const std::uint32_t item : order)
    ballot.awards.push_back({item, points--});
  return ballot;
}

TEST(NominalGroupTest, SumsOf17And15And14And9And5AreReproduced) {
  // The worked example's sums (freerangelearner.com/teaming/tools/ngt.html), by four people who
  // rank five items.
  const std::vector<PointsBallot> ballots = {Ballot("p1", {0, 1, 2, 3, 4}),
                                             Ballot("p2", {0, 1, 2, 4, 3}),
                                             Ballot("p3", {0, 2, 3, 1, 4}),
                                             Ballot("p4", {1, 2, 3, 0, 4})};
  const auto counted = CountPoints(5, ballots, 5);
  ASSERT_TRUE(counted.has_value());
  std::vector<std::uint64_t> sums;
  for (const PointsOfItem& item : *counted)
    sums.push_back(item.sum);
  EXPECT_EQ(sums, (std::vector<std::uint64_t>{17, 15, 14, 9, 5}));
}

TEST(NominalGroupTest, ThreeFivesDifferFromFifteenOnesThoughTheSumIsTheSame) {
  std::vector<PointsBallot> ballots;
  for (int voter = 0; voter < 15; ++voter) {
    const std::string name = "v" + std::to_string(voter);
    ballots.push_back(voter < 3 ? Ballot(name, {0, 2, 3, 4, 1}) : Ballot(name, {5, 4, 3, 2, 1}));
  }
  const auto counted = CountPoints(6, ballots, 5);
  ASSERT_TRUE(counted.has_value()) << counted.error().message;
  const PointsOfItem& loved = (*counted)[0];
  const PointsOfItem& tolerated = (*counted)[1];
  EXPECT_EQ(loved.sum, 15U);
  EXPECT_EQ(tolerated.sum, 15U);
  EXPECT_EQ(loved.place, tolerated.place);
  EXPECT_EQ(loved.voters, 3U);
  EXPECT_EQ(tolerated.voters, 15U);
  EXPECT_EQ(loved.split, (std::vector<std::uint64_t>{0, 0, 0, 0, 3}));
  EXPECT_EQ(tolerated.split, (std::vector<std::uint64_t>{15, 0, 0, 0, 0}));
}

TEST(NominalGroupTest, AnItemThatNobodyPickedHasNothingAndTheLastPlace) {
  const auto counted = CountPoints(3, std::vector<PointsBallot>{Ballot("p1", {1, 0})}, 2);
  EXPECT_EQ((*counted)[2].sum, 0U);
  EXPECT_EQ((*counted)[2].voters, 0U);
  EXPECT_EQ((*counted)[2].place, 3U);
  EXPECT_EQ((*counted)[1].place, 1U);
}

TEST(NominalGroupTest, IrregularBallotsAreRefusedEveryVoterAtOnce) {
  const std::vector<PointsBallot> ballots = {
      {"p1", {{0, 1}, {1, 2}, {2, 4}, {3, 5}}},
      {"p2", {{0, 1}, {1, 2}, {2, 3}, {3, 4}}},
      {"p3", {{0, 1}, {0, 2}, {2, 3}, {3, 4}}},
      {"p4", {}},
      {"p5", {{0, 1}, {1, 2}, {2, 3}, {9, 4}}},
  };
  const auto counted = CountPoints(5, ballots, 4);
  ASSERT_FALSE(counted.has_value());
  const auto& violations = counted.error().violations;
  ASSERT_EQ(violations.size(), 4U);
  EXPECT_EQ(violations[0].field, "voter p1");
  EXPECT_EQ(violations[0].message, "gave 1, 2, 4, 5 points; a ballot must give 1 to 4, each once");
  EXPECT_EQ(violations[1].message, "gave points to one item twice");
  EXPECT_EQ(violations[2].message, "gave no points; a ballot must give 1 to 4, each once");
  EXPECT_EQ(violations[3].message, "gave points to an item that is not on the list");
}

TEST(NominalGroupTest, NobodyCanPickMoreThanThereIs) {
  EXPECT_FALSE(CountPoints(3, {}, 4).has_value());
  EXPECT_FALSE(CountPoints(3, {}, 0).has_value());
  EXPECT_FALSE(CountPoints(1'000, {}, kPickedMax + 1).has_value());
  EXPECT_EQ(CountPoints(3, {}, 3)->size(), 3U);
}

}  // namespace
}  // namespace quorate::engine
