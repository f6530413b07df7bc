#include "clients/cli/render.h"

#include <gtest/gtest.h>

namespace quorate::cli {
namespace {

TEST(RenderTest, WidthCountsWhatIsSeenAndNotBytes) {
  EXPECT_EQ(DisplayWidth("Zürich"), 6U);
  EXPECT_EQ(DisplayWidth("e\u0301"), 1U);
  EXPECT_EQ(DisplayWidth("投票"), 4U);
}

TEST(RenderTest, LongTextIsCutBetweenCharacters) {
  EXPECT_EQ(OneLine("Zürich, Genève", 7), "Zürich…");
  EXPECT_EQ(OneLine("投票箱", 5), "投票…");
  EXPECT_EQ(OneLine("short", 5), "short");
}

TEST(RenderTest, NoTextCanSteerTheTerminal) {
  EXPECT_EQ(OneLine("a\x1b[31mred"), "a\uFFFD[31mred");
  EXPECT_EQ(OneLine("two\nlines"), "two lines");
  EXPECT_EQ(OneLine("\xff"), "\uFFFD");
}

TEST(RenderTest, SharesAreCutAndNeverRoundedUp) {
  EXPECT_EQ(Percent("16/23"), "69.5 %");
  EXPECT_EQ(Percent("7/10"), "70.0 %");
  EXPECT_EQ(Percent("1"), "100.0 %");
  EXPECT_EQ(Percent("0"), "0.0 %");
  EXPECT_EQ(Percent("1/2000"), "0.0 %");
  EXPECT_EQ(Percent(""), "");
}

TEST(RenderTest, FractionsAreShownAsDecimals) {
  EXPECT_EQ(Decimal("13/2"), "6.5");
  EXPECT_EQ(Decimal("7"), "7");
  EXPECT_EQ(Decimal("-9/2"), "-4.5");
  EXPECT_EQ(Decimal("10"), "10");
  EXPECT_EQ(Decimal(""), "");
}

TEST(RenderTest, ColumnsAlignWhateverTheScript) {
  Table table({{"item"}, {"n", Table::Align::kRight}, {"text"}});
  table.Add({"é", "9", "x"});
  table.Add({"long", "10", "y"});
  EXPECT_EQ(table.ToString(), "item   n  text\né      9  x\nlong  10  y\n");
}

TEST(RenderTest, TheLastColumnGivesWayOnANarrowTerminal) {
  Table table({{"a"}, {"text"}});
  table.Add({"1", "one two three four five six seven"});
  EXPECT_EQ(table.ToString(26), "a  text\n1  one two three four fiv…\n");
}

TEST(RenderTest, EveryViolationStandsOnItsOwnLine) {
  const engine::Error error{
      engine::Reason::kInvalidArgument, "a: bad; b: worse", {{"a", "bad"}, {"b", "worse"}}};
  EXPECT_EQ(Explain(error), "quorate: 2 things are wrong:\n  a: bad\n  b: worse\n");
}

TEST(RenderTest, OneViolationIsOneSentence) {
  EXPECT_EQ(Explain({engine::Reason::kInvalidArgument, "a: bad", {{"a", "bad"}}}),
            "quorate: a: bad\n");
  EXPECT_EQ(Explain({engine::Reason::kUnavailable, "nobody answers", {}}),
            "quorate: nobody answers\n");
}

TEST(RenderTest, AHeadlineOfItsOwnStandsAboveTheViolations) {
  const engine::Error error{
      engine::Reason::kInvalidArgument, "file.csv: nothing was sent", {{"line 3", "is empty"}}};
  EXPECT_EQ(Explain(error), "quorate: file.csv: nothing was sent\n  line 3: is empty\n");
}

}  // namespace
}  // namespace quorate::cli
