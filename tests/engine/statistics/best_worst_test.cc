#include "engine/statistics/best_worst.h"

#include <cmath>

#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

TEST(BestWorstTest, ABalancedDesignGivesBestMinusWorstOverAppearances) {
  // Four items in the four sets of three, answered by two people: each item is shown N r = 2 * 3
  // times.
  std::vector<BestWorstChoice> choices;
  for (const char* person : {"p1", "p2"}) {
    choices.push_back({person, {0, 1, 2}, 0, 2});
    choices.push_back({person, {0, 1, 3}, 0, 3});
    choices.push_back({person, {0, 2, 3}, 0, 3});
    choices.push_back({person, {1, 2, 3}, 1, 3});
  }
  choices.back().worst = 2;  // The second person differs once.
  const auto counted = CountBestWorst(4, choices);
  ASSERT_TRUE(counted.has_value());
  const auto& items = *counted;
  EXPECT_EQ(items[0].shown, 6U);
  EXPECT_EQ(items[0].best, 6U);
  EXPECT_EQ(items[0].difference, 6);
  EXPECT_EQ(*items[0].standardized, Fraction(1));
  EXPECT_NEAR(*items[0].ratio, std::sqrt(6 / 0.5), 1e-12);  // Never worst: 1/2 in its place.
  EXPECT_EQ(items[2].worst, 3U);
  EXPECT_EQ(items[3].difference, -5);
  EXPECT_EQ(*items[3].standardized, Fraction(-5, 6));
  EXPECT_EQ(*items[3].ratio, 0);
}

TEST(BestWorstTest, TheRatioIsTheRootOfBestOverWorst) {
  const std::vector<BestWorstChoice> choices = {
      {"p1", {0, 1}, 0, 1}, {"p2", {0, 1}, 0, 1}, {"p3", {0, 1}, 1, 0}};
  EXPECT_NEAR(*(*CountBestWorst(2, choices))[0].ratio, std::sqrt(2.0), 1e-12);
  EXPECT_NEAR(*(*CountBestWorst(2, choices))[1].ratio, std::sqrt(0.5), 1e-12);
}

TEST(BestWorstTest, WhatWasNeverShownOrNeverNamedIsUndefined) {
  const auto counted = CountBestWorst(4, std::vector<BestWorstChoice>{{"p1", {0, 1, 2}, 0, 1}});
  EXPECT_EQ((*counted)[2].ratio.error().reason, "the item was never named best or worst");
  EXPECT_EQ(*(*counted)[2].standardized, Fraction(0));
  EXPECT_EQ((*counted)[3].ratio.error().reason, "the item was never shown");
  EXPECT_EQ((*counted)[3].standardized.error().reason, "the item was never shown");
}

TEST(BestWorstTest, EveryImpossibleChoiceIsNamedAtOnce) {
  const std::vector<BestWorstChoice> choices = {
      {"p1, task 1", {0}, 0, 0},
      {"p1, task 2", {0, 1, 1}, 0, 1},
      {"p2, task 1", {0, 1}, 2, 3},
      {"p2, task 2", {0, 9}, 0, 9},
  };
  const auto counted = CountBestWorst(4, choices);
  ASSERT_FALSE(counted.has_value());
  std::vector<std::string> said;
  for (const Violation& violation : counted.error().violations)
    said.push_back(violation.field + ": " + violation.message);
  EXPECT_EQ(said,
            (std::vector<std::string>{"p1, task 1: fewer than two items are shown",
                                      "p1, task 1: one item is both the best and the worst",
                                      "p1, task 2: one item is shown twice",
                                      "p2, task 1: the best item is not among those shown",
                                      "p2, task 1: the worst item is not among those shown",
                                      "p2, task 2: shows an item that is not on the list"}));
}

}  // namespace
}  // namespace quorate::engine
