#include "engine/ranking/ranked_rule.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/ranking/counting.h"

namespace quorate::engine {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

using Names = std::vector<std::string>;

// The capital of Tennessee (Wikipedia, "Condorcet method").
constexpr const char* kTennessee =
    "42: Memphis>Nashville>Chattanooga>Knoxville\n26: Nashville>Chattanooga>Knoxville>Memphis\n"
    "15: Chattanooga>Knoxville>Nashville>Memphis\n17: Knoxville>Chattanooga>Nashville>Memphis\n";
// 45 voters, 5 candidates (Wikipedia, "Schulze method"): E wins, then A, C, B, D.
constexpr const char* kSchulze45 =
    "5: A>C>B>E>D\n5: A>D>E>C>B\n8: B>E>D>A>C\n3: C>A>B>E>D\n7: C>A>E>B>D\n2: C>B>A>D>E\n"
    "7: D>C>E>B>A\n8: E>B>A>D>C\n";
constexpr const char* kCycle = "1: A>B>C\n1: B>C>A\n1: C>A>B\n";

Json Explained(const char* abif, const char* rule, const RankedOptions& options = {}) {
  const Profile profile = Ballots(abif, FindRankedRule(rule)->kind);
  const auto answer = Count(profile, rule, options);
  EXPECT_TRUE(answer.has_value()) << answer.error().message;
  return ToJson(*answer, profile, rule, options.seats);
}

TEST(RankedRuleTest, TennesseeHasADifferentCapitalUnderEachRule) {
  EXPECT_THAT(Winners(kTennessee, "plurality"), ElementsAre("Memphis"));
  EXPECT_THAT(Winners(kTennessee, "irv"), ElementsAre("Knoxville"));
  for (const char* rule : {"borda",
                           "copeland",
                           "minimax",
                           "schulze",
                           "ranked-pairs",
                           "kemeny",
                           "condorcet",
                           "smith",
                           "schwartz"}) {
    EXPECT_THAT(Winners(kTennessee, rule), ElementsAre("Nashville")) << rule;
  }
}

TEST(RankedRuleTest, SchulzeRanksThePublished45Voters) {
  const Json json = Explained(kSchulze45, "schulze");
  EXPECT_EQ(WriteJson(*json.Find("ranking")), R"([["E"],["A"],["C"],["B"],["D"]])");
  EXPECT_EQ(WriteJson(*json.Find("winners")), R"(["E"])");
  EXPECT_FALSE(*json.Find("tied")->boolean());
}

TEST(RankedRuleTest, ACycleTiesWhereTheRuleCannotTell) {
  for (const char* rule : {"plurality",
                           "borda",
                           "copeland",
                           "minimax",
                           "schulze",
                           "ranked-pairs",
                           "kemeny",
                           "smith",
                           "schwartz",
                           "irv"}) {
    EXPECT_THAT(Winners(kCycle, rule), ElementsAre("A", "B", "C")) << rule;
  }
  EXPECT_THAT(Winners(kCycle, "condorcet"), ElementsAre());
  EXPECT_EQ(*Explained(kCycle, "kemeny").Find("explanation")->Find("optimal_orders")->string(),
            "3");
  EXPECT_EQ(Explained(kCycle, "ranked-pairs").Find("ranking"), nullptr);
}

TEST(RankedRuleTest, ADeclaredOrderOrALotDecidesAndSaysSo) {
  RankedOptions options;
  options.tie = {TieRule::kOrder, {"B", "C", "A"}, ""};
  for (const char* rule : {"plurality", "borda", "schulze", "kemeny", "irv"}) {
    const Json json = Explained(kCycle, rule, options);
    EXPECT_EQ(WriteJson(*json.Find("winners")), R"(["B"])") << rule;
    EXPECT_FALSE(*json.Find("tied")->boolean());
    EXPECT_THAT(WriteJson(*json.Find("explanation")), HasSubstr("the declared order decided"));
  }
  EXPECT_THAT(Winners(kCycle, "smith", options), ElementsAre("A", "B", "C"));
  EXPECT_THAT(Winners(kCycle, "ranked-pairs", options), ElementsAre("B"));
  options.tie = {TieRule::kLot, {}, "2026"};
  const Names drawn = Winners(kCycle, "schulze", options);
  EXPECT_EQ(drawn.size(), 1U);
  EXPECT_EQ(Winners("1: C>A>B\n1: A>B>C\n1: B>C>A\n", "schulze", options), drawn);
  options.tie = {TieRule::kOrder, {"B", "X", "B"}, ""};
  EXPECT_THAT(Winners(kCycle, "schulze", options)[0], HasSubstr("no candidate is named \"X\""));
  options.tie = {TieRule::kOrder, {"B"}, ""};
  EXPECT_THAT(Winners(kCycle, "ranked-pairs", options)[0], HasSubstr("leaves out"));
}

TEST(RankedRuleTest, UnrankedIsLastOrApart) {
  const char* truncated = "3: A\n2: B>A\n1: C\n";
  RankedOptions apart;
  apart.unranked = Unranked::kApart;
  EXPECT_EQ(Winners(truncated, "condorcet"), Names({"A"}));
  EXPECT_EQ(Winners(truncated, "condorcet", apart), Names());
}

TEST(RankedRuleTest, EqualFirstPlacesAreSplitExactly) {
  const Json json = Explained("1: A=B=C\n2/3: A\n5:\n", "plurality");
  EXPECT_EQ(*json.Find("scores")->Find("A")->string(), "1");
  EXPECT_EQ(*json.Find("scores")->Find("B")->string(), "1/3");
  EXPECT_EQ(*json.Find("explanation")->Find("without_first_choice")->string(), "5");
  EXPECT_EQ(*json.Find("seats")->string(), "1");
}

TEST(RankedRuleTest, BordaAveragesTiesAndUnranked) {
  const char* ballots = "1: A>B=C\n2: D\n";
  const Json averaged = Explained(ballots, "borda");
  EXPECT_EQ(WriteJson(*averaged.Find("scores")), R"({"A":"5","B":"7/2","C":"7/2","D":"6"})");
  RankedOptions zero;
  zero.borda_unranked = BordaUnranked::kZero;
  EXPECT_EQ(WriteJson(*Explained(ballots, "borda", zero).Find("scores")),
            R"({"A":"3","B":"3/2","C":"3/2","D":"6"})");
}

TEST(RankedRuleTest, MinimaxCountsTheWorstDefeatThreeWays) {
  RankedOptions options;
  const auto scores = [&] {
    return WriteJson(*Explained(kTennessee, "minimax", options).Find("scores"));
  };
  EXPECT_EQ(scores(), R"({"Chattanooga":"68","Knoxville":"83","Memphis":"58","Nashville":"0"})");
  options.strength = Strength::kMargin;
  EXPECT_EQ(scores(), R"({"Chattanooga":"36","Knoxville":"66","Memphis":"16","Nashville":"0"})");
  options.strength = Strength::kOpposition;
  EXPECT_EQ(scores(), R"({"Chattanooga":"68","Knoxville":"83","Memphis":"58","Nashville":"42"})");
}

TEST(RankedRuleTest, RankedPairsTakeSmallerOppositionFirstAmongEqualSupport) {
  // A>B 5:4, B>C 5:2, C>A 5:3: the weakest of the three is A>B, so B wins.
  RankedOptions apart;
  apart.unranked = Unranked::kApart;
  const char* ballots = "5: A>B\n4: B>A\n5: B>C\n2: C>B\n5: C>A\n3: A>C\n";
  EXPECT_EQ(Winners(ballots, "ranked-pairs", apart), Names({"B"}));
  EXPECT_EQ(Winners(ballots, "schulze", apart), Names({"A", "B", "C"}));
  const Json json = Explained("5: A>B>C\n4: B>C>A\n3: C>A>B\n", "ranked-pairs");
  EXPECT_EQ(WriteJson(*json.Find("ranking")), R"([["A"],["B"],["C"]])");
  EXPECT_EQ(WriteJson(*json.Find("explanation")->Find("passed_over")), R"([["C","A"]])");
}

TEST(RankedRuleTest, EqualPairsThatDoNotMeetLeaveRankedPairsUnique) {
  const Json json = Explained("2: A>B>C>D\n", "ranked-pairs");
  EXPECT_EQ(WriteJson(*json.Find("ranking")), R"([["A"],["B"],["C"],["D"]])");
  EXPECT_EQ(WriteJson(*Explained("1: A=B>C\n", "ranked-pairs").Find("ranking")),
            R"([["A","B"],["C"]])");
}

TEST(RankedRuleTest, IrvFollowsEveryOrderOfTiedLastCandidates) {
  // Eliminating B helps A, eliminating C helps D.
  EXPECT_EQ(Winners("4: A\n3: B>A\n3: C>D\n4: D\n", "irv"), Names({"A", "D"}));
  EXPECT_EQ(Winners("3:\n1: A=B\n", "irv"), Names({"A", "B"}));
}

TEST(RankedRuleTest, StarWalksTheLadder) {
  EXPECT_EQ(Winners("3: A/5,B/4,C/0\n4: A/0,B/3,C/4\n", "star"), Names({"C"}));
  // Runoff 1:1, scores 5:5, and A has the five-star vote.
  EXPECT_EQ(Winners("1: A/5,B/3\n1: A/0,B/2\n", "star"), Names({"A"}));
  EXPECT_EQ(Winners("1: A/5,B/3\n1: A/3,B/5\n", "star"), Names({"A", "B"}));
  EXPECT_THAT(Winners("1: A/5\n1: A/3,B/5\n", "star")[0], HasSubstr("hold no grade"));
  RankedOptions zero;
  zero.missing = Missing::kZero;
  EXPECT_EQ(Winners("1: A/5\n1: A/3,B/5\n", "star", zero), Names({"A"}));
}

TEST(RankedRuleTest, StarRunsOffEveryPairItsLadderLeavesOpen) {
  // C advances; A and B stay tied for the second place, and C beats both.
  EXPECT_EQ(Winners("2: C/5,A/2,B/1\n2: C/5,A/1,B/2\n", "star"), Names({"C"}));
}

TEST(RankedRuleTest, MajorityJudgmentRemovesMedians) {
  // Medians 3 and 3; after one removal A has 3 and B has 1.
  EXPECT_EQ(Winners("1: A/3,B/1\n1: A/3,B/3\n1: A/4,B/5\n", "majority-judgment"), Names({"A"}));
  // An even electorate: the lower median.
  EXPECT_EQ(Winners("1: A/1,B/2\n1: A/5,B/3\n", "majority-judgment"), Names({"B"}));
  EXPECT_EQ(Winners("2: A/1,B/5\n2: A/5,B/1\n", "majority-judgment"), Names({"A", "B"}));
}

TEST(RankedRuleTest, MissingGradesAreRefusedUnlessThePolicySaysWhatTheyAre) {
  const char* ballots = "2: A/3,B/4\n2: A/3\n1: A/1,B/1\n";
  EXPECT_THAT(Winners(ballots, "majority-judgment")[0], HasSubstr("--missing"));
  RankedOptions options;
  options.missing = Missing::kWorst;
  EXPECT_EQ(Winners(ballots, "majority-judgment", options), Names({"A"}));
  options.missing = Missing::kMedian;
  EXPECT_EQ(Winners(ballots, "majority-judgment", options), Names({"B"}));
  EXPECT_THAT(Winners(ballots, "score", options)[0], HasSubstr("zero or refuse"));
  options.missing = Missing::kZero;
  EXPECT_EQ(Winners(ballots, "score", options), Names({"A"}));
}

TEST(RankedRuleTest, OptionsThatARuleCannotHonorAreRefused) {
  RankedOptions options;
  options.seats = 2;
  EXPECT_THAT(Winners(kCycle, "borda", options)[0], HasSubstr("--seats can only be 1"));
  options.seats = 1;
  options.strength = Strength::kOpposition;
  EXPECT_THAT(Winners(kCycle, "schulze", options)[0], HasSubstr("winning, margin or ratio"));
  EXPECT_THAT(Winners(kCycle, "ranked-pairs", options)[0], HasSubstr("winning or margin"));
  options.strength = Strength::kRatio;
  EXPECT_THAT(Winners(kCycle, "minimax", options)[0], HasSubstr("opposition"));
}

TEST(RankedRuleTest, OneCandidateWinsUnderEveryRule) {
  for (const RankedRule& rule : RankedRules()) {
    if (rule.seats == Seats::kMany) continue;
    const Profile profile = Ballots("2: A/1\n", rule.kind);
    const auto answer = CountRanked(profile, rule, {});
    ASSERT_TRUE(answer.has_value()) << rule.name << ": " << answer.error().message;
    EXPECT_EQ(answer->winners, std::vector<std::size_t>{0}) << rule.name;
    EXPECT_FALSE(answer->tied);
    EXPECT_FALSE(answer->summary.empty());
  }
}

TEST(RankedRuleTest, HugeWeightsAndOddDenominatorsStayExact) {
  const std::string huge = "9999999999999999999999999999999999999998: B>A\n";
  const char* rules[] = {
      "plurality", "borda", "schulze", "ranked-pairs", "kemeny", "minimax", "irv"};
  for (const char* rule : rules) {
    EXPECT_EQ(Winners(huge + "9999999999999999999999999999999999999999: A>B\n", rule), Names({"A"}))
        << rule;
    EXPECT_EQ(Winners("1/3: A>B\n1/3: A>B\n2/3: B>A\n", rule), Names({"A", "B"})) << rule;
  }
}

}  // namespace
}  // namespace quorate::engine
