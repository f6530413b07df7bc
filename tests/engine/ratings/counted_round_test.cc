#include "engine/ratings/counted_round.h"

#include <gtest/gtest.h>

#include "engine/ratings/summary.h"
#include "tests/engine/ratings/sample_round.h"

namespace quorate::engine {
namespace {

TEST(CountedRoundTest, KindsAreHatsInOrderAndCompletion) {
  const RoundRatings round =
      SampleRound({{{"a", "b"}, {9, 8}}, {{"b", "a"}, {1}}, {{"a", "b"}, {7}}});
  const auto counted = CountFinely(round, {}, {true, false, true, true});
  ASSERT_EQ(counted->kinds.size(), 3U);
  EXPECT_EQ(counted->kinds[0].hats, (HatSet{0, 1}));
  EXPECT_TRUE(counted->kinds[0].completed);
  EXPECT_FALSE(counted->kinds[1].completed);
  EXPECT_EQ(counted->kinds[2].hats, (HatSet{1, 0}));
  const ItemTally& item = counted->items.at(0);
  EXPECT_EQ(item.people[CodeOf(round.scale, 9)], 1U);
  EXPECT_EQ(item.people[CodeOf(round.scale, 7)], 1U);
  EXPECT_EQ(item.people[item.codes + CodeOf(round.scale, 8)], 1U);
}

TEST(CountedRoundTest, RegroupingGivesTheTablesOfATally) {
  RoundRatings round = SampleRound({{{"a", "b"}, {9, 8}}, {{"b"}, {1, 2, 3}}, {{"a"}, {5}}});
  for (int member = 0; member < 6; ++member)
    round.weights.emplace_back(member + 1, 3);
  for (const char* argument : {"per-person", "equal-groups+split", "person-weights+each-group"}) {
    const VoicePolicy voice = *ParseVoice(argument);
    const auto counted = CountFinely(round, voice);
    std::vector<std::optional<HatSet>> hats;
    for (const Kind& kind : counted->kinds)
      hats.emplace_back(kind.hats);
    const auto regrouped = Regroup(round.groups, hats, voice);
    const ItemTables tables = TablesOf(*regrouped, counted->items[0]);
    const auto expected = TallyRatings(round, FindPreset("comet-70-15")->rule, voice, 1);
    EXPECT_EQ(MeanOf(round.scale, tables.panel), expected->items[0].panel.mean) << argument;
    EXPECT_EQ(MeanOf(round.scale, tables.groups[1]), expected->items[0].groups[1].mean) << argument;
  }
}

TEST(CountedRoundTest, KindsWithoutHatsAreLeftOut) {
  const RoundRatings round = SampleRound({{{"a"}, {9}}, {{"b"}, {1}}});
  const auto counted = CountFinely(round, {});
  const auto regrouped = Regroup({"b"}, {std::nullopt, HatSet{0}}, {});
  const ItemTables tables = TablesOf(*regrouped, counted->items[0]);
  EXPECT_EQ(tables.panel.scored_people(), 1U);
  EXPECT_EQ(*MedianOf(round.scale, tables.groups[0]), Fraction(1));
}

}  // namespace
}  // namespace quorate::engine
