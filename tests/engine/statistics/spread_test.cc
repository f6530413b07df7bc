#include "engine/statistics/spread.h"

#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/engine/statistics/published.h"

namespace quorate::engine {
namespace {

Spread Of(const std::vector<int>& scores) {
  return SpreadOf(scores);
}

TEST(SpreadTest, QuartilesAreType7AsInTheFastTrackDelphi) {
  EXPECT_EQ(*Of({9, 2, 5, 3}).q1, Fraction(11, 4));        // 2.75.
  EXPECT_EQ(*Of({7, 8, 8, 9, 9, 8}).q3, Fraction(35, 4));  // 8.75.
  EXPECT_EQ(*Of({7, 8, 8, 9, 9, 8}).iqr, Fraction(3, 4));
  EXPECT_EQ(*Of({6, 7}).median, Fraction(13, 2));
}

TEST(SpreadTest, TheIqrMayBeZeroWhileThreeInTenDissent) {
  const Spread spread = Of({1, 1, 7, 7, 7, 7, 7, 7, 7, 9});
  EXPECT_EQ(*spread.iqr, Fraction(0));
  EXPECT_GT(*spread.sd, 2);
}

TEST(SpreadTest, DeviationIsOverOneFewerAndVariationOverTheMean) {
  const Spread spread = Of({2, 4, 6});
  EXPECT_EQ(*spread.mean, Fraction(4));
  EXPECT_NEAR(*spread.sd, 2, 1e-15);
  EXPECT_NEAR(*spread.cv, 0.5, 1e-15);
  EXPECT_EQ(*Of({7, 7, 7}).sd, 0);
  EXPECT_EQ(*Of({7, 7, 7}).cv, 0);
}

TEST(SpreadTest, VariationIsUndefinedAtAMeanOfZeroOrBelow) {
  EXPECT_EQ(Of({-1, 1}).cv.error().reason, "the mean is not above 0");
  EXPECT_EQ(Of({-3, 1}).cv.error().reason, "the mean is not above 0");
  EXPECT_TRUE(Of({-3, 1}).sd.has_value());
}

TEST(SpreadTest, OneScoreHasNoDeviation) {
  const Spread one = Of({5});
  EXPECT_EQ(*one.median, Fraction(5));
  EXPECT_EQ(*one.iqr, Fraction(0));
  EXPECT_EQ(one.sd.error().reason, "there are fewer than two scores");
  EXPECT_EQ(one.cv.error().reason, "there are fewer than two scores");
}

TEST(SpreadTest, WithoutScoresEverythingIsUndefined) {
  const Spread none = Of({});
  EXPECT_EQ(none.n, 0U);
  for (const auto& figure : {none.mean, none.median, none.q1, none.q3, none.iqr})
    EXPECT_EQ(figure.error().reason, "nobody scored");
  EXPECT_EQ(none.sd.error().reason, "nobody scored");
  EXPECT_EQ(none.cv.error().reason, "nobody scored");
}

TEST(SpreadTest, FractionsAreSpreadAsWholeNumbersAre) {
  const std::vector<Fraction> values = {Fraction(9), Fraction(2), Fraction(5), Fraction(3)};
  const Spread exact = SpreadOf(values);
  const Spread whole = Of({9, 2, 5, 3});
  EXPECT_EQ(*exact.q1, *whole.q1);
  EXPECT_EQ(*exact.mean, *whole.mean);
  EXPECT_EQ(*exact.sd, *whole.sd);
  EXPECT_EQ(*SpreadOf(std::vector<Fraction>{Fraction(1, 2), Fraction(1, 3)}).mean, Fraction(5, 12));
  EXPECT_FALSE(SpreadOf(std::vector<Fraction>{}).mean.has_value());
}

TEST(SpreadTest, RepliCatsMeansAndMediansAreThePublishedOnes) {
  const auto table = Published("replicats/data_ratings.csv");
  const auto published = Published("replicats/data_confidence_scores.csv");
  if (table.empty() || published.empty()) GTEST_SKIP() << kNoPublishedData;
  std::map<std::string, std::vector<int>> best;
  for (const PublishedRow& row : table) {
    if (row.at("round") == "round_2" && row.at("element") == "three_point_best")
      best[row.at("paper_id")].push_back(std::stoi(row.at("value")));
  }
  std::size_t compared = 0;
  for (const PublishedRow& row : published) {
    const bool mean = row.at("method") == "ArMean";
    if (!mean && row.at("method") != "Median") continue;
    const Spread spread = Of(best.at(row.at("paper_id")));
    EXPECT_NEAR(
        (mean ? spread.mean : spread.median)->ToDouble() / 100, std::stod(row.at("cs")), 1e-12);
    ++compared;
  }
  EXPECT_EQ(compared, 50U);
}

}  // namespace
}  // namespace quorate::engine
