#include "engine/report/score_bars.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(ScoreBarsTest, TheLongestBarIsTheHighestScore) {
  const std::string svg =
      ScoreBars("T", "D", {{"Ann", 8, "", true}, {"Bob", 4, "seat 1", false}}).Markup();
  EXPECT_THAT(svg, HasSubstr("class=\"seg won\" x=\"170\" y=\"2\" width=\"360\""));
  EXPECT_THAT(svg, HasSubstr("class=\"seg\" x=\"170\" y=\"28\" width=\"180\""));
  EXPECT_THAT(svg, HasSubstr("4, seat 1"));
}

TEST(ScoreBarsTest, BelowZeroGoesToTheLeft) {
  const std::string svg =
      ScoreBars("T", "D", {{"Ann", 1, "", true}, {"Bob", -1, "", false}}).Markup();
  EXPECT_THAT(svg, HasSubstr("class=\"seg won\" x=\"350\" y=\"2\" width=\"180\""));
  EXPECT_THAT(svg, HasSubstr("class=\"seg\" x=\"170\" y=\"28\" width=\"180\""));
}

TEST(ScoreBarsTest, NothingButZerosIsDrawnAllTheSame) {
  EXPECT_THAT(ScoreBars("T", "D", {{"Ann", 0, "", false}}).Markup(), HasSubstr("width=\"0\""));
}

TEST(GradeBarsTest, BestGradesStandAtTheLeft) {
  const std::string svg =
      GradeBars("T", "D", {"0", "1", "2"}, {{"Ann", {1, 2, 3}, "1", true}}).Markup();
  EXPECT_THAT(svg, HasSubstr("class=\"g6\" x=\"170\" y=\"18\" width=\"180\""));
  EXPECT_THAT(svg, HasSubstr("class=\"g3\" x=\"350\" y=\"18\" width=\"120\""));
  EXPECT_THAT(svg, HasSubstr("class=\"g0\" x=\"470\" y=\"18\" width=\"60\""));
  EXPECT_THAT(svg, HasSubstr("median 1"));
}

TEST(GradeBarsTest, NobodyGradedIsAnEmptyRow) {
  const std::string svg = GradeBars("T", "D", {"0", "1"}, {{"Ann", {0, 0}, "", false}}).Markup();
  EXPECT_THAT(svg, HasSubstr("Ann"));
  EXPECT_THAT(svg, Not(HasSubstr("<rect")));
}

}  // namespace
}  // namespace quorate::engine
