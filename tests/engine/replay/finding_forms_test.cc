#include "engine/replay/finding_forms.h"

#include <string>

#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

Json Read(const std::string& text) {
  const auto json = ParseJson(text);
  EXPECT_TRUE(json.has_value()) << text;
  return json.value_or(Json());
}

bool IsOutcome(const std::string& text) {
  return HasForm(ChoiceTallied{"choice/a/1", Read(text)});
}

bool IsExplanation(const std::string& text) {
  return HasForm(ItemExplained{"round/1", {"S1", 1}, Read(text)});
}

TEST(FindingFormsTest, AnOutcomeNamesItsWinners) {
  EXPECT_TRUE(IsOutcome(
      R"({"blank":"0","rule":"schulze","seats":"1","tied":false,"voters":"3","winners":["S1"]})"));
  EXPECT_FALSE(IsOutcome("{}"));
  EXPECT_FALSE(IsOutcome(
      R"({"blank":"0","rule":"schulze","seats":"1","tied":"no","voters":"3","winners":["S1"]})"));
  EXPECT_FALSE(IsOutcome(
      R"({"blank":"0","rule":"schulze","seats":"1","tied":false,"voters":"3","winners":[1]})"));
}

TEST(FindingFormsTest, CountsAreDecimalDigits) {
  const auto with = [](const std::string& voters) {
    return IsOutcome(R"({"blank":"0","rule":"irv","seats":"1","tied":false,"voters":)" + voters +
                     R"(,"winners":[]})");
  };
  EXPECT_TRUE(with(R"("10")"));
  for (const char* wrong : {R"("01")", R"("")", R"("-1")", R"("x")", "3", "true"})
    EXPECT_FALSE(with(wrong)) << wrong;
}

TEST(FindingFormsTest, OfAnItemHeldBackOnlyGroupsAreNamed) {
  EXPECT_TRUE(IsExplanation(R"({"suppressed":["carers"]})"));
  EXPECT_FALSE(IsExplanation(R"({"suppressed":["carers"],"what_ifs":[]})"));
  EXPECT_TRUE(IsExplanation(
      R"({"dissent":{},"scored":{"groups":{},"panel":"9","without":{}},"what_ifs":[]})"));
}

TEST(FindingFormsTest, WhatIsNoObjectIsNoFinding) {
  const Json list = Json::Array();
  EXPECT_FALSE(HasForm(AttritionFound{"round/2", list}));
  EXPECT_FALSE(HasForm(StabilityFound{"round/2", list}));
  EXPECT_FALSE(HasForm(RoundExplained{"round/2", list}));
  EXPECT_FALSE(HasForm(RuleCompared{"round/2", "r", list}));
  EXPECT_FALSE(HasForm(ItemTallied{"round/2", {"S1", 1}, Verdict::kNone, list, {}, {}}));
}

TEST(FindingFormsTest, FactsHaveNoDocuments) {
  EXPECT_TRUE(HasForm(StudyConcluded{}));
  EXPECT_TRUE(HasForm(ResponseFound{"round/1", {}}));
}

}  // namespace
}  // namespace quorate::engine
