#include "engine/statistics/agreement.h"

#include <gtest/gtest.h>

#include "tests/engine/statistics/published.h"
#include "tests/engine/statistics/sample_matrix.h"

namespace quorate::engine {
namespace {

using Rows = std::vector<std::vector<std::optional<int>>>;

struct Expected {
  Coefficient coefficient;
  Weighting weighting;
  double observed, expected, value;
};

// At 3 digits, as published.
void ExpectPublished(const Rows& rows, const std::vector<Expected>& all) {
  const RatingMatrix matrix = Matrix(rows);
  const auto categories = ObservedCategories(matrix);
  for (const auto& [coefficient, weighting, observed, expected, value] : all) {
    SCOPED_TRACE(std::string(Name(coefficient)) + " " + Name(weighting));
    const Agreement agreement = AgreementOf(matrix, coefficient, weighting, categories);
    EXPECT_NEAR(*agreement.observed, observed, 5.01e-4);
    EXPECT_NEAR(*agreement.expected, expected, 5.01e-4);
    EXPECT_NEAR(*agreement.coefficient, value, 5.01e-4);
  }
}

// Gwet, Handbook of Inter-Rater Reliability (2014), page 120: 12 units, 4 raters, with gaps.
const Rows& FourRaters() {
  static const Rows rows = {
      {1, 1, kNoRating, 1},
      {2, 2, 3, 2},
      {3, 3, 3, 3},
      {3, 3, 3, 3},
      {2, 2, 2, 2},
      {1, 2, 3, 4},
      {4, 4, 4, 4},
      {1, 1, 2, 1},
      {2, 2, 2, 2},
      {kNoRating, 5, 5, 5},
      {kNoRating, kNoRating, 1, 1},
      {kNoRating, kNoRating, 3, kNoRating},
  };
  return rows;
}

TEST(AgreementTest, FourRatersHaveThePublishedCoefficientsUnderEveryWeighting) {
  // The unit tests of irrCAC for Python (github.com/afergadis/irrCAC, commit 2b71b15).
  ExpectPublished(FourRaters(),
                  {
                      {Coefficient::kGwet, Weighting::kIdentity, 0.818, 0.190, 0.775},
                      {Coefficient::kGwet, Weighting::kBipolar, 0.968, 0.682, 0.900},
                      {Coefficient::kGwet, Weighting::kCircular, 0.902, 0.426, 0.830},
                      {Coefficient::kGwet, Weighting::kLinear, 0.939, 0.571, 0.859},
                      {Coefficient::kGwet, Weighting::kOrdinal, 0.968, 0.685, 0.899},
                      {Coefficient::kGwet, Weighting::kQuadratic, 0.975, 0.714, 0.914},
                      {Coefficient::kGwet, Weighting::kRadical, 0.897, 0.430, 0.820},
                      {Coefficient::kGwet, Weighting::kRatio, 0.954, 0.678, 0.857},
                      {Coefficient::kKrippendorff, Weighting::kIdentity, 0.805, 0.240, 0.743},
                      {Coefficient::kKrippendorff, Weighting::kBipolar, 0.966, 0.794, 0.835},
                      {Coefficient::kKrippendorff, Weighting::kCircular, 0.895, 0.502, 0.790},
                      {Coefficient::kKrippendorff, Weighting::kLinear, 0.935, 0.674, 0.800},
                      {Coefficient::kKrippendorff, Weighting::kOrdinal, 0.966, 0.795, 0.834},
                      {Coefficient::kKrippendorff, Weighting::kQuadratic, 0.974, 0.825, 0.849},
                      {Coefficient::kKrippendorff, Weighting::kRadical, 0.890, 0.517, 0.772},
                      {Coefficient::kKrippendorff, Weighting::kRatio, 0.951, 0.757, 0.797},
                      {Coefficient::kFleiss, Weighting::kIdentity, 0.818, 0.239, 0.761},
                      {Coefficient::kFleiss, Weighting::kBipolar, 0.968, 0.785, 0.853},
                      {Coefficient::kFleiss, Weighting::kCircular, 0.902, 0.494, 0.807},
                      {Coefficient::kFleiss, Weighting::kLinear, 0.939, 0.667, 0.818},
                      {Coefficient::kFleiss, Weighting::kOrdinal, 0.968, 0.788, 0.850},
                      {Coefficient::kFleiss, Weighting::kQuadratic, 0.975, 0.818, 0.865},
                      {Coefficient::kFleiss, Weighting::kRadical, 0.897, 0.511, 0.790},
                      {Coefficient::kFleiss, Weighting::kRatio, 0.954, 0.743, 0.821},
                      {Coefficient::kConger, Weighting::kIdentity, 0.818, 0.233, 0.763},
                      {Coefficient::kConger, Weighting::kBipolar, 0.968, 0.796, 0.845},
                      {Coefficient::kConger, Weighting::kCircular, 0.902, 0.499, 0.805},
                      {Coefficient::kConger, Weighting::kLinear, 0.939, 0.675, 0.814},
                      {Coefficient::kConger, Weighting::kOrdinal, 0.968, 0.796, 0.844},
                      {Coefficient::kConger, Weighting::kQuadratic, 0.975, 0.827, 0.858},
                      {Coefficient::kConger, Weighting::kRadical, 0.897, 0.515, 0.788},
                      {Coefficient::kConger, Weighting::kRatio, 0.954, 0.756, 0.812},
                      {Coefficient::kBrennanPrediger, Weighting::kIdentity, 0.818, 0.200, 0.773},
                      {Coefficient::kBrennanPrediger, Weighting::kBipolar, 0.968, 0.717, 0.888},
                      {Coefficient::kBrennanPrediger, Weighting::kCircular, 0.902, 0.447, 0.824},
                      {Coefficient::kBrennanPrediger, Weighting::kLinear, 0.939, 0.600, 0.848},
                      {Coefficient::kBrennanPrediger, Weighting::kOrdinal, 0.968, 0.720, 0.886},
                      {Coefficient::kBrennanPrediger, Weighting::kQuadratic, 0.975, 0.750, 0.902},
                      {Coefficient::kBrennanPrediger, Weighting::kRadical, 0.897, 0.452, 0.813},
                      {Coefficient::kBrennanPrediger, Weighting::kRatio, 0.954, 0.713, 0.840},
                  });
}

TEST(AgreementTest, FourRatersStandInThePublishedFile) {
  const auto table = Published("agreement/raw_4raters.csv");
  if (table.empty()) GTEST_SKIP() << kNoPublishedData;
  Rows rows;
  for (const PublishedRow& row : table) {
    rows.emplace_back();
    for (const char* rater : {"Rater1", "Rater2", "Rater3", "Rater4"}) {
      const std::string& cell = row.at(rater);
      rows.back().push_back(cell.empty() ? kNoRating : std::optional(std::stoi(cell)));
    }
  }
  EXPECT_EQ(rows, FourRaters());
}

// The data sets of irrCAC, whose letters are numbers here; expected values from its unit tests.
TEST(AgreementTest, FiveObserversWithManyGapsHaveThePublishedCoefficients) {
  ExpectPublished({{1, 1, 2, kNoRating, 2},
                   {1, 1, 0, 1, kNoRating},
                   {2, 3, 3, 3, kNoRating},
                   {kNoRating, 0, 0, kNoRating, 0},
                   {0, 0, 0, kNoRating, 0},
                   {0, 0, 0, kNoRating, 0},
                   {1, 0, 2, kNoRating, 1},
                   {1, kNoRating, 2, 0, kNoRating},
                   {2, 2, 2, kNoRating, 2},
                   {2, 1, 1, 1, kNoRating},
                   {kNoRating, 1, 0, 0, kNoRating},
                   {0, 0, 0, 0, kNoRating},
                   {1, 2, 2, 2, kNoRating},
                   {3, 3, 2, 2, 3},
                   {1, 1, 1, kNoRating, 1}},
                  {
                      {Coefficient::kGwet, Weighting::kIdentity, 0.616, 0.236, 0.497},
                      {Coefficient::kKrippendorff, Weighting::kIdentity, 0.627, 0.282, 0.481},
                      {Coefficient::kFleiss, Weighting::kIdentity, 0.616, 0.291, 0.458},
                      {Coefficient::kConger, Weighting::kIdentity, 0.616, 0.276, 0.469},
                      {Coefficient::kBrennanPrediger, Weighting::kIdentity, 0.616, 0.250, 0.487},
                  });
}

TEST(AgreementTest, FourteenUnitsOfTwoGroupsHaveThePublishedCoefficients) {
  ExpectPublished({{1, 1, kNoRating, 1},
                   {2, 2, 3, 2},
                   {3, 3, 3, 3},
                   {3, 3, 3, 3},
                   {2, 2, 2, 2},
                   {1, 2, 3, 4},
                   {4, 4, 4, 4},
                   {1, 1, 2, 1},
                   {2, 2, 2, 2},
                   {kNoRating, 5, 5, 5},
                   {kNoRating, kNoRating, 1, 1},
                   {kNoRating, kNoRating, 3, kNoRating},
                   {2, 2, 3, 2},
                   {2, 1, 3, 2}},
                  {
                      {Coefficient::kGwet, Weighting::kIdentity, 0.744, 0.187, 0.685},
                      {Coefficient::kKrippendorff, Weighting::kIdentity, 0.728, 0.261, 0.632},
                      {Coefficient::kFleiss, Weighting::kIdentity, 0.744, 0.252, 0.657},
                      {Coefficient::kConger, Weighting::kIdentity, 0.744, 0.249, 0.659},
                      {Coefficient::kBrennanPrediger, Weighting::kIdentity, 0.744, 0.200, 0.679},
                  });
}

TEST(AgreementTest, FifteenPeopleRatedByFourHaveThePublishedCoefficients) {
  ExpectPublished({{1, 1, 1, 3},
                   {1, 1, 2, 3},
                   {1, 1, 2, 3},
                   {1, 1, 3, 3},
                   {1, 2, 1, 1},
                   {2, 1, 1, 1},
                   {2, 2, 2, 2},
                   {2, 3, 2, 2},
                   {3, 3, 3, 3},
                   {1, 1, 1, 3},
                   {1, 1, 2, 3},
                   {1, 1, 2, 3},
                   {1, 1, 3, 3},
                   {1, 2, 1, 1},
                   {2, 1, 1, 1}},
                  {
                      {Coefficient::kGwet, Weighting::kIdentity, 0.456, 0.312, 0.208},
                      {Coefficient::kKrippendorff, Weighting::kIdentity, 0.465, 0.375, 0.143},
                      {Coefficient::kFleiss, Weighting::kIdentity, 0.456, 0.375, 0.129},
                      {Coefficient::kConger, Weighting::kIdentity, 0.456, 0.347, 0.166},
                      {Coefficient::kBrennanPrediger, Weighting::kIdentity, 0.456, 0.333, 0.183},
                  });
}

TEST(AgreementTest, BenAndGerryHaveThePublishedCoefficients) {
  ExpectPublished({{1, 2},
                   {1, 1},
                   {2, 2},
                   {2, 2},
                   {4, 2},
                   {3, 3},
                   {3, 3},
                   {3, 3},
                   {5, 5},
                   {4, kNoRating},
                   {4, 4},
                   {1, 4}},
                  {
                      {Coefficient::kGwet, Weighting::kIdentity, 0.727, 0.194, 0.661},
                      {Coefficient::kKrippendorff, Weighting::kIdentity, 0.740, 0.223, 0.665},
                      {Coefficient::kFleiss, Weighting::kIdentity, 0.727, 0.222, 0.649},
                      {Coefficient::kConger, Weighting::kIdentity, 0.727, 0.205, 0.657},
                      {Coefficient::kBrennanPrediger, Weighting::kIdentity, 0.727, 0.200, 0.659},
                  });
}

// Items rated k by the first and l by the second rater, as often as the table says.
Rows FromTable(const std::vector<std::vector<int>>& table) {
  Rows rows;
  for (std::size_t k = 0; k < table.size(); ++k) {
    for (std::size_t l = 0; l < table[k].size(); ++l) {
      for (int item = 0; item < table[k][l]; ++item)
        rows.push_back({static_cast<int>(k) + 1, static_cast<int>(l) + 1});
    }
  }
  return rows;
}

struct TwoRaters {
  Weighting weighting;
  double cohen, scott;
};

void ExpectTwoRaters(const std::vector<std::vector<int>>& table,
                     const std::vector<TwoRaters>& all) {
  const RatingMatrix matrix = Matrix(FromTable(table));
  const auto categories = ObservedCategories(matrix);
  for (const auto& [weighting, cohen, scott] : all) {
    SCOPED_TRACE(Name(weighting));
    const auto value = [&](Coefficient coefficient) {
      return *AgreementOf(matrix, coefficient, weighting, categories).coefficient;
    };
    EXPECT_NEAR(value(Coefficient::kCohen), cohen, 5.01e-4);
    EXPECT_NEAR(value(Coefficient::kScott), scott, 5.01e-4);
    // Both are what they become for two raters.
    EXPECT_NEAR(value(Coefficient::kConger), value(Coefficient::kCohen), 1e-12);
    EXPECT_NEAR(value(Coefficient::kFleiss), value(Coefficient::kScott), 1e-12);
  }
}

// Contingency tables of irrCAC; expected values from its unit tests.
TEST(AgreementTest, TwoAbstractorsOfHundredRecordsHaveThePublishedKappas) {
  ExpectTwoRaters({{13, 0, 0}, {0, 20, 7}, {0, 4, 56}},
                  {
                      {Weighting::kIdentity, 0.796, 0.796},
                      {Weighting::kBipolar, 0.872, 0.872},
                      {Weighting::kCircular, 0.796, 0.796},
                      {Weighting::kLinear, 0.843, 0.843},
                      {Weighting::kOrdinal, 0.872, 0.872},
                      {Weighting::kQuadratic, 0.892, 0.892},
                      {Weighting::kRadical, 0.819, 0.819},
                      {Weighting::kRatio, 0.927, 0.927},
                  });
}

TEST(AgreementTest, TwoDiagnosesOf223PatientsHaveThePublishedKappas) {
  ExpectTwoRaters({{40, 4, 4, 17}, {6, 25, 2, 13}, {4, 1, 21, 12}, {15, 5, 9, 45}},
                  {
                      {Weighting::kIdentity, 0.432, 0.430},
                      {Weighting::kBipolar, 0.387, 0.386},
                      {Weighting::kCircular, 0.446, 0.444},
                      {Weighting::kLinear, 0.407, 0.406},
                      {Weighting::kOrdinal, 0.390, 0.389},
                      {Weighting::kQuadratic, 0.383, 0.382},
                      {Weighting::kRadical, 0.419, 0.418},
                      {Weighting::kRatio, 0.413, 0.412},
                  });
}

// Fleiss, Measuring Nominal Scale Agreement among Many Raters (Psychological Bulletin 1971;76:378),
// table 1: of 30 patients, how many of 6 psychiatrists chose each of 5 diagnoses.
constexpr int kFleiss1971[30][5] = {
    {0, 0, 0, 6, 0}, {0, 3, 0, 0, 3}, {0, 1, 4, 0, 1}, {0, 0, 0, 0, 6}, {0, 3, 0, 3, 0},
    {2, 0, 4, 0, 0}, {0, 0, 4, 0, 2}, {2, 0, 3, 1, 0}, {2, 0, 0, 4, 0}, {0, 0, 0, 0, 6},
    {1, 0, 0, 5, 0}, {1, 1, 0, 4, 0}, {0, 3, 3, 0, 0}, {1, 0, 0, 5, 0}, {0, 2, 0, 3, 1},
    {0, 0, 5, 0, 1}, {3, 0, 0, 1, 2}, {5, 1, 0, 0, 0}, {0, 2, 0, 4, 0}, {1, 0, 2, 0, 3},
    {0, 0, 0, 0, 6}, {0, 1, 0, 5, 0}, {0, 2, 0, 1, 3}, {2, 0, 0, 4, 0}, {1, 0, 0, 4, 1},
    {0, 5, 0, 1, 0}, {4, 0, 0, 0, 2}, {0, 2, 0, 4, 0}, {1, 0, 5, 0, 0}, {0, 0, 0, 0, 6}};

TEST(AgreementTest, Fleiss1971IsReproduced) {
  Rows rows;
  for (const auto& patient : kFleiss1971) {
    rows.emplace_back();
    for (int diagnosis = 0; diagnosis < 5; ++diagnosis)
      rows.back().insert(
          rows.back().end(), static_cast<std::size_t>(patient[diagnosis]), diagnosis + 1);
  }
  const RatingMatrix matrix = Matrix(rows);
  const auto categories = ObservedCategories(matrix);
  const Agreement fleiss =
      AgreementOf(matrix, Coefficient::kFleiss, Weighting::kIdentity, categories);
  EXPECT_NEAR(*fleiss.observed, 0.5556, 5e-5);
  EXPECT_NEAR(*fleiss.expected, 0.2199, 5e-5);
  EXPECT_NEAR(*fleiss.coefficient, 0.430, 5e-4);
  EXPECT_EQ(fleiss.raters, 6U);
  EXPECT_EQ(fleiss.items, 30U);
  EXPECT_EQ(fleiss.categories, 5U);
  // The "exact" kappa of R's irr, whose data list each patient's diagnoses in this order.
  EXPECT_NEAR(
      *AgreementOf(matrix, Coefficient::kConger, Weighting::kIdentity, categories).coefficient,
      0.442,
      5e-4);
}

TEST(AgreementTest, UnusedPointsOfTheScaleMoveGwetAndBrennanPredigerOnly) {
  const RatingMatrix matrix = Matrix({{7, 8}, {8, 8}, {7, 7}, {8, 7}, {8, 8}});
  const auto observed = ObservedCategories(matrix);
  const auto whole = PointsOf(Scale());
  const auto value = [&](Coefficient coefficient, const std::vector<int>& categories) {
    return *AgreementOf(matrix, coefficient, Weighting::kIdentity, categories).coefficient;
  };
  EXPECT_GT(value(Coefficient::kGwet, whole), value(Coefficient::kGwet, observed) + 0.1);
  EXPECT_GT(value(Coefficient::kBrennanPrediger, whole),
            value(Coefficient::kBrennanPrediger, observed) + 0.1);
  for (const Coefficient coefficient :
       {Coefficient::kFleiss, Coefficient::kCohen, Coefficient::kKrippendorff})
    EXPECT_NEAR(value(coefficient, whole), value(coefficient, observed), 1e-12);
  EXPECT_EQ(AgreementOf(matrix, Coefficient::kGwet, Weighting::kIdentity, whole).categories, 9U);
}

TEST(AgreementTest, NearUnanimityBreaksFleissAndLeavesGwetHigh) {
  // 95 % agree, as in the Ladenburg data: 19 of 20 items unanimous, one with a single dissenter.
  Rows rows(19, {1, 1, 1, 1});
  rows.push_back({1, 1, 1, 0});
  const RatingMatrix matrix = Matrix(rows);
  const auto categories = ObservedCategories(matrix);
  const auto value = [&](Coefficient coefficient) {
    return *AgreementOf(matrix, coefficient, Weighting::kIdentity, categories).coefficient;
  };
  EXPECT_LT(value(Coefficient::kFleiss), 0);
  EXPECT_GT(value(Coefficient::kGwet), 0.95);
}

TEST(AgreementTest, OneItemOf16To4HasNoFleissKappa) {
  // Published elsewhere as 1.0; the formula gives -1/19 whatever was rated.
  Rows rows(1);
  rows[0].insert(rows[0].end(), 16, 1);
  rows[0].insert(rows[0].end(), 4, 2);
  const RatingMatrix matrix = Matrix(rows);
  const auto categories = ObservedCategories(matrix);
  const auto fleiss = AgreementOf(matrix, Coefficient::kFleiss, Weighting::kIdentity, categories);
  EXPECT_NEAR(*fleiss.observed, 252.0 / 380, 1e-12);
  EXPECT_EQ(fleiss.coefficient.error().reason, "one item alone says nothing of chance");
  EXPECT_FALSE(fleiss.expected.has_value());
  EXPECT_TRUE(AgreementOf(matrix, Coefficient::kGwet, Weighting::kIdentity, categories)
                  .coefficient.has_value());
}

TEST(AgreementTest, AllRatingsInOneCategoryAreUndefinedAndNotPerfect) {
  const RatingMatrix matrix = Matrix({{9, 9}, {9, 9}, {9, 9}});
  for (const Coefficient coefficient : {Coefficient::kFleiss,
                                        Coefficient::kConger,
                                        Coefficient::kCohen,
                                        Coefficient::kScott,
                                        Coefficient::kBrennanPrediger,
                                        Coefficient::kGwet,
                                        Coefficient::kKrippendorff}) {
    const auto agreement =
        AgreementOf(matrix, coefficient, Weighting::kQuadratic, ObservedCategories(matrix));
    EXPECT_EQ(*agreement.observed, 1) << Name(coefficient);
    EXPECT_EQ(*agreement.expected, 1) << Name(coefficient);
    EXPECT_EQ(agreement.coefficient.error().reason, "every rating is in one category");
  }
  // Over the whole scale two of them know that it could have been otherwise.
  EXPECT_EQ(
      *AgreementOf(matrix, Coefficient::kGwet, Weighting::kIdentity, PointsOf(Scale())).coefficient,
      1);
  EXPECT_FALSE(AgreementOf(matrix, Coefficient::kFleiss, Weighting::kIdentity, PointsOf(Scale()))
                   .coefficient.has_value());
}

TEST(AgreementTest, CohenAndScottAreForTwoRatersAndItemsThatBothRated) {
  const auto three = AgreementOf(
      Matrix({{1, 1, 2}, {2, 2, 1}}), Coefficient::kCohen, Weighting::kIdentity, {{1, 2}});
  EXPECT_EQ(three.coefficient.error().reason, "it is for exactly two raters");
  const std::vector<int> categories = {1, 2};
  const Rows whole = {{1, 1}, {2, 2}, {1, 2}};
  Rows gaps = whole;
  gaps.push_back({1, kNoRating});
  gaps.push_back({kNoRating, kNoRating});
  for (const Coefficient coefficient : {Coefficient::kCohen, Coefficient::kScott}) {
    const auto value = [&](const Rows& rows) {
      return AgreementOf(Matrix(rows), coefficient, Weighting::kIdentity, categories);
    };
    EXPECT_EQ(*value(gaps).coefficient, *value(whole).coefficient);
    EXPECT_EQ(value(gaps).items, 3U);
  }
}

TEST(AgreementTest, WithoutAnItemRatedByTwoNothingIsDefined) {
  const RatingMatrix matrix = Matrix({{1, kNoRating}, {kNoRating, 2}});
  const auto agreement =
      AgreementOf(matrix, Coefficient::kGwet, Weighting::kIdentity, ObservedCategories(matrix));
  EXPECT_EQ(agreement.observed.error().reason, "no item was rated by two people");
  EXPECT_EQ(agreement.coefficient.error().reason, "no item was rated by two people");
  EXPECT_EQ(agreement.items, 0U);
  EXPECT_EQ(agreement.raters, 2U);
  EXPECT_FALSE(AgreementOf(Matrix({}), Coefficient::kFleiss, Weighting::kLinear, {})
                   .coefficient.has_value());
}

TEST(AgreementTest, UndefinedWeightsMakeAnUndefinedCoefficient) {
  const RatingMatrix matrix = Matrix({{-1, 2}, {2, 2}});
  EXPECT_EQ(AgreementOf(matrix, Coefficient::kFleiss, Weighting::kRatio, ObservedCategories(matrix))
                .coefficient.error()
                .reason,
            "ratio weights need categories of at least 0");
}

TEST(AgreementTest, ARaterWhoRatedNothingIsNoRater) {
  const Rows two = {{1, 1}, {2, 2}, {1, 2}};
  Rows three = two;
  for (auto& row : three)
    row.push_back(kNoRating);
  const std::vector<int> categories = {1, 2};
  for (const Coefficient coefficient : {Coefficient::kConger, Coefficient::kFleiss}) {
    const auto value = [&](const Rows& rows) {
      return AgreementOf(Matrix(rows), coefficient, Weighting::kIdentity, categories);
    };
    EXPECT_NEAR(*value(three).coefficient, *value(two).coefficient, 1e-12);
    EXPECT_EQ(value(three).raters, 2U);
  }
}

TEST(AgreementTest, EveryNameIsReadBack) {
  for (const Coefficient coefficient : {Coefficient::kFleiss,
                                        Coefficient::kConger,
                                        Coefficient::kCohen,
                                        Coefficient::kScott,
                                        Coefficient::kBrennanPrediger,
                                        Coefficient::kGwet,
                                        Coefficient::kKrippendorff})
    EXPECT_EQ(*ParseCoefficient(Name(coefficient)), coefficient);
  EXPECT_NE(ParseCoefficient("kappa").error().message.find("krippendorff"), std::string::npos);
}

}  // namespace
}  // namespace quorate::engine
