#include "engine/ratings/rule_check.h"

#include <gtest/gtest.h>

#include "engine/base/json.h"
#include "engine/ratings/rule_json.h"

namespace quorate::engine {
namespace {

// What CheckRule says of the clauses, or "sound".
std::string Check(const std::string& clauses, const std::string& more = "") {
  const auto json = ParseJson(R"({"name":"r",)" + more + R"("clauses":)" + clauses + "}");
  const auto rule = RuleFromJson(*json);
  EXPECT_TRUE(rule.has_value()) << rule.error().message;
  const auto sound = CheckRule(*rule);
  return sound ? "sound" : sound.error().message;
}

std::string Share(const char* band, const char* op, const char* value, const char* more = "") {
  return std::string(R"({"measure":"share","band":)") + band + R"(,"op":")" + op +
         R"(","value":")" + value + "\"" + more + "}";
}

std::string InOut(const std::string& in, const std::string& out, const std::string& out_more = "") {
  return R"([{"verdict":"IN","when":)" + in + R"(},{"verdict":"OUT",)" + out_more + R"("when":)" +
         out + "}]";
}

TEST(RuleCheckTest, InAndOutThatBothHoldAreRefusedWithATally) {
  EXPECT_EQ(Check(InOut(Share("[7,9]", ">=", "50%"), Share("[1,3]", ">=", "50%"))),
            "clauses[1]: says OUT where clauses[0] says IN, for example with 1 person at 1, 1 "
            "person at 7; "
            "make them exclude each other");
}

TEST(RuleCheckTest, AContradictionAtFineThresholdsIsFound) {
  EXPECT_NE(Check(InOut(Share("[7,9]", ">=", "73%"), Share("[1,3]", ">=", "27%"))), "sound");
  EXPECT_EQ(Check(InOut(Share("[7,9]", ">=", "73%"), Share("[1,3]", ">", "27%"))), "sound");
}

TEST(RuleCheckTest, AContradictionBetweenGroupsIsFound) {
  EXPECT_NE(Check(InOut(Share("[7,9]", ">=", "70%"),
                        Share("[1,3]", ">=", "70%", R"(,"scope":"any_group")"))),
            "sound");
  EXPECT_NE(Check(InOut(Share("[7,9]", ">=", "70%", R"(,"scope":{"groups":["patients"]})"),
                        Share("[1,3]", ">=", "70%", R"(,"scope":{"groups":["carers"]})"))),
            "sound");
}

TEST(RuleCheckTest, ClausesThatShareNoRoundDoNotContradict) {
  EXPECT_EQ(
      Check(R"([{"verdict":"IN","rounds":[1],"when":)" + Share("[7,9]", ">=", "50%") +
            R"(},{"verdict":"OUT","from_round":2,"when":)" + Share("[1,3]", ">=", "50%") + "}]"),
      "sound");
}

TEST(RuleCheckTest, QuorumAndLeastSizesDoNotHideAContradiction) {
  EXPECT_NE(Check(InOut(Share("[7,9]", ">=", "50%"), Share("[1,3]", ">=", "50%")),
                  R"("quorum":{"panel":30},)"),
            "sound");
}

TEST(RuleCheckTest, ThresholdsThatAlwaysOrNeverHoldAreRefused) {
  EXPECT_NE(Check("[{\"verdict\":\"IN\",\"when\":" + Share("[7,9]", ">", "100%") + "}]"), "sound");
  EXPECT_NE(Check("[{\"verdict\":\"IN\",\"when\":" + Share("[7,9]", ">=", "0") + "}]"), "sound");
  EXPECT_NE(Check("[{\"verdict\":\"IN\",\"when\":" + Share("[7,9]", "=", "70") + "}]"), "sound");
  EXPECT_NE(Check(R"([{"verdict":"IN","when":{"measure":"median","op":">=","value":10}}])"),
            "sound");
  EXPECT_NE(Check(R"([{"verdict":"IN","when":{"measure":"iqr","op":"<=","value":8}}])"), "sound");
  EXPECT_EQ(Check(R"([{"verdict":"IN","when":{"measure":"iqr","op":"<=","value":7}}])"), "sound");
}

TEST(RuleCheckTest, PartsThatExcludeEachOtherAreRefused) {
  const std::string both =
      "{\"all\":[" + Share("[7,9]", ">=", "70%") + "," + Share("[7,9]", "<", "70%") + "]}";
  EXPECT_EQ(Check("[{\"verdict\":\"IN\",\"when\":" + both + "}]"),
            "clauses[0].when.all[1]: cannot hold together with part [0]");
  const std::string point =
      "{\"all\":[" + Share("[7,9]", ">=", "70%") + "," + Share("[7,9]", "<=", "70%") + "]}";
  EXPECT_EQ(Check("[{\"verdict\":\"IN\",\"when\":" + point + "}]"), "sound");
}

TEST(RuleCheckTest, PlusNeedsTheDenominatorAnswered) {
  const std::string plus = Share("[1,3]", ">=", "70%", R"(,"plus":["unable"])");
  EXPECT_NE(Check("[{\"verdict\":\"OUT\",\"when\":" + plus + "}]"), "sound");
  EXPECT_EQ(Check("[{\"verdict\":\"OUT\",\"when\":" + plus + "}]", R"("denominator":"answered",)"),
            "sound");
}

TEST(RuleCheckTest, AClauseThatRepeatsAnEarlierOneIsRefused) {
  EXPECT_NE(Check(InOut(Share("[7,9]", ">=", "70%"), Share("[7,9]", ">=", "70%"))), "sound");
}

TEST(RuleCheckTest, TheMediansRegionNeedsBands) {
  EXPECT_NE(
      Check(
          R"([{"verdict":"IN","when":{"measure":"outside-at-most","region":"median","table":[[8,9,2]]}}])",
          R"("scale":{"min":1,"max":5},)"),
      "sound");
}

}  // namespace
}  // namespace quorate::engine
