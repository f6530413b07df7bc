#include "engine/ratings/tally.h"

#include <gtest/gtest.h>

#include "tests/engine/ratings/sample_round.h"

namespace quorate::engine {
namespace {

const ConsensusRule& Comet() {
  return FindPreset("comet-70-15")->rule;
}

TEST(TallyTest, EqualGroupsRebaseOnTheDenominatorOfEachFigure) {
  ConsensusRule rule = Comet();
  rule.denominator = Denominator::kAnswered;
  // Group b answers without a score: half of the share's denominator, nothing of the median's.
  const auto item = TallySample({{{"a"}, {9, 9, 1}}, {{"b"}, {kSaysUnable}}}, rule, "equal-groups");
  EXPECT_EQ(item.panel.weight, Fraction(1));
  EXPECT_EQ(*item.panel.bands[2].share, Fraction(1, 3));
  EXPECT_EQ(*item.panel.mean, Fraction(19, 3));
  EXPECT_EQ(*item.panel.effective_n, Fraction(3));  // 1 / (3/36 + 1/4).
  EXPECT_EQ(*item.panel.unweighted->bands[2].share, Fraction(1, 2));
  EXPECT_EQ(item.groups[0].weight, Fraction(3));
}

TEST(TallyTest, AGroupWithoutPeopleHandsItsWeightToNobody) {
  const std::vector<SampleGroup> groups = {{{"a"}, {9, 9}}, {{"b"}, {1}}, {{"c"}, {kSaysSkipped}}};
  const auto item = TallySample(groups, Comet(), "group-weights:a=1,b=2,c=5");
  EXPECT_EQ(item.panel.weight, Fraction(3));
  EXPECT_EQ(*item.panel.bands[0].share, Fraction(2, 3));
  const auto each = TallySample(groups, Comet(), "group-weights-each:a=1,b=2,c=5");
  EXPECT_EQ(each.panel.weight, Fraction(4));
}

TEST(TallyTest, AZeroWeightLeavesCountsAndTakesShares) {
  const auto item = TallySample({{{"a"}, {9, 9, 2}}}, Comet(), "group-weights:a=0");
  EXPECT_EQ(item.panel.weight, Fraction(0));
  EXPECT_EQ(item.panel.bands[2].count, 2U);
  EXPECT_FALSE(item.panel.bands[2].share.has_value());
  EXPECT_FALSE(item.panel.median.has_value());
  EXPECT_FALSE(item.panel.mean.has_value());
  EXPECT_FALSE(item.panel.effective_n.has_value());
  EXPECT_EQ(*item.panel.q3, Fraction(9));
  EXPECT_EQ(item.consensus.consensus, Consensus::kNone);
}

TEST(TallyTest, TwoHatsAreSplitOrCountedInEachGroupButNeverTwiceInThePanel) {
  const std::vector<SampleGroup> groups = {{{"a", "b"}, {9}}, {{"a"}, {1}}, {{"b"}, {5}}};
  const auto split = TallySample(groups, Comet(), "per-person+split");
  EXPECT_EQ(split.panel.weight, Fraction(3));
  EXPECT_EQ(split.groups[1].weight, Fraction(3, 2));
  EXPECT_EQ(*split.groups[1].bands[2].share, Fraction(1, 3));
  EXPECT_EQ(split.groups[1].n, 2U);
  EXPECT_EQ(split.groups[1].histogram[8], 1U);
  const auto each = TallySample(groups, Comet(), "per-person+each-group");
  EXPECT_EQ(each.panel.weight, Fraction(3));
  EXPECT_EQ(each.groups[1].weight, Fraction(2));
  const auto declared = TallySample(groups, Comet());
  EXPECT_EQ(declared.groups[1].weight, Fraction(1));
  const auto equal = TallySample(groups, Comet(), "equal-groups+split");
  EXPECT_EQ(equal.panel.weight, Fraction(1));
  EXPECT_EQ(*equal.panel.bands[2].share, Fraction(1, 3));
}

}  // namespace
}  // namespace quorate::engine
