#include "engine/base/fraction.h"

#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

std::string Read(std::string_view text) {
  const auto value = Fraction::Parse(text);
  return value ? value->ToString() : "refused";
}

TEST(FractionTest, SixteenOfTwentyThreeIsBelowSeventyPercent) {
  EXPECT_LT(Fraction(16, 23), *Fraction::Parse("70%"));
  EXPECT_EQ(Fraction(7, 10), *Fraction::Parse("0.7"));
}

TEST(FractionTest, ReadsEverySpellingAndKeepsLowestTerms) {
  EXPECT_EQ(Read("3"), "3");
  EXPECT_EQ(Read("0.75"), "3/4");
  EXPECT_EQ(Read("4/6"), "2/3");
  EXPECT_EQ(Read("70%"), "7/10");
  EXPECT_EQ(Read("-12.50"), "-25/2");
  EXPECT_EQ(Read("010"), "10") << "a leading zero is no octal";
  EXPECT_EQ(Read("0/5"), "0");
}

TEST(FractionTest, RefusesWhatIsNoExactNumber) {
  for (const char* text :
       {"", " ", "1e3", "1/0", "1/2/3", ".5", "5.", "2/3%", "--1", "+1", "0x10", "1,5", "NaN"}) {
    EXPECT_EQ(Read(text), "refused") << text;
  }
  EXPECT_EQ(Read(std::string(41, '9')), "refused");
  EXPECT_EQ(Read(std::string(40, '9')), std::string(40, '9'));
}

TEST(FractionTest, SumsNeverWrap) {
  Fraction sum = 0;
  Fraction factor = 1;
  for (std::int64_t prime :
       {9'223'372'036'854'775'783, 9'223'372'036'854'775'643, 9'223'372'036'854'775'549}) {
    sum += Fraction(1, prime);
    factor *= Fraction(prime);
  }
  sum *= factor;
  sum -= sum;
  EXPECT_TRUE(sum.IsZero());
}

TEST(FractionTest, OrdersExactly) {
  EXPECT_GT(Fraction(1, 3), *Fraction::Parse("0.3333333333333333333333333333333333333333"));
  EXPECT_LT(Fraction(-1, 2), Fraction(0));
}

}  // namespace
}  // namespace quorate::engine
