#include "engine/statistics/significance.h"

#include <cmath>

#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

TEST(SignificanceTest, NormalTailsAreTwoSided) {
  const NormalTest test = TestNormal(-1.959963984540054, 1, Continuity::kNone);
  EXPECT_NEAR(test.z, -1.959963984540054, 1e-15);
  EXPECT_NEAR(test.p, 0.05, 1e-12);
  EXPECT_EQ(TestNormal(0, 2, Continuity::kNone).p, 1);
}

TEST(SignificanceTest, ContinuityMovesTowardsZeroAndNeverPastIt) {
  EXPECT_NEAR(TestNormal(-3, 2, Continuity::kCorrected).z, -1.25, 1e-15);
  EXPECT_NEAR(TestNormal(3, 2, Continuity::kCorrected).z, 1.25, 1e-15);
  const NormalTest near = TestNormal(-0.25, 2, Continuity::kCorrected);
  EXPECT_EQ(near.z, 0);
  EXPECT_FALSE(std::signbit(near.z));  // A JSON reader may refuse -0.
}

TEST(SignificanceTest, ChiSquareTailsAreThoseOfTheTables) {
  EXPECT_NEAR(TestChiSquare(3.841458820694124, 1).p, 0.05, 1e-12);
  EXPECT_NEAR(TestChiSquare(30.14352720564616, 19).p, 0.05, 1e-12);
  EXPECT_EQ(TestChiSquare(0, 3).p, 1);
}

TEST(SignificanceTest, AFairCoinIsCountedOut) {
  EXPECT_NEAR(TwoSidedCoin(0, 4), 2.0 / 16, 1e-15);
  EXPECT_NEAR(TwoSidedCoin(1, 4), 2.0 * 5 / 16, 1e-15);
  EXPECT_EQ(TwoSidedCoin(2, 4), 1);
}

}  // namespace
}  // namespace quorate::engine
