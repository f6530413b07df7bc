#include "engine/ratings/rule_comparison.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "tests/engine/ratings/sample_round.h"

namespace quorate::engine {
namespace {

std::vector<OtherRule> Compare(const std::vector<SampleGroup>& groups,
                               const ConsensusRule& rule,
                               int round = 1) {
  return *ApplyPresets(SampleRound(groups, rule.scale), rule, *ParseVoice("per-person"), round);
}

const OtherRule& Find(const std::vector<OtherRule>& rules, const std::string& preset) {
  return *std::find_if(
      rules.begin(), rules.end(), [&](const OtherRule& rule) { return rule.preset == preset; });
}

TEST(RuleComparisonTest, ListsEveryPresetButTheOwn) {
  const auto rules = Compare({{{"a"}, {9}}}, FindPreset("comet-70-15")->rule);
  EXPECT_EQ(rules.size(), Presets().size() - 1);
  ConsensusRule own = FindPreset("comet-70-15")->rule;
  own.name = "ours";
  EXPECT_EQ(Compare({{{"a"}, {9}}}, own).size(), Presets().size());
}

TEST(RuleComparisonTest, CountsItemsWithAnotherVerdict) {
  // 20 % in 1 to 3: too many for 70/15, few enough for 70/25.
  const auto rules = Compare({{{"a"}, Times({{8, 9}, {2, 1}})}}, FindPreset("comet-70-15")->rule);
  EXPECT_EQ(Find(rules, "partners2-70-25").items.at(0).consensus, Consensus::kIn);
  EXPECT_EQ(Find(rules, "partners2-70-25").different, 1U);
  EXPECT_EQ(Find(rules, "comet-70-15-every-group").different, 0U);
}

TEST(RuleComparisonTest, NamesWhyAPresetCannotBeApplied) {
  const auto rules = Compare({{{}, {9, 9}}}, FindPreset("comet-70-15")->rule);
  const auto& meeting = Find(rules, "meeting-majority");
  EXPECT_EQ(meeting.why_not, "it is for scores from 0 to 1, not 1 to 9");
  EXPECT_TRUE(meeting.items.empty());
  EXPECT_EQ(Find(rules, "comet-70-15-every-group").why_not,
            "it looks at groups, and there are none");
  EXPECT_EQ(Find(rules, "ram-table").why_not, "its table is for 8 to 16 people");
  EXPECT_EQ(Find(rules, "ram").why_not, "");
}

}  // namespace
}  // namespace quorate::engine
