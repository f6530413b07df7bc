#include "engine/report/answer_stretches.h"

#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

// A table with one person on each point and these bands.
Json TableOn(int min, int max, const std::vector<std::string>& bands) {
  Json table;
  for (int score = min; score <= max; ++score)
    table["histogram"][std::to_string(score)] = "1";
  for (const std::string& band : bands)
    table["bands"][band]["count"] = "0";
  return table;
}

std::string Told(const Json& table) {
  std::string text;
  for (const AnswerStretch& stretch : StretchesOf(table)) {
    text += (text.empty() ? "" : ", ") + Words(stretch) + ": " + std::to_string(stretch.people);
  }
  return text;
}

TEST(StretchesOfTest, TakesTheRulesBandsWhereTheyCutTheScale) {
  EXPECT_EQ(Told(TableOn(1, 9, {"7-9", "1-3", "4-6"})), "1 to 3: 3, 4 to 6: 3, 7 to 9: 3");
  EXPECT_EQ(Told(TableOn(0, 1, {"0-0", "1-1"})), "0: 1, 1: 1");
  EXPECT_EQ(Told(TableOn(-5, 5, {"-5--2", "-1-1", "2-5"})), "-5 to -2: 4, -1 to 1: 3, 2 to 5: 4");
}

TEST(StretchesOfTest, CutsAroundTheMiddleWhereBandsLeaveGapsOrOverlap) {
  EXPECT_EQ(Told(TableOn(1, 9, {"7-9"})), "1 to 4: 4, 5: 1, 6 to 9: 4");
  EXPECT_EQ(Told(TableOn(1, 9, {"1-5", "5-9"})), "1 to 4: 4, 5: 1, 6 to 9: 4");
  EXPECT_EQ(Told(TableOn(1, 9, {"1-3", "7-9"})), "1 to 4: 4, 5: 1, 6 to 9: 4");
  EXPECT_EQ(Told(TableOn(1, 10, {})), "1 to 5: 5, 6 to 10: 5");
  EXPECT_EQ(Told(TableOn(1, 9, {"1-1", "2-2", "3-3", "4-4", "5-5", "6-9"})),
            "1 to 4: 4, 5: 1, 6 to 9: 4");
}

TEST(StretchesOfTest, ScaleOfOnePointIsOneStretch) {
  EXPECT_EQ(Told(TableOn(3, 3, {})), "3: 1");
}

TEST(StretchesOfTest, NoHistogramNoStretches) {
  EXPECT_TRUE(StretchesOf(Json()).empty());
}

// A public tally cannot be counted again, so a hostile server may have written anything there.
TEST(StretchesOfTest, ImpossibleCountsAreNone) {
  Json table = TableOn(1, 3, {"x", "1-99999999999", "2147483647-2147483647"});
  table["histogram"]["1"] = "-4";
  table["histogram"]["2"] = "99999999999999999999";
  table["histogram"]["3"] = "seven";
  EXPECT_EQ(Told(table), "1: 0, 2: 0, 3: 0");
  EXPECT_EQ(PeopleAt(table, "scored"), 0);
}

TEST(WordsTest, YesAndNoAreNotNumbers) {
  EXPECT_EQ(Words({0, 0, 3}, VoteKind::kYesNo), "no");
  EXPECT_EQ(Words({1, 1, 3}, VoteKind::kYesNo), "yes");
  EXPECT_EQ(Words({1, 1, 3}), "1");
}

TEST(PeopleWithinTest, CountsBothEnds) {
  const Json table = TableOn(1, 9, {});
  EXPECT_EQ(PeopleWithin(table, 2, 4), 3);
  EXPECT_EQ(PeopleWithin(table, 10, 12), 0);
  EXPECT_EQ(PeopleOf(StretchesOf(table)), 9);
}

}  // namespace
}  // namespace quorate::engine
