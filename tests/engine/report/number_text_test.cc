#include "engine/report/number_text.h"

#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

TEST(DecimalTextTest, RoundsHalfAwayFromZeroOnIntegers) {
  EXPECT_EQ(DecimalText(Fraction(2, 3), 2), "0.67");
  EXPECT_EQ(DecimalText(Fraction(1, 2), 0), "1");
  EXPECT_EQ(DecimalText(Fraction(-1, 2), 0), "-1");
  EXPECT_EQ(DecimalText(Fraction(1, 8), 2), "0.13");
  EXPECT_EQ(DecimalText(Fraction(13, 2), 4), "6.5000");
}

TEST(DecimalTextTest, NothingBecomesMinusZero) {
  EXPECT_EQ(DecimalText(Fraction(-1, 1000), 2), "0.00");
  EXPECT_EQ(DecimalText(Fraction(0), 0), "0");
}

TEST(DecimalTextTest, NumbersBeyondSixtyFourBitsKeepTheirDigits) {
  const Fraction large = *Fraction::Parse("123456789012345678901234567890");
  EXPECT_EQ(DecimalText(large, 1), "123456789012345678901234567890.0");
}

TEST(PercentTextTest, SixteenOfTwentyThreeIsBelowSeventy) {
  EXPECT_EQ(PercentText(Fraction(16, 23)), "69.5");
  EXPECT_EQ(PercentText(Fraction(6'996, 10'000)), "69.9")
      << "what has not reached 70 % must not read as 70 %";
  EXPECT_EQ(PercentText(Fraction(1)), "100.0");
  EXPECT_EQ(PercentText(Fraction(0)), "0.0");
}

}  // namespace
}  // namespace quorate::engine
