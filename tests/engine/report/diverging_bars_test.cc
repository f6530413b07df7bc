#include "engine/report/diverging_bars.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

using testing::HasSubstr;

// So many people in each third of a scale of 1 to 9.
Json Thirds(int low, int middle, int high) {
  Json table;
  for (int score = 1; score <= 9; ++score)
    table["histogram"][std::to_string(score)] = "0";
  table["histogram"]["2"] = std::to_string(low);
  table["histogram"]["5"] = std::to_string(middle);
  table["histogram"]["8"] = std::to_string(high);
  for (const char* band : {"1-3", "4-6", "7-9"})
    table["bands"][band]["count"] = "0";
  table["scored"] = std::to_string(low + middle + high);
  table["n"] = std::to_string(low + middle + high);
  return table;
}

TEST(DivergingBarsTest, MiddleBandIsSplitAtTheLine) {
  const Json table = Thirds(1, 2, 1);
  const std::string svg = DivergingBars("everybody", {{"round 1", &table, VoteKind::kRating}});
  // A quarter of 125 is 31.25; it and half of the middle lie left of the line at 125.
  EXPECT_THAT(svg, HasSubstr("<rect class=\"low\" x=\"62.5\" y=\"14\" width=\"31.3\""));
  EXPECT_THAT(svg, HasSubstr("<rect class=\"mid\" x=\"93.8\" y=\"14\" width=\"62.5\""));
  EXPECT_THAT(svg, HasSubstr("<rect class=\"high\" x=\"156.3\" y=\"14\" width=\"31.2\""));
  EXPECT_THAT(svg, HasSubstr("<line class=\"stripes\""));
}

TEST(DivergingBarsTest, EveryNumberStandsAsText) {
  Json table = Thirds(1, 0, 2);
  table["n"] = "7";
  table["unable"] = "2";
  table["not_understood"] = "1";
  table["skipped"] = "1";
  const std::string svg = DivergingBars("everybody", {{"round 1", &table, VoteKind::kRating}});
  for (const char* part : {">round 1: 3 scored, 2 unable, 1 not understood, 1 blank<",
                           ">1 to 3: 33.3 %<",
                           ">4 to 6: 0.0 %<",
                           ">7 to 9: 66.6 %<",
                           ">57.1 %<"}) {
    EXPECT_THAT(svg, HasSubstr(part));
  }
}

TEST(DivergingBarsTest, SaysTheSameInItsDescription) {
  const Json table = Thirds(1, 0, 1);
  EXPECT_THAT(
      DivergingBars(
          "Carers",
          {{"round 1", &table, VoteKind::kRating}, {"round 2", nullptr, VoteKind::kRating}}),
      HasSubstr("<title>What Carers scored</title><desc>round 1: 2 scored; 1 to 3: 50.0 %; "
                "4 to 6: 0.0 %; 7 to 9: 50.0 %. round 2: not shown, too few people.</desc>"));
}

TEST(DivergingBarsTest, RowThatIsKeptBackSaysSoAndHasNoBar) {
  const std::string svg = DivergingBars("Carers", {{"round 1", nullptr, VoteKind::kRating}});
  EXPECT_THAT(svg, HasSubstr("not shown: too few people"));
  EXPECT_THAT(svg, Not(HasSubstr("<rect")));
}

TEST(DivergingBarsTest, YesAndNoNeedNoMiddleAndBlanksAreAbstentions) {
  Json table;
  table["histogram"]["0"] = "1";
  table["histogram"]["1"] = "3";
  table["bands"]["0-0"]["count"] = "1";
  table["bands"]["1-1"]["count"] = "3";
  table["scored"] = "4";
  table["skipped"] = "1";
  table["n"] = "5";
  const std::string svg =
      DivergingBars("everybody", {{"vote v1, iteration 1", &table, VoteKind::kYesNo}});
  EXPECT_THAT(svg, HasSubstr("4 voted yes or no, 1 abstained"));
  EXPECT_THAT(svg, HasSubstr(">no: 25.0 %<"));
  EXPECT_THAT(svg, HasSubstr(">yes: 75.0 %<"));
  EXPECT_THAT(svg, Not(HasSubstr("class=\"mid\"")));
}

TEST(DivergingBarsTest, NobodyScoredIsARowWithoutABar) {
  Json table = Thirds(0, 0, 0);
  const std::string svg = DivergingBars("everybody", {{"round 1", &table, VoteKind::kRating}});
  EXPECT_THAT(svg, HasSubstr("round 1: 0 scored"));
  EXPECT_THAT(svg, Not(HasSubstr("<rect")));
  EXPECT_THAT(svg, Not(HasSubstr("%")));
}

TEST(DivergingBarsTest, MoreThanThreeBandsShareALineOfFigures) {
  Json table = Thirds(1, 1, 2);
  table["bands"] = Json();
  for (const char* band : {"1-2", "3-4", "5-6", "7-9"})
    table["bands"][band]["count"] = "0";
  EXPECT_THAT(DivergingBars("everybody", {{"round 1", &table, VoteKind::kRating}}),
              HasSubstr("1 to 2: 25.0 % · 3 to 4: 0.0 % · 5 to 6: 25.0 % · 7 to 9: 50.0 %"));
}

TEST(DivergingBarsTest, CountsThatContradictEachOtherAreStillDrawn) {
  Json table = Thirds(1, 0, 1);
  table["scored"] = "0";
  table["n"] = "1";
  table["unable"] = "40";
  EXPECT_THAT(DivergingBars("everybody", {{"round 1", &table, VoteKind::kRating}}),
              HasSubstr(">100.0 %<"));
}

TEST(DivergingBarsTest, NamesCannotBecomeMarkup) {
  EXPECT_THAT(DivergingBars("<script>", {{"<img>", nullptr, VoteKind::kRating}}),
              Not(testing::AnyOf(HasSubstr("<script>"), HasSubstr("<img>"))));
}

TEST(BarsLegendTest, TellsLowFromHighWithoutColors) {
  EXPECT_THAT(BarsLegend(), HasSubstr("striped"));
  EXPECT_THAT(BarsLegend(), HasSubstr("solid"));
}

}  // namespace
}  // namespace quorate::engine
