#include "engine/statistics/weighting.h"

#include <cmath>

#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

constexpr Weighting kAll[] = {Weighting::kIdentity,
                              Weighting::kLinear,
                              Weighting::kQuadratic,
                              Weighting::kRadical,
                              Weighting::kRatio,
                              Weighting::kOrdinal,
                              Weighting::kCircular,
                              Weighting::kBipolar};

// Between the first and second, first and third, second and third of the categories 1, 2, 3.
struct Expected {
  Weighting weighting;
  double near, far, other;
};

TEST(WeightingTest, ThreeCategoriesHaveThePublishedWeights) {
  // The unit tests of irrCAC for Python (github.com/afergadis/irrCAC), at 3 digits.
  for (const auto& [weighting, near, far, other] :
       {Expected{Weighting::kIdentity, 0, 0, 0},
        Expected{Weighting::kLinear, 0.5, 0, 0.5},
        Expected{Weighting::kQuadratic, 0.75, 0, 0.75},
        Expected{Weighting::kRadical, 0.293, 0, 0.293},
        Expected{Weighting::kRatio, 0.556, 0, 0.84},
        Expected{Weighting::kOrdinal, 0.667, 0, 0.667},
        Expected{Weighting::kCircular, 0, 0, 0},
        Expected{Weighting::kBipolar, 0.667, 0, 0.667}}) {
    const auto table = WeightsOf(weighting, std::vector<int>{1, 2, 3});
    ASSERT_TRUE(table.has_value());
    EXPECT_NEAR(table->At(0, 1), near, 5e-4) << Name(weighting);
    EXPECT_NEAR(table->At(0, 2), far, 5e-4) << Name(weighting);
    EXPECT_NEAR(table->At(1, 2), other, 5e-4) << Name(weighting);
  }
}

TEST(WeightingTest, TablesAreSymmetricWithOnesOnTheDiagonal) {
  for (const Weighting weighting : kAll) {
    const auto table = WeightsOf(weighting, std::vector<int>{0, 1, 3, 4, 9});
    ASSERT_TRUE(table.has_value()) << Name(weighting);
    for (std::size_t k = 0; k < 5; ++k) {
      EXPECT_EQ(table->At(k, k), 1) << Name(weighting);
      for (std::size_t l = 0; l < 5; ++l) {
        EXPECT_NEAR(table->At(k, l), table->At(l, k), 1e-15) << Name(weighting);
        EXPECT_GE(table->At(k, l), 0) << Name(weighting);
        EXPECT_LE(table->At(k, l), 1) << Name(weighting);
      }
    }
  }
}

TEST(WeightingTest, TheEndsOfACircleAreNeighbors) {
  const auto table = WeightsOf(Weighting::kCircular, std::vector<int>{1, 2, 3, 4, 5, 6});
  EXPECT_NEAR(table->At(0, 5), table->At(0, 1), 1e-12);
  EXPECT_NEAR(table->At(0, 3), 0, 1e-12);
}

TEST(WeightingTest, OneCategoryAgreesWithItselfAndNoneNeedsNoWeight) {
  for (const Weighting weighting : kAll) {
    EXPECT_EQ(WeightsOf(weighting, std::vector<int>{7})->weights, std::vector<double>{1});
    EXPECT_TRUE(WeightsOf(weighting, {})->weights.empty());
  }
}

TEST(WeightingTest, RatiosBelowZeroAndTooManyCategoriesAreUndefined) {
  EXPECT_EQ(WeightsOf(Weighting::kRatio, std::vector<int>{-1, 2}).error().reason,
            "ratio weights need categories of at least 0");
  std::vector<int> many;
  for (int category = 0; category <= 1'000; ++category)
    many.push_back(category);
  EXPECT_FALSE(WeightsOf(Weighting::kLinear, many).has_value());
  many.pop_back();
  EXPECT_TRUE(WeightsOf(Weighting::kLinear, many).has_value());
}

TEST(WeightingTest, EveryNameIsReadBack) {
  for (const Weighting weighting : kAll)
    EXPECT_EQ(*ParseWeighting(Name(weighting)), weighting);
  EXPECT_NE(ParseWeighting("square").error().message.find("quadratic"), std::string::npos);
}

}  // namespace
}  // namespace quorate::engine
