#include "engine/statistics/group_likeness.h"

#include <gtest/gtest.h>

#include "tests/engine/statistics/sample_matrix.h"

namespace quorate::engine {
namespace {

// Items a: in for both; b: patients only; c: in for neither; d: scored by patients only.
RoundRatings TwoGroups() {
  return Round({{"p1", {"patients"}, {9, 8, 2, 7}},
                {"p2", {"patients"}, {7, 7, 6, kSaidUnable}},
                {"p3", {"carers"}, {8, 3, 1, kUnasked}},
                {"p4", {"carers", "patients"}, {8, 9, 5, kSaidNotUnderstood}}})
      .ratings;
}

TEST(GroupLikenessTest, SixteenOfTwentyThreeIsBelowSeventyPercent) {
  std::vector<SamplePerson> people;
  for (int person = 0; person < 23; ++person)
    people.push_back({std::to_string(person), {"all"}, {person < 16 ? 7 : 6}});
  const auto items = GroupItemsOf(Round(people).ratings, std::nullopt, InBand());
  EXPECT_EQ(*items.at(0).share, Fraction(16, 23));  // 69.565 %, printed as 70 %.
  EXPECT_FALSE(*items.at(0).in);
  EXPECT_TRUE(*GroupItemsOf(Round(people).ratings, 0, {{7, 9}, Fraction(16, 23)}).at(0).in);
}

TEST(GroupLikenessTest, AGroupScoresByItemAndThePanelIsEverybody) {
  const auto carers = GroupItemsOf(TwoGroups(), 1, InBand());
  ASSERT_EQ(carers.size(), 4U);
  EXPECT_EQ(*carers[1].spread.median, Fraction(6));
  EXPECT_EQ(carers[3].in.error().reason, "nobody scored the item");
  EXPECT_FALSE(carers[3].share.has_value());
  EXPECT_EQ(GroupItemsOf(TwoGroups(), std::nullopt, InBand())[1].spread.n, 4U);
}

TEST(GroupLikenessTest, APairIsComparedOverTheItemsThatBothScored) {
  const auto pairs = LikenessesOf(TwoGroups(), InBand());
  ASSERT_EQ(pairs.size(), 1U);
  const GroupLikeness& pair = pairs[0];
  EXPECT_EQ(pair.both_in, 1U);
  EXPECT_EQ(pair.only_first, 1U);
  EXPECT_EQ(pair.only_second, 0U);
  EXPECT_EQ(pair.both_out, 1U);
  EXPECT_EQ(*pair.alike, Fraction(2, 3));
  EXPECT_NEAR(*pair.kappa, 0.4, 1e-12);  // (2/3 - 4/9) / (5/9).
  ASSERT_EQ(pair.median_differences.size(), 4U);
  EXPECT_EQ(*pair.median_differences[1], Fraction(3, 2));  // 7.5 and 6.
  EXPECT_EQ(pair.median_differences[3].error().reason, "nobody scored");
}

TEST(GroupLikenessTest, KappaIsUndefinedWhereAllItemsAreInForBoth) {
  const auto pairs =
      LikenessesOf(Round({{"p1", {"x"}, {9, 8}}, {"p2", {"y"}, {7, 8}}}).ratings, InBand());
  EXPECT_EQ(*pairs.at(0).alike, Fraction(1));
  EXPECT_EQ(pairs.at(0).kappa.error().reason, "all items are in for both, or all are out");
}

TEST(GroupLikenessTest, GroupsThatShareNoItemAreNeitherAlikeNorDifferent) {
  const auto pairs = LikenessesOf(
      Round({{"p1", {"x"}, {9, kUnasked}}, {"p2", {"y"}, {kUnasked, 8}}}).ratings, InBand());
  EXPECT_EQ(pairs.at(0).alike.error().reason, "no item was scored by both groups");
  EXPECT_EQ(pairs.at(0).kappa.error().reason, "no item was scored by both groups");
}

TEST(GroupLikenessTest, EveryPairStandsOnce) {
  const auto pairs = LikenessesOf(
      Round({{"p1", {"x"}, {9}}, {"p2", {"y"}, {8}}, {"p3", {"z"}, {1}}}).ratings, InBand());
  ASSERT_EQ(pairs.size(), 3U);
  EXPECT_EQ(pairs[2].first, 1U);
  EXPECT_EQ(pairs[2].second, 2U);
  EXPECT_TRUE(LikenessesOf(Round({{"p1", {"x"}, {9}}}).ratings, InBand()).empty());
}

}  // namespace
}  // namespace quorate::engine
