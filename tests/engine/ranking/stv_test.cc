#include "engine/ranking/stv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/ranking/ballot_file.h"

namespace quorate::engine {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// Ballots in the .blt format, seats in their first line passed over; candidates A, B, C, ….
Profile Ballots(std::size_t candidates, const std::string& lines) {
  std::string text = std::to_string(candidates) + " 1\n" + lines + "0\n";
  for (std::size_t c = 0; c < candidates; ++c)
    text += std::string("\"") + static_cast<char>('A' + c) + "\"\n";
  auto profile = ReadBallotFile(text + "\"a test\"\n", BallotFormat::kBlt, BallotKind::kRanks);
  EXPECT_TRUE(profile.has_value()) << profile.error().message;
  return *std::move(profile);
}

Result<RankedAnswer> Count(const Profile& profile,
                           const std::string& rule,
                           std::size_t seats,
                           TieBreak tie = {}) {
  RankedOptions options;
  options.seats = seats;
  options.tie = std::move(tie);
  return CountRanked(profile, *FindRankedRule(rule), options);
}

const Json& Stage(const RankedAnswer& answer, std::size_t number) {
  return answer.explanation.Find("stages")->array()->at(number - 1);
}
std::string Votes(const RankedAnswer& answer, std::size_t stage, const std::string& candidate) {
  return *Stage(answer, stage).Find("votes")->Find(candidate)->string();
}

// SSI 2007/42 rule 48(3): the value of a paper is cut after five decimals.
TEST(StvTest, ScottishCutsEveryPaperAfterFiveDecimals) {
  const auto answer = Count(Ballots(3, "7 1 2 0\n3 3 0\n2 2 0\n"), "stv-scottish", 2);
  EXPECT_EQ(*Stage(*answer, 1).Find("quota")->string(), "5");
  EXPECT_EQ(Votes(*answer, 2, "A"), "5");
  EXPECT_EQ(Votes(*answer, 2, "B"), "399997/100000");
  EXPECT_EQ(*Stage(*answer, 2).Find("exhausted")->string(), "3/100000");
  EXPECT_THAT(answer->winners, ElementsAre(0, 1));
  EXPECT_FALSE(answer->tied);
}

TEST(StvTest, WigCutsNothingAndAsksForMoreThanItsQuota) {
  const auto answer = Count(Ballots(3, "7 1 2 0\n3 3 0\n2 2 0\n"), "stv-wig", 2);
  EXPECT_EQ(*Stage(*answer, 1).Find("quota")->string(), "4");
  EXPECT_EQ(Votes(*answer, 2, "B"), "5");
  EXPECT_EQ(*Stage(*answer, 2).Find("exhausted")->string(), "0");
  EXPECT_THAT(answer->winners, ElementsAre(0, 1));
}

TEST(StvTest, BlankPapersDoNotRaiseTheScottishQuota) {
  const auto answer = Count(Ballots(2, "5 1 0\n3 2 0\n30 0\n"), "stv-scottish", 1);
  EXPECT_EQ(*Stage(*answer, 1).Find("quota")->string(), "5");
  EXPECT_THAT(answer->winners, ElementsAre(0));
}

TEST(StvTest, WinnersStandInOrderOfElection) {
  const auto answer = Count(Ballots(3, "1 1 0\n9 3 2 0\n4 2 0\n"), "stv-scottish", 2);
  EXPECT_THAT(answer->winners, ElementsAre(2, 1));
}

// A, B and C are level once D is gone; before, C had fewest.
TEST(StvTest, ScottishLooksBackToTheLatestStageThatDiffers) {
  const auto profile = Ballots(5, "4 1 0\n4 2 0\n3 3 0\n1 4 3 0\n9 5 0\n");
  const auto answer = Count(profile, "stv-scottish", 3);
  EXPECT_EQ(*Stage(*answer, 4).Find("candidate")->string(), "C");
  EXPECT_EQ(Stage(*answer, 4).Find("tied"), nullptr);
  EXPECT_THAT(answer->winners, ElementsAre(4, 0, 1));
  EXPECT_FALSE(answer->tied);
}

TEST(StvTest, AnOpenTieNamesAllWhoMayWin) {
  const auto profile = Ballots(3, "5 1 0\n2 2 0\n2 3 0\n");
  for (const std::string rule : {"stv-scottish", "stv-wig", "stv-meek"}) {
    const auto answer = Count(profile, rule, 2);
    EXPECT_THAT(answer->winners, ElementsAre(0, 1, 2)) << rule;
    EXPECT_TRUE(answer->tied);
    EXPECT_EQ(answer->explanation.Find("outcomes")->array()->size(), 2U);
    const auto decided = Count(profile, rule, 2, {TieRule::kOrder, {"C", "B", "A"}, ""});
    EXPECT_THAT(decided->winners, ElementsAre(0, 2)) << rule;
    EXPECT_FALSE(decided->tied);
    EXPECT_EQ(*decided->explanation.Find("decided_by")->string(), "the declared order");
  }
}

TEST(StvTest, ATieThatChangesNothingIsNoTie) {
  const auto answer = Count(Ballots(4, "5 1 0\n4 2 0\n1 3 0\n1 4 0\n"), "stv-scottish", 2);
  EXPECT_THAT(answer->winners, ElementsAre(0, 1));
  EXPECT_FALSE(answer->tied);
}

TEST(StvTest, ScottishRefusesEqualPlacesAndBrokenWeights) {
  const auto answer = Count(Ballots(3, "1/2 1 2 0\n3 1=2 3 0\n"), "stv-scottish", 1);
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().violations.size(), 2U);
}

TEST(StvTest, MeekLowersItsQuotaAsVotesRunOut) {
  const auto answer = Count(Ballots(3, "10 1 0\n4 2 0\n3 3 0\n"), "stv-meek", 2);
  EXPECT_THAT(answer->winners, ElementsAre(0, 1));
  // B is in with 4 votes, below the 17/3 of the start, and C need not go.
  const auto& stages = *answer->explanation.Find("stages")->array();
  EXPECT_THAT(*stages.back().Find("act")->string(), "votes handed on");
  EXPECT_EQ(Votes(*answer, 1, "A"), "10");
  EXPECT_LT(*Fraction::Parse(*stages.back().Find("quota")->string()), Fraction(4));
}

TEST(StvTest, EqualPlacesShareThePaper) {
  for (const std::string rule : {"stv-meek", "stv-wig"}) {
    const auto answer = Count(Ballots(3, "4 1=2 0\n1 1 0\n3/2 3 0\n"), rule, 1);
    EXPECT_EQ(Votes(*answer, 1, "A"), "3") << rule;
    EXPECT_EQ(Votes(*answer, 1, "B"), "2") << rule;
    EXPECT_EQ(Votes(*answer, 1, "C"), "3/2") << rule;
  }
}

TEST(StvTest, AsManySeatsAsCandidatesElectsAllAndMoreIsRefused) {
  const auto profile = Ballots(2, "1 1 0\n");
  for (const std::string rule : {"stv-scottish", "stv-wig", "stv-meek"}) {
    EXPECT_THAT(Count(profile, rule, 2)->winners, ElementsAre(0, 1)) << rule;
    EXPECT_THAT(Count(profile, rule, 3).error().message, HasSubstr("only 2 candidates"));
  }
}

}  // namespace
}  // namespace quorate::engine
