// The published rules on published and hand-worked examples.

#include "engine/ratings/presets.h"

#include <gtest/gtest.h>

#include "engine/ratings/rule_check.h"
#include "engine/ratings/rule_json.h"
#include "engine/ratings/rule_text.h"
#include "tests/engine/ratings/sample_round.h"

namespace quorate::engine {
namespace {

TEST(PresetsTest, EachIsSoundHasASourceAndComesBackFromJson) {
  EXPECT_EQ(Presets().size(), 19U);
  for (const Preset& preset : Presets()) {
    const auto sound = CheckRule(preset.rule);
    EXPECT_TRUE(sound.has_value()) << preset.rule.name << ": " << sound.error().message;
    EXPECT_FALSE(preset.source.empty());
    EXPECT_FALSE(preset.summary.empty());
    EXPECT_EQ(*RuleFromJson(ToJson(preset.rule)), preset.rule);
    EXPECT_EQ(FindPreset(preset.rule.name), &preset);
  }
  EXPECT_EQ(FindPreset("70/15"), nullptr);
}

TEST(PresetsTest, SixteenOfTwentyThreeFailsSeventyPercentAlthoughItPrintsAsSeventy) {
  EXPECT_EQ(ConsensusUnder("comet-70-15", Times({{16, 8}, {7, 5}})), "NONE");
  EXPECT_EQ(ConsensusUnder("percent-70", Times({{16, 8}, {7, 5}})), "NONE");
  EXPECT_EQ(ConsensusUnder("comet-70-15", Times({{7, 8}, {3, 5}})), "IN");
  EXPECT_EQ(Percent(Fraction(16, 23)), "69.5 %");
}

TEST(PresetsTest, FifteenPercentIsNotBelowFifteen) {
  EXPECT_EQ(ConsensusUnder("comet-70-15", Times({{17, 9}, {3, 1}})), "NONE");
  EXPECT_EQ(ConsensusUnder("comet-70-15", Times({{18, 9}, {2, 1}})), "IN");
  EXPECT_EQ(ConsensusUnder("comet-70-15", Times({{18, 1}, {2, 9}})), "OUT");
}

TEST(PresetsTest, AxspaAllowsExactlyFifteenPercentAndNeverSaysOut) {
  const auto& rule = FindPreset("axspa-70-15-every-group")->rule;
  const auto edge = Times({{17, 9}, {3, 1}});
  EXPECT_EQ(TallySample({{{"a"}, edge}, {{"b"}, edge}}, rule).consensus.consensus, Consensus::kIn);
  EXPECT_EQ(TallySample({{{"a"}, {1, 1}}, {{"b"}, {1}}}, rule).consensus.consensus,
            Consensus::kNone);
}

TEST(PresetsTest, OutAtFiftyNeedsEveryGroup) {
  const auto& rule = FindPreset("comet-70-15-out-50-every-group")->rule;
  EXPECT_EQ(TallySample({{{"a"}, {9, 5}}, {{"b"}, {5, 5}}}, rule).consensus.consensus,
            Consensus::kOut);
  EXPECT_EQ(TallySample({{{"a"}, {9, 9, 5}}, {{"b"}, {5, 5}}}, rule).consensus.consensus,
            Consensus::kNone);
}

TEST(PresetsTest, AnyGroupOutBindsBothLimitsToOneGroup) {
  const auto& rule = FindPreset("fsmp-any-group-out")->rule;
  EXPECT_EQ(TallySample({{{"a"}, {1, 1}}, {{"b"}, {9, 9}}}, rule).consensus.consensus,
            Consensus::kOut);
  const auto torn = Times({{7, 1}, {3, 9}});  // 70 % in 1-3, but 30 % in 7-9 of the same group.
  EXPECT_EQ(TallySample({{{"a"}, torn}, {{"b"}, {5, 5}}}, rule).consensus.consensus,
            Consensus::kNone);
}

TEST(PresetsTest, HeapAsksForSeventyFromRoundTwoOn) {
  const auto six_of_ten = Times({{6, 8}, {4, 5}});
  EXPECT_EQ(ConsensusUnder("heap-rising-50-70", six_of_ten, 1), "IN");
  EXPECT_EQ(ConsensusUnder("heap-rising-50-70", six_of_ten, 2), "NONE");
  EXPECT_EQ(ConsensusUnder("heap-rising-50-70", six_of_ten, 3), "NONE");
  EXPECT_EQ(ConsensusUnder("heap-rising-50-70", Times({{7, 2}, {3, 5}}), 3), "OUT");
}

TEST(PresetsTest, Partners2IsStrictOnBothSides) {
  EXPECT_EQ(ConsensusUnder("partners2-70-25", Times({{7, 8}, {3, 5}})), "NONE");
  EXPECT_EQ(ConsensusUnder("partners2-70-25", Times({{15, 8}, {5, 1}})), "NONE");
  EXPECT_EQ(ConsensusUnder("partners2-70-25", Times({{16, 8}, {4, 1}})), "IN");
}

TEST(PresetsTest, MeetingsCountVotesAndLeaveAbstentionsOut) {
  EXPECT_EQ(ConsensusUnder("meeting-majority", {1, 0, kSaysSkipped}), "OUT");
  EXPECT_EQ(ConsensusUnder("meeting-majority", {1, 1, 0}), "IN");
  EXPECT_EQ(ConsensusUnder("meeting-majority", {kSaysSkipped}), "INQUORATE");
  EXPECT_EQ(ConsensusUnder("meeting-70-30", Times({{7, 1}, {3, 0}})), "IN");
  EXPECT_EQ(ConsensusUnder("meeting-70-30", Times({{3, 1}, {7, 0}})), "NONE");
  EXPECT_EQ(ConsensusUnder("meeting-70-30", Times({{2, 1}, {8, 0}})), "OUT");
  EXPECT_EQ(ConsensusUnder("choice-66", Times({{66, 1}, {34, 0}})), "IN");
  EXPECT_EQ(ConsensusUnder("choice-66", Times({{65, 1}, {34, 0}})), "NONE");
}

TEST(PresetsTest, EnlightCountsUnableAndNotUnderstoodWithTheExcluders) {
  EXPECT_EQ(ConsensusUnder("enlight-75", Times({{8, 6}, {2, kSaysUnable}})), "IN");
  EXPECT_EQ(ConsensusUnder("enlight-75", Times({{3, 6}, {1, kSaysUnable}})), "NONE");
  EXPECT_EQ(ConsensusUnder("enlight-75", {2, kSaysUnable, kSaysNotUnderstood, 1, 7, 3}), "OUT");
  EXPECT_EQ(ConsensusUnder("enlight-75", Times({{4, 6}, {1, 1}, {9, kSaysSkipped}})), "IN");
}

TEST(PresetsTest, TiersAreGraded) {
  EXPECT_EQ(ConsensusUnder("tiers-80-90-100", {7, 8, 9}), "IN unanimous");
  EXPECT_EQ(ConsensusUnder("tiers-80-90-100", Times({{9, 8}, {1, 5}})), "IN very strong");
  EXPECT_EQ(ConsensusUnder("tiers-80-90-100", Times({{8, 8}, {2, 5}})), "IN consensus");
  EXPECT_EQ(ConsensusUnder("tiers-80-90-100", Times({{7, 8}, {3, 5}})), "NONE");
}

TEST(PresetsTest, RamMedianOfSixAndAHalfIsInAndThreeAndAHalfIsNone) {
  EXPECT_EQ(ConsensusUnder("ram", {6, 6, 7, 7}), "IN");
  EXPECT_EQ(ConsensusUnder("ram", {3, 3, 4, 4}), "NONE");
  EXPECT_EQ(ConsensusUnder("ram", {3, 3, 3, 4}), "OUT");
  EXPECT_EQ(ConsensusUnder("ram", {6, 6, 6, 7}), "NONE");
}

TEST(PresetsTest, ThreeThreesAndSixSevensDisagreeByTableAndNotByIpras) {
  const auto answers = Times({{3, 3}, {6, 7}});
  const auto item = TallySample({{{}, answers}}, FindPreset("ram")->rule);
  EXPECT_EQ(*item.panel.ipr, Fraction(12, 5));
  EXPECT_EQ(*item.panel.ipras, Fraction(71, 20));
  EXPECT_FALSE(*item.panel.disagreement);
  EXPECT_EQ(ConsensusUnder("ram", answers), "IN");
  EXPECT_EQ(ConsensusUnder("ram-table", answers), "NONE");
}

TEST(PresetsTest, RamTableIsNotAssessableOutsideItsPanelSizes) {
  EXPECT_EQ(ConsensusUnder("ram-table", Times({{7, 8}})), "NONE");
  EXPECT_EQ(ConsensusUnder("ram-table", Times({{8, 8}})), "IN");
  EXPECT_EQ(ConsensusUnder("ram-table", Times({{17, 8}})), "NONE");
}

TEST(PresetsTest, PublishedIprasOfSixPointOneNeedsTwoPointThreeFive) {
  const auto item = TallySample({{{}, Times({{4, 7}, {5, 8}})}}, FindPreset("ram")->rule);
  EXPECT_EQ(*item.panel.p30, Fraction(7));
  EXPECT_EQ(*item.panel.p70, Fraction(8));
  EXPECT_EQ(*item.panel.ipras, Fraction(61, 10));
}

TEST(PresetsTest, ConsistencyGradesGoFromPerfectToNone) {
  EXPECT_EQ(ConsensusUnder("consistency-grades", {7, 8, 9}), "IN perfect");
  EXPECT_EQ(ConsensusUnder("consistency-grades", {5, 5, 5, 5}), "IN very good");
  EXPECT_EQ(ConsensusUnder("consistency-grades", {4, 5, 6, 5, 9}), "IN very good");
  EXPECT_EQ(ConsensusUnder("consistency-grades", {1, 5, 5, 6, 9}), "IN good");
  EXPECT_EQ(ConsensusUnder("consistency-grades", {1, 3, 5, 7, 9}), "IN some");
  EXPECT_EQ(ConsensusUnder("consistency-grades", {1, 1, 5, 9, 9}), "NONE");
}

TEST(PresetsTest, ModeTableTakesAnyModeAndOnlyItsSizes) {
  EXPECT_EQ(ConsensusUnder("mode-table", Times({{6, 2}, {2, 9}})), "IN");
  EXPECT_EQ(ConsensusUnder("mode-table", Times({{5, 8}, {3, 9}})), "NONE");
  EXPECT_EQ(ConsensusUnder("mode-table", Times({{7, 8}})), "NONE");
  EXPECT_EQ(ConsensusUnder("mode-table", Times({{18, 8}, {7, 1}})), "IN");
  EXPECT_EQ(ConsensusUnder("mode-table", Times({{26, 8}})), "NONE");
}

TEST(PresetsTest, APanelOfAllUnableIsInquorateUnderEveryRule) {
  for (const Preset& preset : Presets()) {
    EXPECT_EQ(ConsensusUnder(preset.rule.name, {kSaysUnable, kSaysUnable, kSaysNotUnderstood}),
              "INQUORATE");
  }
}

TEST(PresetsTest, WordsSayWhatTheRuleAsks) {
  EXPECT_EQ(
      InWords(FindPreset("partners2-70-25")->rule),
      "IN when more than 70 % of those who scored are in 7 to 9 and less than 25 % of those who "
      "scored are in 1 to 3.\nOtherwise NONE. The first that holds decides.\n"
      "INQUORATE when fewer than 1 people scored, and always when nobody did.\n");
}

}  // namespace
}  // namespace quorate::engine
