#include "engine/ratings/rule_variants.h"

#include <gtest/gtest.h>

#include "engine/ratings/presets.h"
#include "engine/ratings/rule_json.h"

namespace quorate::engine {
namespace {

ConsensusRule RuleWhen(const std::string& when) {
  const auto json = ParseJson(
      R"({"name":"test","clauses":[{"verdict":"IN","from_round":2,"when":)" + when + "}]}");
  const auto rule = RuleFromJson(*json);
  EXPECT_TRUE(rule.has_value()) << rule.error().message;
  return *rule;
}

std::string Share(const std::string& op, const std::string& value, const std::string& more = "") {
  return R"({"measure":"share","band":[7,9],"op":")" + op + R"(","value":")" + value + "\"" + more +
         "}";
}

const ShareTest& ShareOf(const ConsensusRule& rule) {
  return std::get<ShareTest>(rule.clauses[0].when.test);
}

TEST(RuleVariantsTest, ThresholdsStopAtTheEndsAndStayBeyondThem) {
  EXPECT_EQ(ShareOf(WithThresholdsMoved(RuleWhen(Share(">=", "98%")), 5)).value, Fraction(1));
  EXPECT_EQ(ShareOf(WithThresholdsMoved(RuleWhen(Share("<", "3%")), -5)).value, Fraction(0));
  EXPECT_EQ(ShareOf(WithThresholdsMoved(RuleWhen(Share("<", "120%")), -5)).value, Fraction(6, 5));
  EXPECT_EQ(ShareOf(WithThresholdsMoved(RuleWhen(Share("<", "2/3")), 5)).value, Fraction(43, 60));
}

TEST(RuleVariantsTest, LimitsTurnStrictAndBackButNotThoseOfRanges) {
  EXPECT_EQ(ShareOf(WithStrictLimits(RuleWhen(Share("<=", "70%")))).op, Comparison::kLessThan);
  EXPECT_EQ(ShareOf(WithNonStrictLimits(RuleWhen(Share(">", "70%")))).op, Comparison::kAtLeast);
  const auto iqr = RuleWhen(R"({"not":{"measure":"iqr","op":"<=","value":2}})");
  EXPECT_EQ(WithStrictLimits(iqr), iqr);
  const auto mean = RuleWhen(R"({"not":{"measure":"mean","op":"<=","value":2}})");
  EXPECT_NE(WithStrictLimits(mean), mean);
}

TEST(RuleVariantsTest, CountingUnableKeepsPlusAndLeavingItOutDropsIt) {
  const auto rule = RuleWhen(Share(">", "75%", R"(,"denominator":"answered","plus":["unable"])"));
  EXPECT_TRUE(ShareOf(WithUnableCounted(rule)).plus_unable);
  EXPECT_FALSE(ShareOf(WithUnableLeftOut(rule)).plus_unable);
  EXPECT_EQ(WithUnableLeftOut(rule).denominator, Denominator::kScored);
}

TEST(RuleVariantsTest, ADenominatorAsksTheSameWhereverItIsWrittenDown) {
  ConsensusRule above = RuleWhen(Share(">", "75%"));
  above.denominator = Denominator::kAnswered;
  const auto beside = RuleWhen(Share(">", "75%", R"(,"denominator":"answered")"));
  EXPECT_TRUE(AskTheSame(above, beside, 2));
  EXPECT_FALSE(AskTheSame(above, RuleWhen(Share(">", "75%")), 2));
  EXPECT_TRUE(AskTheSame(above, RuleWhen(Share(">", "75%")), 1));  // Nothing is asked then.
  const auto near =
      RuleWhen(R"({"measure":"share-near-median","within":1,"op":">=","value":"80%"})");
  EXPECT_FALSE(AskTheSame(near, WithUnableCounted(near), 2));
}

TEST(RuleVariantsTest, GroupsAreLookedAtByTheRoundsClausesOnly) {
  const auto rule = RuleWhen(Share(">", "75%", R"(,"scope":{"groups":["a"]})"));
  EXPECT_TRUE(LooksAtGroups(rule, 2));
  EXPECT_FALSE(LooksAtGroups(rule, 1));
  EXPECT_TRUE(NamesGroup(rule, "a", 2));
  EXPECT_FALSE(NamesGroup(rule, "b", 2));
  EXPECT_FALSE(LooksAtGroups(FindPreset("comet-70-15")->rule, 1));
}

TEST(RuleVariantsTest, PanelSizesSpanTheTables) {
  const auto sizes = PanelSizes(FindPreset("ram-table")->rule, 1);
  ASSERT_TRUE(sizes.has_value());
  EXPECT_EQ(sizes->first, 8U);
  EXPECT_EQ(sizes->second, 16U);
  EXPECT_FALSE(PanelSizes(FindPreset("ram")->rule, 1).has_value());
}

}  // namespace
}  // namespace quorate::engine
