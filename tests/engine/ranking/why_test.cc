#include "engine/ranking/why.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/ranking/counting.h"

namespace quorate::engine {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

// The capital of Tennessee (Wikipedia, "Condorcet method").
constexpr const char* kTennessee =
    "42: Memphis>Nashville>Chattanooga>Knoxville\n26: Nashville>Chattanooga>Knoxville>Memphis\n"
    "15: Chattanooga>Knoxville>Nashville>Memphis\n17: Knoxville>Chattanooga>Nashville>Memphis\n";
// A>B 8:4, B>C 9:3, C>A 7:5.
constexpr const char* kCircle = "5: A>B>C\n4: B>C>A\n3: C>A>B\n";

CandidateComparison Compared(const char* abif,
                             const char* rule,
                             std::size_t one,
                             std::size_t other,
                             const RankedOptions& options = {}) {
  const Profile profile = Ballots(abif, FindRankedRule(rule)->kind);
  const auto answer = Count(profile, rule, options);
  EXPECT_TRUE(answer.has_value()) << answer.error().message;
  auto comparisons =
      CompareCandidates(profile, *FindRankedRule(rule), options, *answer, {{one, other}});
  EXPECT_TRUE(comparisons.has_value()) << comparisons.error().message;
  return comparisons->front();
}

TEST(WhyTest, EveryRuleComparesTwoCandidatesInFiguresAndWords) {
  for (const RankedRule& rule : RankedRules()) {
    const char* ballots = rule.kind == BallotKind::kApprovals ? "3: A/1,B/0,C/1\n2: A/0,B/1,C/0\n"
                                                              : "3: A/3>B/2>C/1\n2: B/3>A/2>C/1\n";
    const CandidateComparison comparison = Compared(ballots, rule.name, 0, 1);
    EXPECT_FALSE(comparison.sentences.empty()) << rule.name;
    EXPECT_FALSE(comparison.figures.object()->empty()) << rule.name;
    for (const std::string& sentence : comparison.sentences)
      EXPECT_TRUE(sentence.ends_with(".")) << sentence;
  }
}

TEST(WhyTest, SumsAndTheDuelStandSideBySide) {
  const CandidateComparison comparison = Compared(kTennessee, "plurality", 0, 1);
  EXPECT_THAT(comparison.sentences,
              ElementsAre("Memphis has 42 first choices, Nashville 26, which is 16 fewer.",
                          "By weight 42 put Memphis above Nashville, 58 put Nashville above "
                          "Memphis."));
  EXPECT_EQ(WriteJson(comparison.figures),
            R"({"duel":{"against":"58","for":"42"},"scores":{"Memphis":"42","Nashville":"26"}})");
}

TEST(WhyTest, SchulzeShowsTheStrongestPathEachWayWithItsWeakestLink) {
  const CandidateComparison comparison = Compared(kCircle, "schulze", 1, 0);
  EXPECT_THAT(comparison.sentences[0],
              HasSubstr("from B to A is B > C (9 to 3) > A (7 to 5); its weakest link is 7 to 5"));
  EXPECT_EQ(comparison.sentences[1], "The strongest path from A to B is A > B (8 to 4).");
  const Json& there = *comparison.figures.Find("paths")->Find("there");
  EXPECT_EQ(there.array()->size(), 2U);
  EXPECT_EQ(*(*there.array())[1].Find("for")->string(), "7");
}

TEST(WhyTest, RankedPairsNameTheLocksAndTheVictoryThatWasRefused) {
  const CandidateComparison comparison = Compared(kCircle, "ranked-pairs", 0, 2);
  EXPECT_EQ(comparison.sentences[0],
            "A stands above C by locked victories: A > B (8 to 4) > C (9 to 3).");
  EXPECT_THAT(comparison.sentences[1], HasSubstr("C > A (7 to 5) was refused"));
}

TEST(WhyTest, RankedPairsSayWhenOnlyOneOrderOfSeveralIsShown) {
  const CandidateComparison comparison =
      Compared("1: A>B>C\n1: B>C>A\n1: C>A>B\n", "ranked-pairs", 0, 1);
  EXPECT_THAT(comparison.sentences, Contains(HasSubstr("one order of equally strong victories")));
}

TEST(WhyTest, KemenyShowsTheDistanceOfTheBestOrderWithEachFirst) {
  // With A first: A>B>C contradicts 4 + 3 + 7 = 14; with C first: C>A>B 5 + 9 + 4 = 18.
  const CandidateComparison comparison = Compared(kCircle, "kemeny", 0, 2);
  EXPECT_EQ(WriteJson(*comparison.figures.Find("distance_with_first")), R"({"A":"14","C":"18"})");
}

TEST(WhyTest, MajorityJudgmentNamesWhatIsLeftWhenMediansAreRemoved) {
  // A: 3 3 4, B: 1 3 5; after the medians 3 and 3 are gone, 3 and 1 are next.
  const CandidateComparison comparison =
      Compared("1: A/3,B/1\n1: A/3,B/3\n1: A/4,B/5\n", "majority-judgment", 0, 1);
  EXPECT_THAT(comparison.sentences[0],
              HasSubstr("After medians of weight 1 are removed from each, A has 3 and B 1."));
  EXPECT_EQ(*comparison.figures.Find("parted")->Find("removed")->string(), "1");
}

TEST(WhyTest, RunoffsNameTheStagesAndTheVotes) {
  const CandidateComparison comparison = Compared(kTennessee, "irv", 3, 1);
  EXPECT_EQ(comparison.sentences[0],
            "Knoxville is elected at stage 3 with 58 votes; the quota is 50.");
  EXPECT_EQ(comparison.sentences[1],
            "Nashville is excluded at stage 3 with 26 votes, while Knoxville has 32.");
}

TEST(WhyTest, DuelsShowRecordsAndTheWorstDefeat) {
  EXPECT_THAT(Compared(kTennessee, "copeland", 1, 0).sentences,
              Contains("Nashville wins 3 duels and loses 0."));
  EXPECT_THAT(Compared(kTennessee, "minimax", 1, 0).sentences,
              Contains(HasSubstr("The worst defeat of Memphis is 58, by")));
}

TEST(WhyTest, ChainsOfVictoriesTellTheSmithSetFromTheRest) {
  const CandidateComparison inside = Compared(kCircle, "smith", 0, 2);
  EXPECT_THAT(inside.sentences[0], HasSubstr("A > B (8 to 4) > C (9 to 3)"));
  const CandidateComparison outside = Compared(kTennessee, "schwartz", 1, 0);
  EXPECT_THAT(outside.sentences[1], HasSubstr("No chain of victories leads from Memphis"));
}

TEST(WhyTest, StarSaysWhoDidNotReachTheRunoff) {
  const CandidateComparison comparison = Compared("3: A/5,B/4,C/0\n4: A/0,B/3,C/4\n", "star", 2, 0);
  EXPECT_THAT(comparison.sentences, Contains("The points did not bring A into the runoff."));
}

TEST(WhyTest, PairsFollowWhoIsAskedAbout) {
  RankedAnswer answer;
  answer.winners = {1};
  EXPECT_THAT(PairsToCompare(answer, 3, {}), ElementsAre(Pair(1, 0), Pair(1, 2)));
  EXPECT_THAT(PairsToCompare(answer, 3, {1}), ElementsAre(Pair(1, 0), Pair(1, 2)));
  EXPECT_THAT(PairsToCompare(answer, 3, {2}), ElementsAre(Pair(1, 2)));
  EXPECT_THAT(PairsToCompare(answer, 3, {2, 0, 2}), ElementsAre(Pair(2, 0), Pair(0, 2)));
  answer.winners.clear();
  EXPECT_THAT(PairsToCompare(answer, 3, {}), IsEmpty());
  EXPECT_THAT(PairsToCompare(answer, 3, {0, 1}), ElementsAre(Pair(0, 1)));
}

TEST(WhyTest, StrangersAreRefusedAllAtOnce) {
  const Profile profile = Ballots("1: Ann>Bob\n");
  EXPECT_EQ(*FindCandidates(profile, {" Bob "}), std::vector<std::size_t>{1});
  EXPECT_EQ(FindCandidates(profile, {"Zoe", "Ann", "Yan"}).error().violations.size(), 2U);
}

}  // namespace
}  // namespace quorate::engine
