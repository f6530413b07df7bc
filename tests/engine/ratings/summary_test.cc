#include "engine/ratings/summary.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include <gtest/gtest.h>

#include "engine/base/json.h"
#include "tests/engine/ratings/sample_round.h"

namespace quorate::engine {
namespace {

const ConsensusRule& Comet() {
  return FindPreset("comet-70-15")->rule;
}

TEST(SummaryTest, QuartilesAreType7) {
  const auto item = TallySample({{{}, {2, 3, 5, 9}}}, Comet());
  EXPECT_EQ(*item.panel.q1, Fraction(11, 4));  // 2.75, as in the Fast-track Delphi report.
  EXPECT_EQ(*item.panel.q3, Fraction(6));
  const auto other = TallySample({{{}, {7, 8, 8, 9, 9, 8}}}, Comet());
  EXPECT_EQ(*other.panel.q3, Fraction(35, 4));  // 8.75.
  EXPECT_EQ(*other.panel.iqr, Fraction(3, 4));
}

TEST(SummaryTest, CountsTellTheKindsOfMissingApart) {
  const auto item = TallySample(
      {{{}, {8, kSaysUnable, kSaysUnable, kSaysNotUnderstood, kSaysSkipped, kSaysNothing}}},
      Comet());
  EXPECT_EQ(item.panel.n, 5U);
  EXPECT_EQ(item.panel.scored, 1U);
  EXPECT_EQ(item.panel.unable, 2U);
  EXPECT_EQ(item.panel.not_understood, 1U);
  EXPECT_EQ(item.panel.skipped, 1U);
  EXPECT_EQ(item.panel.weight, Fraction(1));
  EXPECT_FALSE(item.panel.sd.has_value());
}

TEST(SummaryTest, AnsweredLeavesOnlyTheSkippedOut) {
  ConsensusRule rule = Comet();
  rule.denominator = Denominator::kAnswered;
  const auto item =
      TallySample({{{}, {8, 8, kSaysUnable, kSaysNotUnderstood, kSaysSkipped}}}, rule);
  EXPECT_EQ(item.panel.weight, Fraction(4));
  EXPECT_EQ(*item.panel.bands[2].share, Fraction(1, 2));
  EXPECT_EQ(*item.panel.mean, Fraction(8));
}

TEST(SummaryTest, WeightedMedianAtExactlyHalfIsTheMeanWithTheNextThatCarriesWeight) {
  RoundRatings round = SampleRound({{{}, {3, 5, 8}}});
  round.weights = {Fraction(1), Fraction(0), Fraction(1)};
  const auto result = TallyRatings(round, Comet(), *ParseVoice("person-weights"), 1);
  EXPECT_EQ(*result->items[0].panel.median, Fraction(11, 2));
  EXPECT_EQ(*result->items[0].panel.unweighted->median, Fraction(5));
}

TEST(SummaryTest, OffTheNinePointScaleThereIsNoStandardDisagreement) {
  const auto item = TallySample({{{}, {1, 7, 7}}}, FindPreset("delphistar-75")->rule);
  EXPECT_TRUE(item.panel.ipr.has_value());
  EXPECT_FALSE(item.panel.ipras.has_value());
  EXPECT_FALSE(item.panel.disagreement.has_value());
}

TEST(SummaryTest, ReplicatsMeansAndMediansAreThePublishedOnes) {
  const char* variable = std::getenv("QUORATE_DATA");
  const std::filesystem::path folder =
      std::filesystem::path(variable == nullptr ? "../shared/data" : variable) / "replicats";
  std::ifstream ratings(folder / "data_ratings.csv");
  std::ifstream published(folder / "expected_means_medians.json");
  if (!ratings || !published) GTEST_SKIP() << "no published data; set QUORATE_DATA to its folder";
  std::map<std::string, std::vector<int>> scores;
  for (std::string line; std::getline(ratings, line);) {
    std::istringstream cells(line);
    std::vector<std::string> row;
    for (std::string cell; std::getline(cells, cell, ',');)
      row.push_back(cell);
    if (row.at(0) == "round_2" && row.at(4) == "three_point_best")
      scores[row[1]].push_back(std::stoi(row[5]));
  }
  std::stringstream text;
  text << published.rdbuf();
  const auto expected = ParseJson(text.str(), JsonNumbers::kAny);
  ASSERT_TRUE(expected.has_value()) << expected.error().message;
  const auto number = [](const Json& json) {
    return json.real() != nullptr ? *json.real() : static_cast<double>(*json.integer());
  };
  ConsensusRule rule = Comet();
  rule.scale = {0, 100, {}};
  ASSERT_EQ(scores.size(), 25U);
  for (const auto& [claim, answers] : scores) {
    const auto item = TallySample({{{}, answers}}, rule);
    EXPECT_NEAR(item.panel.mean->ToDouble() / 100,
                number(*expected->Find("round2_ArMean")->Find(claim)),
                1e-12);
    EXPECT_NEAR(item.panel.median->ToDouble() / 100,
                number(*expected->Find("round2_Median")->Find(claim)),
                1e-12);
  }
}

}  // namespace
}  // namespace quorate::engine
