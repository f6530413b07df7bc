#include "engine/ranking/margin.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/ranking/margin_bounds.h"
#include "engine/ranking/margin_witness.h"
#include "tests/engine/ranking/counting.h"

namespace quorate::engine {
namespace {

using testing::HasSubstr;

// The capital of Tennessee (Wikipedia, "Condorcet method").
constexpr const char* kTennessee =
    "42: Memphis>Nashville>Chattanooga>Knoxville\n26: Nashville>Chattanooga>Knoxville>Memphis\n"
    "15: Chattanooga>Knoxville>Nashville>Memphis\n17: Knoxville>Chattanooga>Nashville>Memphis\n";

MarginAnswer Of(const char* abif, const char* rule, const RankedOptions& options = {}) {
  return MarginOf(Ballots(abif, FindRankedRule(rule)->kind), *FindRankedRule(rule), options);
}

// "8" where exact, "3..5" where not, the reason where there is none.
std::string Text(const MarginAnswer& answer) {
  if (!answer.margin) return answer.undefined;
  const Margin& margin = *answer.margin;
  if (margin.exact()) return margin.at_least.ToString();
  return margin.at_least.ToString() + ".." + (margin.at_most ? margin.at_most->ToString() : "");
}

TEST(MarginTest, PluralityIsHalfTheGapRoundedUp) {
  EXPECT_EQ(Text(Of(kTennessee, "plurality")), "8");
  EXPECT_EQ(Text(Of("4: A\n1: B\n", "plurality")), "2");
  EXPECT_EQ(Text(Of("4: A\n1: A=B\n1:\n", "plurality")), "2");
}

TEST(MarginTest, CondorcetWinnersHoldUntilOneDuelIsLevel) {
  // Nashville's closest duel is 58 to 42 against Memphis.
  for (const char* rule : {"condorcet", "smith", "minimax", "schulze", "ranked-pairs"})
    EXPECT_EQ(Of(kTennessee, rule).margin->at_least, Fraction(8)) << rule;
  EXPECT_EQ(Text(Of(kTennessee, "condorcet")), "8");
  // Under Copeland a level duel costs half a victory, and Nashville is two ahead.
  EXPECT_EQ(Text(Of(kTennessee, "copeland")), "9");
}

TEST(MarginTest, RunoffsOfFewCandidatesAreExactHoweverManyBallotsThereAre) {
  // Chattanooga goes with 15, two fewer than Knoxville: one ballot makes the two level, and with
  // Knoxville gone instead Nashville would win.
  EXPECT_EQ(Text(Of(kTennessee, "irv")), "1");
  // Nobody is near anybody: B has to overtake A in the last round, 550 to 450.
  EXPECT_EQ(Text(Of("500: A\n400: B\n50: C>A\n50: D>B\n", "irv")), "50");
}

TEST(MarginTest, RunoffsOfManyCandidatesStandBetweenTheSafestPathAndAChangeThatWasCounted) {
  const MarginAnswer answer = Of("500: A\n400: B\n9: C\n7: D\n5: E\n3: F\n", "irv");
  // C, D, E and F go together, far below B; then 100 are between A and B.
  EXPECT_EQ(Text(answer), "50");
}

TEST(MarginTest, SmallElectionsAreExactForEveryRule) {
  for (const RankedRule& rule : RankedRules()) {
    const char* ballots = rule.kind == BallotKind::kApprovals ? "4: A/1,B/0,C/0\n1: A/0,B/1,C/1\n"
                                                              : "4: A/2>B/1>C/0\n1: B/2>C/1>A/0\n";
    const auto answer = MarginOf(Ballots(ballots, rule.kind), rule, {});
    ASSERT_TRUE(answer.margin.has_value()) << rule.name << answer.undefined;
    EXPECT_TRUE(answer.margin->exact()) << rule.name;
    EXPECT_FALSE(answer.margin->witness.empty()) << rule.name;
  }
}

TEST(MarginTest, ATieHasTheMarginZeroAndNobodyHasNone) {
  EXPECT_EQ(Text(Of("1: A>B\n1: B>A\n", "borda")), "0");
  EXPECT_EQ(Text(Of("1: A>B>C\n1: B>C>A\n1: C>A>B\n", "condorcet")), "nobody wins");
  EXPECT_EQ(Text(Of("1: A>B>C\n1: B>C>A\n1: C>A>B\n", "smith")), "the answer is a set of several");
  EXPECT_EQ(Text(Of("1: A\n", "irv")), "there is nobody else");
}

TEST(MarginTest, TheTieOrderPlaysNoPart) {
  RankedOptions options;
  options.tie = {TieRule::kOrder, {"B", "A"}, ""};
  EXPECT_EQ(Text(Of("1: A>B\n1: B>A\n", "borda", options)), "0");
}

TEST(MarginTest, FractionsAreCountedByWeight) {
  const MarginAnswer answer = Of("7/2: A\n2: B\n", "plurality");
  EXPECT_EQ(Text(answer), "1");  // Of seven halves against four, two.
  EXPECT_EQ(answer.margin->unit, MarginUnit::kWeight);
  EXPECT_EQ(Of("4: A\n2: B\n", "plurality").margin->unit, MarginUnit::kBallots);
}

TEST(MarginTest, OnlySumsAreCheap) {
  EXPECT_TRUE(HasCheapMargin(*FindRankedRule("borda")));
  EXPECT_FALSE(HasCheapMargin(*FindRankedRule("schulze")));
}

TEST(MarginWitnessTest, AChangeIsCountedAgainBeforeItIsBelieved) {
  const Profile profile = Ballots("5: A>B\n2: B>A\n");
  const RankedOptions options;
  const RankedRule& rule = *FindRankedRule("schulze");
  const auto answer = CountRanked(profile, rule, options);
  const auto weights = ToWholeWeights(profile.weights);
  const CloseCount count{profile, rule, options, *answer, *weights};
  const auto change = FindChange(count, 8);
  ASSERT_TRUE(change.has_value());
  EXPECT_EQ(change->units, 2);
  EXPECT_THAT(change->sentence, HasSubstr("B wins"));
  EXPECT_FALSE(FindChange(count, 2).has_value());
  EXPECT_EQ(*UnitsSurelyNeeded(count), 2);
}

TEST(MarginWitnessTest, ElectionsTooLargeToTryWholeAreRefused) {
  const Profile profile = Ballots("50: A>B>C>D>E\n20: B>A>E>D>C\n1: C>D\n");
  const RankedOptions options;
  const RankedRule& rule = *FindRankedRule("stv-wig");
  const auto answer = CountRanked(profile, rule, options);
  const auto weights = ToWholeWeights(profile.weights);
  const CloseCount count{profile, rule, options, *answer, *weights};
  EXPECT_EQ(TryEveryChange(count, 1, 6).error().reason, Reason::kTooLarge);
}

}  // namespace
}  // namespace quorate::engine
