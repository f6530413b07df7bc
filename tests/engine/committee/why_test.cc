#include "engine/committee/why.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

// Three approve A and B, two approve C, one approves D and C.
ApprovalProfile Sample() {
  return *ApprovalProfile::Make({"A", "B", "C", "D"}, {{{0, 1}, 3}, {{2}, 2}, {{2, 3}, 1}});
}

struct Chosen {
  CommitteeRequest request;
  CommitteeResult result;
};
Chosen Choose(CommitteeRule rule, Completion completion = Completion::kPhragmen) {
  CommitteeRequest request{rule, 2, completion, std::vector<CandidateId>{0, 1, 2, 3}};
  return {request, *ChooseCommittee(Sample(), request)};
}

SeatComparison Compared(CommitteeRule rule, CandidateId one, CandidateId other) {
  const Chosen chosen = Choose(rule);
  return CompareSeats(chosen.result, Sample(), chosen.request, {one, other});
}

TEST(CommitteeWhyTest, SequentialRulesShowBothFiguresAtTheSeatWhereTheTwoPart) {
  // A is first (tied with C); then C adds 3 and B 3/2.
  const SeatComparison seq = Compared(CommitteeRule::kSeqPav, 2, 1);
  EXPECT_EQ(WriteJson(*seq.figures.Find("figures")), R"({"B":{"adds":"3/2"},"C":{"adds":"3"}})");
  EXPECT_THAT(seq.sentences, Contains("When C is elected, as act 2: C adds 3, B adds 3/2."));
  const SeatComparison load = Compared(CommitteeRule::kPhragmen, 2, 1);
  EXPECT_EQ(WriteJson(*load.figures.Find("figures")), R"({"B":{"load":"2/3"},"C":{"load":"1/3"}})");
}

TEST(CommitteeWhyTest, EqualSharesShowPricesAndTheMoneyBehindEach) {
  // Everybody has 1/3; three pay 1/3 each for A and have nothing left for B.
  const SeatComparison comparison = Compared(CommitteeRule::kEqualShares, 2, 1);
  EXPECT_EQ(WriteJson(*comparison.figures.Find("figures")),
            R"({"B":{"money_behind":"0"},"C":{"money_behind":"1","price":"1/3"}})");
  EXPECT_THAT(comparison.sentences,
              Contains(HasSubstr("B costs more than the supporters have (they have 0 together)")));
}

TEST(CommitteeWhyTest, ReverseSequentialPavShowsWhatEachGoingCosts) {
  // D costs 1/2 and goes first.
  const SeatComparison comparison = Compared(CommitteeRule::kRevSeqPav, 2, 3);
  EXPECT_EQ(WriteJson(*comparison.figures.Find("figures")),
            R"({"C":{"costs":"5/2"},"D":{"costs":"1/2"}})");
}

TEST(CommitteeWhyTest, BestCommitteesAreComparedWithTheTwoExchanged) {
  const SeatComparison pav = Compared(CommitteeRule::kPav, 2, 1);
  EXPECT_EQ(*pav.figures.Find("score")->string(), "6");
  EXPECT_EQ(*pav.figures.Find("score_exchanged")->string(), "9/2");
  const SeatComparison cc = Compared(CommitteeRule::kChamberlinCourant, 2, 1);
  EXPECT_EQ(*cc.figures.Find("score_exchanged")->string(), "3");
}

TEST(CommitteeWhyTest, SingleScoresStandSideBySide) {
  const SeatComparison sav = Compared(CommitteeRule::kSatisfaction, 2, 3);
  EXPECT_EQ(WriteJson(*sav.figures.Find("scores")), R"({"C":"5/2","D":"1/2"})");
  EXPECT_EQ(Compared(CommitteeRule::kApproval, 0, 3).sentences[0], "A has 3 approvals, D 1.");
}

TEST(CommitteeWhyTest, TwoOfAKindHaveNothingBetweenThem) {
  EXPECT_THAT(Compared(CommitteeRule::kPav, 1, 3).sentences, Contains("Neither has a seat."));
  EXPECT_THAT(Compared(CommitteeRule::kPav, 0, 2).sentences, Contains("Both have a seat."));
}

TEST(CommitteeWhyTest, PairsFollowWhoIsAskedAbout) {
  const Chosen chosen = Choose(CommitteeRule::kSeqPav);
  const auto pairs = [&](const std::vector<CandidateId>& asked) {
    return SeatsToCompare(chosen.result, Sample(), chosen.request, asked);
  };
  EXPECT_THAT(pairs({}), ElementsAre(Pair(2, 1), Pair(2, 3)));
  EXPECT_THAT(pairs({1}), ElementsAre(Pair(2, 1)));
  EXPECT_THAT(pairs({0}), ElementsAre(Pair(0, 1), Pair(0, 3)));
  EXPECT_THAT(pairs({3, 0}), ElementsAre(Pair(3, 0)));
}

TEST(CommitteeWhyTest, JsonNamesThePairAndItsSentences) {
  const Json json = ToJson({Compared(CommitteeRule::kSeqPav, 2, 1)}, Sample());
  EXPECT_EQ(*(*json.array())[0].Find("of")->string(), "C");
  EXPECT_EQ(*(*json.array())[0].Find("with")->string(), "B");
  EXPECT_EQ((*json.array())[0].Find("sentences")->array()->size(), 2U);
}

}  // namespace
}  // namespace quorate::engine
