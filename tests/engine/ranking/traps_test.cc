// Where programs that count votes go wrong, or differ from one another: each trap by its name.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/ranking/counting.h"

namespace quorate::engine {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

using Names = std::vector<std::string>;

RankedOptions Apart() {
  RankedOptions options;
  options.unranked = Unranked::kApart;
  return options;
}
RankedOptions By(Strength strength) {
  RankedOptions options = Apart();
  options.strength = strength;
  return options;
}

// Duels as ballots of two candidates each, to be counted with the unranked apart.
//
// Pairs of equal strength on a common circle are not all dropped: A>C and C>B are locked, so B>A is
// out of the question and no reason to drop C>D, which is as strong. In every order of the two A
// wins; a program that drops both lets D win.
TEST(TrapTest, AnEqualPairThatIsImpossibleDoesNotTakeAnotherDownWithIt) {
  const char* duels =
      "12: A>C\n3: C>A\n11: C>B\n4: B>C\n9: B>A\n6: A>B\n9: C>D\n6: D>C\n8: D>A\n7: A>D\n"
      "10: D>B\n5: B>D\n";
  EXPECT_EQ(Winners(duels, "ranked-pairs", Apart()), Names({"A"}));
}

// Only C beats anybody; pairs that are tied are not victories and lock nothing.
TEST(TrapTest, TiedPairsAreNeverLockedUnderWinningVotes) {
  const char* duels = "7: C>A\n3: A>C\n5: A>B\n5: B>A\n5: B>C\n5: C>B\n";
  EXPECT_EQ(Winners(duels, "ranked-pairs", Apart()), Names({"C", "B"}));
  EXPECT_EQ(Winners(duels, "schwartz", Apart()), Names({"C", "B"}));
  EXPECT_EQ(Winners(duels, "schulze", Apart()), Names({"C", "B"}));
}

TEST(TrapTest, OppositionDecidesBetweenEqualSupportsInRankedPairsAlone) {
  const char* duels = "6: A>B\n5: B>A\n6: B>C\n1: C>B\n6: C>A\n3: A>C\n";
  EXPECT_EQ(Winners(duels, "ranked-pairs", Apart()), Names({"B"}));
  EXPECT_EQ(Winners(duels, "schulze", Apart()), Names({"A", "B", "C"}));
  EXPECT_EQ(Winners(duels, "ranked-pairs", By(Strength::kMargin)), Names({"B"}));
}

// 5:0 is the stronger victory than 100:1, as every n:0 is.
TEST(TrapTest, ARatioWithoutOppositionStandsAboveEveryFiniteOne) {
  const char* duels = "100: A>B\n1: B>A\n5: B>C\n60: C>A\n1: A>C\n";
  EXPECT_EQ(Winners(duels, "schulze", By(Strength::kRatio)), Names({"A"}));
  EXPECT_EQ(Winners("90: A>B\n1: B>A\n5: B>C\n95: C>A\n1: A>C\n", "schulze", By(Strength::kRatio)),
            Names({"B"}));
}

TEST(TrapTest, TheUnrankedMayDecideSoTheyAreAQuestionOfTheirOwn) {
  const char* ballots = "4: A\n3: B>C\n2: C>B\n";
  EXPECT_EQ(Winners(ballots, "minimax"), Names({"B"}));
  EXPECT_EQ(Winners(ballots, "minimax", Apart()), Names({"A", "B"}));
  EXPECT_EQ(Winners(ballots, "condorcet"), Names({"B"}));
  EXPECT_EQ(Winners(ballots, "condorcet", Apart()), Names());
}

TEST(TrapTest, BordaHasAThirdChoiceForTheUnranked) {
  const char* ballots = "3: A>B>C>D\n4: D\n";
  EXPECT_EQ(Winners(ballots, "borda"), Names({"A"}));
  RankedOptions zero;
  zero.borda_unranked = BordaUnranked::kZero;
  EXPECT_EQ(Winners(ballots, "borda", zero), Names({"D"}));
}

// 2^53 and 2^53 + 1 are one number as a double.
TEST(TrapTest, WeightsBeyondTwoToTheFiftyThirdAreToldApart) {
  const char* ballots = "9007199254740992: A>B\n9007199254740993: B>A\n";
  for (const char* rule : {"plurality", "borda", "schulze", "kemeny", "irv", "minimax"})
    EXPECT_EQ(Winners(ballots, rule), Names({"B"})) << rule;
}

// 5,000,000,000 voters times 3 places.
TEST(TrapTest, ProductsOfWeightAndPointsDoNotWrap) {
  EXPECT_EQ(Winners("5000000000: A>B>C>D\n4999999999: D>A>B>C\n", "borda"), Names({"A"}));
  EXPECT_EQ(Winners("9000000000000000000: A/9,B/8\n9000000000000000000: A/7,B/9\n", "score"),
            Names({"B"}));
}

TEST(TrapTest, WeightsOfAnyDenominatorsAreCountedOverTheirProduct) {
  const char* ballots = "2/3: A>B\n0.7: B>A\n1/31: A>B\n";
  // 65/93 = 0.6989...
  EXPECT_EQ(Winners(ballots, "schulze"), Names({"B"}));
  EXPECT_EQ(Winners("2/3: A>B\n1/3: A>B\n1: B>A\n", "schulze"), Names({"A", "B"}));
}

// Both have the median 2, one grade above it and one below. Gauges end there; taking medians away
// comes to 0 against 1 at last.
TEST(TrapTest, MedianRemovalTellsApartWhatGaugesLeaveTied) {
  EXPECT_EQ(
      Winners("1: A/0,B/1\n1: A/2,B/2\n1: A/2,B/2\n1: A/2,B/2\n1: A/3,B/3\n", "majority-judgment"),
      Names({"B"}));
}

TEST(TrapTest, LastPlaceTiesAreFollowedAllTheWay) {
  // Whether B or C goes decides between A and D, as B's voters go to A and C's to D.
  EXPECT_EQ(Winners("4: A\n3: B>A\n3: C>D\n4: D\n", "irv"), Names({"A", "D"}));
}

TEST(TrapTest, NobodyWinsByTheOrderOfTheFile) {
  for (const RankedRule& rule : RankedRules()) {
    if (rule.kind == BallotKind::kApprovals || rule.name == std::string_view("condorcet")) continue;
    EXPECT_EQ(Winners("1: A/5>B/3\n1: B/5>A/3\n", rule.name), Names({"A", "B"})) << rule.name;
    EXPECT_EQ(Winners("1: B/5>A/3\n1: A/5>B/3\n", rule.name), Names({"B", "A"})) << rule.name;
  }
}

TEST(TrapTest, NamesMayBeOddButNotAlike) {
  const Profile profile = Ballots("1: [constructor]>[__proto__]>[a, b > \"c\"]\n");
  EXPECT_EQ(NamesIn(profile, Count(profile, "schulze")->winners), Names({"constructor"}));
  const auto twice =
      ReadBallotFile("2 1\n0\n\"Ann\"\n\" Ann \"\n", BallotFormat::kBlt, BallotKind::kRanks);
  ASSERT_FALSE(twice.has_value());
  EXPECT_THAT(twice.error().message, HasSubstr("two candidates are named \"Ann\""));
}

Profile Blt(const std::string& text) {
  auto profile = ReadBallotFile(text, BallotFormat::kBlt, BallotKind::kRanks);
  QUORATE_CHECK(profile.has_value());
  return *std::move(profile);
}

TEST(TrapTest, WithoutBallotsEverybodyIsTied) {
  const Profile profile = Blt("3 1\n0\n\"A\"\n\"B\"\n\"C\"\n");
  for (const RankedRule& rule : RankedRules()) {
    if (rule.kind != BallotKind::kRanks) continue;
    const auto answer = CountRanked(profile, rule, {});
    ASSERT_TRUE(answer.has_value()) << rule.name << ": " << answer.error().message;
    if (rule.name == std::string_view("condorcet")) {
      EXPECT_THAT(answer->winners, ElementsAre());
    } else {
      EXPECT_THAT(answer->winners, ElementsAre(0, 1, 2)) << rule.name;
      EXPECT_TRUE(answer->tied) << rule.name;
    }
  }
}

TEST(TrapTest, BlankBallotsAreCountedAndDecideNothing) {
  const Profile profile = Blt("2 1\n100 0\n2 1 0\n1 2 0\n0\n\"A\"\n\"B\"\n");
  EXPECT_EQ(profile.TotalWeight(), Fraction(103));
  for (const RankedRule& rule : RankedRules()) {
    if (rule.kind != BallotKind::kRanks) continue;
    EXPECT_THAT(CountRanked(profile, rule, {})->winners, ElementsAre(0)) << rule.name;
  }
}

// The withdrawn candidate would win.
TEST(TrapTest, TheWithdrawnAreGoneBeforeAnythingIsCounted) {
  const Profile profile = Blt("3 1\n-2\n5 2 1 0\n4 2 3 0\n0\n\"A\"\n\"B\"\n\"C\"\n");
  EXPECT_EQ(profile.candidates, Names({"A", "C"}));
  for (const RankedRule& rule : RankedRules()) {
    if (rule.kind != BallotKind::kRanks) continue;
    EXPECT_THAT(CountRanked(profile, rule, {})->winners, ElementsAre(0)) << rule.name;
  }
}

TEST(TrapTest, AllTiedIsTiedUnderEveryRule) {
  for (const RankedRule& rule : RankedRules()) {
    if (rule.name == std::string_view("condorcet")) continue;
    const char* ballots = rule.kind == BallotKind::kRanks ? "1: A=B=C\n" : "1: A/1,B/1,C/1\n";
    const bool scottish = rule.name == std::string_view("stv-scottish");
    const auto winners = Winners(scottish ? "1: A\n1: B\n1: C\n" : ballots, rule.name);
    EXPECT_EQ(winners, Names({"A", "B", "C"})) << rule.name;
  }
}

}  // namespace
}  // namespace quorate::engine
