#include "engine/study/k_rule.h"

#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

// One letter a table: "panel", "weights" and the numbers of the groups that are shown.
std::string Names(const Shown& shown) {
  std::string names = shown.panel ? "panel" : "nothing";
  if (shown.weights) names += " weights";
  for (std::size_t g = 0; g < shown.groups.size(); ++g) {
    if (shown.groups[g]) names += " " + std::to_string(g);
  }
  return names;
}

std::vector<Alike> OneHat(const std::vector<std::int64_t>& sizes) {
  std::vector<Alike> people;
  for (std::uint32_t g = 0; g < sizes.size(); ++g)
    people.push_back({{g}, sizes[g], 1, 1});
  return people;
}

TEST(KRuleTest, GroupsOfAtLeastKAreAllShown) {
  EXPECT_EQ(Names(WhatMayBeShown(OneHat({5, 9}), 2, 5)), "panel weights 0 1");
}

TEST(KRuleTest, ASmallGroupTakesTheSmallestOtherWithItSinceSubtractionWouldBringItBack) {
  EXPECT_EQ(Names(WhatMayBeShown(OneHat({12, 8, 3}), 3, 5)), "panel weights 0");
  EXPECT_EQ(Names(WhatMayBeShown(OneHat({12, 3, 2}), 3, 5)), "panel weights 0");
}

TEST(KRuleTest, AGroupWithoutPeopleTellsNothing) {
  EXPECT_EQ(Names(WhatMayBeShown(OneHat({12, 0, 6}), 3, 5)), "panel weights 0 1 2");
}

TEST(KRuleTest, NobodyAtAllHasNothingToHide) {
  EXPECT_EQ(Names(WhatMayBeShown({}, 2, 5)), "panel weights 0 1");
}

TEST(KRuleTest, APanelBelowKShowsNothing) {
  EXPECT_EQ(Names(WhatMayBeShown(OneHat({2, 2}), 2, 5)), "nothing weights");
}

TEST(KRuleTest, SomebodyInBothOfTwoGroupsWouldBeTheirSumLessThePanel) {
  // 6 wear the first hat only, 6 the second only, one wears both.
  const std::vector<Alike> people = {{{0}, 6, 1, 1}, {{1}, 6, 1, 1}, {{0, 1}, 1, 1, 1}};
  EXPECT_EQ(Names(WhatMayBeShown(people, 2, 5)), "panel weights 1")
      << "one of the two tables has to go; the panel less the other is a table of six";
}

TEST(KRuleTest, ALoneHeavyVoiceWouldBeTheWeightedLessTheUnweightedPanel) {
  const std::vector<Alike> chair = {{{0}, 8, 1, 1}, {{1}, 8, 1, 1}, {{0}, 1, 3, 3}};
  EXPECT_EQ(Names(WhatMayBeShown(chair, 2, 5)), "panel 0 1");
  const std::vector<Alike> bench = {{{0}, 8, 1, 1}, {{1}, 8, 1, 1}, {{0}, 5, 3, 3}};
  EXPECT_EQ(Names(WhatMayBeShown(bench, 2, 5)), "panel weights 0 1");
}

TEST(KRuleTest, TwoHiddenGroupsOfDifferentWeightCouldBeSolvedFor) {
  const std::vector<Alike> people = {{{0}, 12, 1, 1}, {{1}, 3, 2, 1}, {{2}, 4, Fraction(1, 2), 1}};
  EXPECT_EQ(Names(WhatMayBeShown(people, 3, 5)), "panel 0");
}

TEST(KRuleTest, ATableInWhichAllAgreedIsHeldBackAndNotGivenAwayByTheOthers) {
  HeldBack agreed;
  agreed.groups = {false, true, false};
  EXPECT_EQ(Names(WhatMayBeShown(OneHat({8, 9, 10}), 3, 5, agreed)), "panel weights 2")
      << "the panel less the first and the third would be the second";
  agreed.panel = true;
  agreed.groups = {true, true, true};
  EXPECT_EQ(Names(WhatMayBeShown(OneHat({8, 9, 10}), 3, 5, agreed)), "nothing weights");
}

TEST(KRuleTest, PeopleOfTooManySortsLoseTheirWeightsFirst) {
  std::vector<Alike> people;
  for (int i = 1; i <= 100; ++i)
    people.push_back({{static_cast<std::uint32_t>(i % 2)}, 1, i, i});
  EXPECT_EQ(Names(WhatMayBeShown(people, 2, 5)), "panel 0 1");
}

TEST(KRuleTest, MoreSortsThanCanBeLookedAtShowThePanelOnly) {
  std::vector<Alike> people;
  for (std::uint32_t hats = 1; hats < 128; ++hats) {
    Alike one{{}, 1, 1, 1};
    for (std::uint32_t g = 0; g < 7; ++g) {
      if ((hats >> g & 1U) != 0) one.groups.push_back(g);
    }
    people.push_back(std::move(one));
  }
  EXPECT_EQ(Names(WhatMayBeShown(people, 7, 5)), "panel weights");
}

TEST(KRuleTest, EverythingShownIsAll) {
  EXPECT_TRUE(WhatMayBeShown(OneHat({5, 9}), 2, 5).all());
  EXPECT_FALSE(WhatMayBeShown(OneHat({5, 4}), 2, 5).all());
}

}  // namespace
}  // namespace quorate::engine
