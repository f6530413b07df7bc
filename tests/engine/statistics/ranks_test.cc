#include "engine/statistics/ranks.h"

#include <gtest/gtest.h>

#include "engine/base/fraction.h"

namespace quorate::engine {
namespace {

TEST(RanksTest, EqualValuesShareTheMeanOfTheirPlaces) {
  const Ranks ranks = RanksOf(std::span<const int>(std::vector<int>{7, 5, 7}));
  EXPECT_EQ(ranks.doubled, (std::vector<std::uint64_t>{5, 2, 5}));
  EXPECT_EQ(ranks.ties, 6);
}

TEST(RanksTest, EveryGroupOfEqualsAddsToTheTies) {
  const Ranks ranks = RanksOf(std::span<const int>(std::vector<int>{1, 1, 2, 3, 3, 3}));
  EXPECT_EQ(ranks.doubled, (std::vector<std::uint64_t>{3, 3, 6, 10, 10, 10}));
  EXPECT_EQ(ranks.ties, 6 + 24);
}

TEST(RanksTest, FractionsAreRankedExactly) {
  const std::vector<Fraction> values = {Fraction(1, 3), Fraction(33, 100), Fraction(2, 6)};
  EXPECT_EQ(RanksOf(std::span<const Fraction>(values)).doubled,
            (std::vector<std::uint64_t>{5, 2, 5}));
}

TEST(RanksTest, NothingHasNoRanks) {
  const Ranks ranks = RanksOf(std::span<const int>());
  EXPECT_TRUE(ranks.doubled.empty());
  EXPECT_EQ(ranks.ties, 0);
}

}  // namespace
}  // namespace quorate::engine
