#include "engine/statistics/rating_matrix.h"

#include <gtest/gtest.h>

#include "tests/engine/statistics/sample_matrix.h"

namespace quorate::engine {
namespace {

NamedRound Mixed() {
  return Round({{"p1", {"patients", "carers"}, {8, kSaidUnable}},
                {"p2", {"carers"}, {kLeftBlank, 7}},
                {"p3", {}, {2, kSaidNotUnderstood}},
                {"p4", {"patients"}, {kUnasked, 9}}});
}

TEST(RatingMatrixTest, WhatIsNoScoreIsAGap) {
  const RatingMatrix matrix = MatrixOf(Mixed().ratings, std::nullopt);
  EXPECT_EQ(matrix.items, 2U);
  EXPECT_EQ(matrix.raters, 4U);
  EXPECT_EQ(
      matrix.ratings,
      (std::vector<std::optional<int>>{8, kNoRating, 2, kNoRating, kNoRating, 7, kNoRating, 9}));
}

TEST(RatingMatrixTest, AGroupIsThoseWhoDeclaredIt) {
  const RoundRatings round = Mixed().ratings;
  ASSERT_EQ(round.groups, (std::vector<std::string>{"patients", "carers"}));
  EXPECT_EQ(MembersOf(round, 0), (std::vector<std::uint32_t>{0, 3}));
  EXPECT_EQ(MembersOf(round, 1), (std::vector<std::uint32_t>{1}));
  EXPECT_EQ(MembersOf(round, std::nullopt).size(), 4U);
  EXPECT_EQ(*MatrixOf(round, 0).At(1, 1), 9);
}

TEST(RatingMatrixTest, CategoriesAreThoseUsedOrTheWholeScale) {
  EXPECT_EQ(ObservedCategories(MatrixOf(Mixed().ratings, std::nullopt)),
            (std::vector<int>{2, 7, 8, 9}));
  EXPECT_TRUE(ObservedCategories(Matrix({{kNoRating}})).empty());
  EXPECT_EQ(PointsOf(Scale{-1, 2, {}}), (std::vector<int>{-1, 0, 1, 2}));
}

}  // namespace
}  // namespace quorate::engine
