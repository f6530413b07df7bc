#include "engine/statistics/attrition.h"

#include <cmath>

#include <gtest/gtest.h>

#include "tests/engine/statistics/sample_matrix.h"

namespace quorate::engine {
namespace {

NamedRound Before() {
  return Round({{"stays", {"patients"}, {8, 9}},
                {"stays too", {"carers"}, {7, kSaidUnable}},
                {"leaves", {"patients"}, {2, 3}},
                {"is silent", {"carers"}, {4, 4}},
                {"cannot tell", {"carers"}, {kSaidNotUnderstood, kSaidUnable}},
                {"blank", {"carers"}, {kLeftBlank, kUnasked}}});
}

NamedRound After() {
  return Round({{"stays", {"patients"}, {8, 9}},
                {"stays too", {"carers"}, {kSaidUnable, kLeftBlank}},
                {"is silent", {"carers"}, {kLeftBlank, kLeftBlank}},
                {"cannot tell", {"carers"}, {kSaidNotUnderstood, kLeftBlank}},
                {"joins", {"patients"}, {1, 1}}});
}

Attrition Of(const NamedRound& before,
             const NamedRound& after,
             std::optional<std::uint32_t> group = std::nullopt) {
  const auto pair = PairRounds(before.ratings, before.people, after.ratings, after.people);
  return AttritionOf(*pair, group);
}

TEST(AttritionTest, ACompleterScoredOrWasUnableOrDidNotUnderstand) {
  const Attrition attrition = Of(Before(), After());
  EXPECT_EQ(attrition.completers.people, 3U);  // Blanks alone are no answer.
  EXPECT_EQ(attrition.leavers.people, 2U);     // Who never answered cannot leave, nor who joins.
  EXPECT_EQ(*attrition.retained, Fraction(3, 5));
}

TEST(AttritionTest, MeansArePerPersonOverTheItemsTheyScored) {
  const Attrition attrition = Of(Before(), After());
  EXPECT_EQ(attrition.completers.means.n, 2U);                   // One completer scored nothing.
  EXPECT_EQ(*attrition.completers.means.mean, Fraction(31, 4));  // Of 8.5 and 7.
  EXPECT_EQ(*attrition.leavers.means.median, Fraction(13, 4));   // Of 2.5 and 4.
  EXPECT_EQ(*attrition.rank_sum.u, Fraction(4));
  EXPECT_NEAR(*attrition.standardized_difference, 4.5 / std::sqrt(1.125), 1e-12);
}

TEST(AttritionTest, AGroupIsTheOneDeclaredInTheEarlierRound) {
  const Attrition patients = Of(Before(), After(), 0);
  EXPECT_EQ(patients.completers.people, 1U);
  EXPECT_EQ(patients.leavers.people, 1U);
  EXPECT_EQ(patients.standardized_difference.error().reason, "there are fewer than three people");
}

TEST(AttritionTest, WithoutLeaversThereIsNothingToCompare) {
  const Attrition all = Of(Before(), Before());
  EXPECT_EQ(all.leavers.people, 0U);
  EXPECT_EQ(*all.retained, Fraction(1));
  EXPECT_EQ(all.rank_sum.u.error().reason, "one of the two sets is empty");
  EXPECT_EQ(all.standardized_difference.error().reason, "no leaver scored");
}

TEST(AttritionTest, WithoutCompletersThereIsNothingToCompare) {
  const Attrition none = Of(Before(), Round({{"joins", {}, {1, 1}}}));
  EXPECT_EQ(*none.retained, Fraction(0));
  EXPECT_EQ(none.standardized_difference.error().reason, "no completer scored");
}

TEST(AttritionTest, EqualMeansHaveNoStandardizedDifference) {
  const NamedRound before = Round({{"p1", {}, {5}}, {"p2", {}, {5}}, {"p3", {}, {5}}});
  const Attrition flat = Of(before, Round({{"p1", {}, {5}}}));
  EXPECT_EQ(flat.standardized_difference.error().reason, "neither side varies");
}

TEST(AttritionTest, WhereNobodyAnsweredNothingIsRetained) {
  const NamedRound before = Round({{"p1", {"patients"}, {kLeftBlank}}});
  EXPECT_EQ(Of(before, before).retained.error().reason, "nobody answered in the earlier round");
}

}  // namespace
}  // namespace quorate::engine
