#include "engine/statistics/round_pair.h"

#include <gtest/gtest.h>

#include "tests/engine/statistics/sample_matrix.h"

namespace quorate::engine {
namespace {

NamedRound Before() {
  return Round({{"p1", {"patients"}, {8, 1}}, {"p2", {"carers"}, {5, 5}}, {"p3", {}, {2, 3}}});
}

TEST(RoundPairTest, PeopleAndItemsAreMatchedByName) {
  const NamedRound before = Before();
  NamedRound after = Round({{"p3", {}, {7, 9}}, {"p9", {}, {1, 1}}, {"p1", {}, {6, 4}}});
  after.ratings.items = {"b", "new"};
  const auto pair = PairRounds(before.ratings, before.people, after.ratings, after.people);
  ASSERT_TRUE(pair.has_value()) << pair.error().message;
  EXPECT_EQ(pair->people, (std::vector<Link>{{0, 2}, {2, 0}}));
  EXPECT_EQ(pair->items, (std::vector<Link>{{1, 0}}));
  const PairedScores scores = ScoresOf(*pair, 0, std::nullopt);
  EXPECT_EQ(scores.before, (std::vector<int>{1, 3}));
  EXPECT_EQ(scores.after, (std::vector<int>{6, 7}));
}

TEST(RoundPairTest, WhoDidNotScoreInBothRoundsIsLeftOut) {
  const NamedRound before = Before();
  const NamedRound after = Round({{"p1", {}, {kSaidUnable, 2}}, {"p2", {}, {6, kLeftBlank}}});
  const auto pair = PairRounds(before.ratings, before.people, after.ratings, after.people);
  EXPECT_EQ(ScoresOf(*pair, 0, std::nullopt).after, (std::vector<int>{6}));
  EXPECT_EQ(ScoresOf(*pair, 1, std::nullopt).after, (std::vector<int>{2}));
}

TEST(RoundPairTest, TheGroupIsTheOneDeclaredInTheEarlierRound) {
  const NamedRound before = Before();
  const NamedRound after = Round({{"p1", {"carers"}, {9, 9}}, {"p2", {"patients"}, {4, 4}}});
  const auto pair = PairRounds(before.ratings, before.people, after.ratings, after.people);
  EXPECT_EQ(ScoresOf(*pair, 0, 0).before, (std::vector<int>{8}));  // Patients before: p1.
  EXPECT_EQ(ScoresOf(*pair, 0, 1).before, (std::vector<int>{5}));
}

TEST(RoundPairTest, EveryTroubleIsNamedAtOnce) {
  NamedRound before = Before();
  NamedRound after = Before();
  before.people = {"p1", "p1", "p3"};
  before.ratings.items = {"a", "a"};
  after.people.pop_back();
  after.ratings.scale = {1, 5, {}};
  const auto pair = PairRounds(before.ratings, before.people, after.ratings, after.people);
  ASSERT_FALSE(pair.has_value());
  ASSERT_EQ(pair.error().violations.size(), 4U);
  EXPECT_EQ(pair.error().violations[0].field, "people after");
  EXPECT_EQ(pair.error().violations[1].message, "the two rounds were rated on different scales");
  EXPECT_EQ(pair.error().violations[2].message, "\"p1\" stands there twice");
  EXPECT_EQ(pair.error().violations[3].field, "items before");
}

}  // namespace
}  // namespace quorate::engine
