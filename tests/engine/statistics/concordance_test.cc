#include "engine/statistics/concordance.h"

#include <cmath>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "tests/engine/statistics/published.h"
#include "tests/engine/statistics/sample_matrix.h"

namespace quorate::engine {
namespace {

TEST(ConcordanceTest, OneOrderIsFullConcordance) {
  const Concordance whole = ConcordanceOf(Matrix({{1, 2, 5}, {3, 4, 6}, {9, 8, 7}}));
  EXPECT_EQ(*whole.w, 1);
  EXPECT_EQ(whole.s, Fraction(18));  // Rank sums 3, 6, 9 about 6.
  EXPECT_EQ(whole.test->degrees, 2U);
  EXPECT_EQ(whole.test->statistic, 6);  // m (n - 1) W.
  EXPECT_EQ(whole.tied_raters, 0U);
}

TEST(ConcordanceTest, OppositeOrdersCancel) {
  const Concordance none = ConcordanceOf(Matrix({{1, 3}, {2, 2}, {3, 1}}));
  EXPECT_EQ(*none.w, 0);
  EXPECT_EQ(none.test->p, 1);
}

TEST(ConcordanceTest, IncompleteRatersAreLeftOutAndCounted) {
  const Concordance some = ConcordanceOf(Matrix({{1, 2, kNoRating}, {3, 4, 1}, {9, 8, 7}}));
  EXPECT_EQ(some.raters, 2U);
  EXPECT_EQ(some.left_out, 1U);
  EXPECT_EQ(*some.w, 1);
}

TEST(ConcordanceTest, AnItemThatNobodyRatedIsNoItem) {
  const Concordance some = ConcordanceOf(Matrix({{1, 2}, {kNoRating, kNoRating}, {9, 8}}));
  EXPECT_EQ(some.items, 2U);
  EXPECT_EQ(some.left_out, 0U);
  EXPECT_EQ(*some.w, 1);
}

TEST(ConcordanceTest, TooFewOrOnlyTiesAreUndefinedWithTheReason) {
  const auto reason = [](const RatingMatrix& matrix) {
    const Concordance concordance = ConcordanceOf(matrix);
    EXPECT_FALSE(concordance.test.has_value());
    return concordance.w.error().reason;
  };
  EXPECT_EQ(reason(Matrix({{5, 5}, {5, 5}, {5, 5}})), "every rater gave all items the same rating");
  EXPECT_EQ(reason(Matrix({{5, kNoRating}, {6, 5}})), "fewer than two raters rated every item");
  EXPECT_EQ(reason(Matrix({{5, 6}})), "fewer than two items were rated");
  EXPECT_EQ(reason(Matrix({})), "fewer than two items were rated");
}

TEST(ConcordanceTest, UpToSevenItemsTheTestIsForTables) {
  std::vector<std::vector<std::optional<int>>> rows;
  for (int item = 0; item < 7; ++item)
    rows.push_back({item, item});
  EXPECT_TRUE(ConcordanceOf(Matrix(rows)).few_items());
  rows.push_back({7, 7});
  EXPECT_FALSE(ConcordanceOf(Matrix(rows)).few_items());
}

TEST(ConcordanceTest, AnxietyRatingsHaveThePublishedW) {
  // R's irr: W 0.54, chi-square 30.8, p 0.0429.
  const auto table = Published("agreement/irr_anxiety.csv");
  if (table.empty()) GTEST_SKIP() << kNoPublishedData;
  std::vector<std::vector<std::optional<int>>> rows;
  for (const PublishedRow& row : table) {
    rows.push_back(
        {std::stoi(row.at("rater1")), std::stoi(row.at("rater2")), std::stoi(row.at("rater3"))});
  }
  const Concordance anxiety = ConcordanceOf(Matrix(rows));
  EXPECT_NEAR(*anxiety.w, 0.53965687595437, 1e-13);
  EXPECT_NEAR(anxiety.test->statistic, 30.7604419293991, 1e-10);
  EXPECT_EQ(anxiety.test->degrees, 19U);
  EXPECT_NEAR(anxiety.test->p, 0.0428834731269479, 1e-12);
  EXPECT_EQ(anxiety.tied_raters, 3U);
}

TEST(ConcordanceTest, RepliCatsRisesFrom42To61) {
  const auto table = Published("replicats/data_ratings.csv");
  if (table.empty()) GTEST_SKIP() << kNoPublishedData;
  for (const auto& [round, w] :
       {std::pair("round_1", 0.419879518072289), std::pair("round_2", 0.608400806867758)}) {
    std::map<std::string, std::map<std::string, int>> best;  // In tenths.
    for (const PublishedRow& row : table) {
      if (row.at("round") == round && row.at("element") == "three_point_best")
        best[row.at("paper_id")][row.at("user_name")] =
            static_cast<int>(std::lround(10 * std::stod(row.at("value"))));
    }
    std::vector<std::vector<std::optional<int>>> rows;
    for (const auto& [paper, people] : best) {
      rows.emplace_back();
      for (const auto& [person, value] : people)
        rows.back().emplace_back(value);
    }
    const Concordance concordance = ConcordanceOf(Matrix(rows));
    EXPECT_EQ(concordance.raters, 25U);
    EXPECT_EQ(concordance.items, 25U);
    EXPECT_NEAR(*concordance.w, w, 1e-13);
  }
}

TEST(ConcordanceTest, TwentyFourPanelsHaveTheDerivedWBeforeAndAfter) {
  const auto table = Published("deliberation/human_data.csv");
  const auto derived = Published("deliberation/derived_kendall_w_preferences.csv");
  if (table.empty() || derived.empty()) GTEST_SKIP() << kNoPublishedData;
  std::set<std::string> fell;
  std::map<std::string, double> before;
  for (const PublishedRow& row : derived) {
    SCOPED_TRACE(row.at("case") + " stage " + row.at("stage_id"));
    std::vector<std::vector<std::optional<int>>> rows(10);
    for (const PublishedRow& person : table) {
      if (person.at("case") != row.at("case") || person.at("stage_id") != row.at("stage_id"))
        continue;
      for (std::size_t item = 0; item < rows.size(); ++item) {
        const std::string& cell = person.at("P" + std::to_string(item + 1));
        rows[item].push_back(cell.empty() ? kNoRating : std::optional(std::stoi(cell)));
      }
    }
    const Concordance concordance = ConcordanceOf(Matrix(rows));
    EXPECT_EQ(concordance.raters, std::stoul(row.at("m")));
    EXPECT_EQ(concordance.left_out, std::stoul(row.at("dropped_incomplete")));
    EXPECT_EQ(concordance.items, std::stoul(row.at("n")));
    EXPECT_NEAR(*concordance.w, std::stod(row.at("W")), 1e-12);
    EXPECT_NEAR(concordance.test->statistic, std::stod(row.at("chisq")), 1e-9);
    EXPECT_NEAR(concordance.test->p / std::stod(row.at("p")), 1, 1e-6);
    if (row.at("stage_id") == "1") {
      before[row.at("case")] = *concordance.w;
    } else if (*concordance.w < before.at(row.at("case"))) {
      fell.insert(row.at("case"));
    }
  }
  // Discussion does not always converge.
  EXPECT_EQ(fell,
            (std::set<std::string>{"BEP", "CA", "CSIRO WA", "Citizen Parliamentarian", "USTER"}));
}

}  // namespace
}  // namespace quorate::engine
