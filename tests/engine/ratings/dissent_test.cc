#include "engine/ratings/dissent.h"

#include <gtest/gtest.h>

#include "tests/engine/ratings/sample_round.h"

namespace quorate::engine {
namespace {

const ConsensusRule& Comet() {
  return FindPreset("comet-70-15")->rule;
}

ItemDissent Of(const std::vector<SampleGroup>& groups,
               const ConsensusRule& rule = Comet(),
               std::uint64_t least = 1) {
  return FindDissent(SampleRound(groups, rule.scale), rule, *ParseVoice("per-person"), 1, least)
      ->at(0);
}

TEST(DissentTest, GroupsThatWouldDecideAgainstEachOtherAreSplit) {
  const auto split = Of({{{"a"}, {9, 9, 8}}, {{"b"}, {1, 2, 2}}, {{"c"}, {5}}});
  EXPECT_TRUE(split.verdicts_split);
  EXPECT_TRUE(split.medians_split);
  EXPECT_EQ(split.groups[0].consensus.consensus, Consensus::kIn);
  EXPECT_EQ(split.groups[1].consensus.consensus, Consensus::kOut);
  EXPECT_EQ(split.groups[2].band, (Band{4, 6}));
  EXPECT_EQ(split.scored, 7U);
}

TEST(DissentTest, AGroupTooSmallToBeHeardSplitsNothing) {
  const std::vector<SampleGroup> groups = {{{"a"}, {9, 9, 8}}, {{"b"}, {1, 2}}};
  EXPECT_TRUE(Of(groups, Comet(), 2).verdicts_split);
  EXPECT_FALSE(Of(groups, Comet(), 3).verdicts_split);
  EXPECT_FALSE(Of(groups, Comet(), 3).groups[1].heard);
  EXPECT_FALSE(Of({{{"a"}, {9}}, {{"b"}, {kSaysUnable}}}, Comet(), 0).groups[1].heard);
}

TEST(DissentTest, ThePanelsQuorumDoesNotBindAGroupOnItsOwn) {
  ConsensusRule rule = Comet();
  rule.quorum = {100, 50};
  EXPECT_TRUE(Of({{{"a"}, {9}}, {{"b"}, {1}}}, rule).verdicts_split);
}

TEST(DissentTest, AMedianBetweenTwoBandsBelongsToTheHigher) {
  const auto same = Of({{{"a"}, {6, 7}}, {{"b"}, {8}}});
  EXPECT_EQ(*same.groups[0].median, Fraction(13, 2));
  EXPECT_FALSE(same.medians_split);
  EXPECT_TRUE(Of({{{"a"}, {6, 6}}, {{"b"}, {8}}}).medians_split);
}

TEST(DissentTest, TwoPeaksNeedAThirdAtEachEndAndAValley) {
  const Scale scale;
  EXPECT_EQ(TwoPeaked(scale, {0, 3, 0, 1, 0, 1, 0, 0, 4}), true);
  EXPECT_EQ(TwoPeaked(scale, {0, 2, 0, 1, 1, 1, 0, 0, 4}), false);  // 2 of 9 are no third.
  EXPECT_EQ(TwoPeaked(scale, {1, 1, 1, 1, 1, 1, 1, 1, 1}), false);  // Even: no valley.
  EXPECT_EQ(TwoPeaked(scale, {0, 3, 0, 0, 3, 0, 0, 3, 0}), false);  // Three peaks: no valley.
  EXPECT_EQ(TwoPeaked(scale, {0, 0, 3, 0, 0, 0, 3, 0, 0}), true);
  EXPECT_EQ(TwoPeaked(scale, {0, 0, 0, 0, 0, 0, 0, 0, 0}), std::nullopt);
}

TEST(DissentTest, PeaksAreUndefinedWithoutBandsThatLieApart) {
  EXPECT_EQ(WhyNoPeaks({1, 9, {}}), "the scale has no two bands");
  EXPECT_EQ(WhyNoPeaks({0, 1, {{0, 0}, {1, 1}}}),
            "no point lies between the outer bands of the scale");
  EXPECT_EQ(WhyNoPeaks({1, 7, {{5, 7}, {1, 3}}}), "");
  EXPECT_FALSE(TwoPeaked({1, 3, {}}, {1, 0, 1}).has_value());
}

}  // namespace
}  // namespace quorate::engine
