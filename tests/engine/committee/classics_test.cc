// Committees of the literature, and traps by their names.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/committee/letters.h"

namespace quorate::engine {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

using Words = std::vector<std::string>;

CommitteeRequest By(CommitteeRule rule,
                    std::uint32_t seats,
                    Completion completion = Completion::kPhragmen) {
  return {rule, seats, completion, {}};
}

// Lackner and Skowron, Examples 2.9 and 2.11.
TEST(CommitteeClassicsTest, PhragmenAndEqualSharesInTheRunningExample) {
  const auto profile = RunningExample();
  EXPECT_EQ(Elected(profile, By(CommitteeRule::kPhragmen, 4)), Words({"abcd"}));
  EXPECT_EQ(Elected(profile, By(CommitteeRule::kEqualShares, 4)), Words({"abcd"}));
}

// Example 2.5 of the book: PAV, sequential PAV and reverse sequential PAV part ways.
TEST(CommitteeClassicsTest, SequentialPavIsNotPav) {
  const auto profile = Election("abcd", {{"ab", 3}, {"ad", 6}, {"b", 4}, {"c", 5}, {"cd", 5}});
  EXPECT_EQ(Elected(profile, By(CommitteeRule::kPav, 2)), Words({"ac"}));
  EXPECT_EQ(Elected(profile, By(CommitteeRule::kSeqPav, 2)), Words({"cd"}));
  EXPECT_EQ(Elected(profile, By(CommitteeRule::kRevSeqPav, 2)), Words({"cd"}));
}

// Thiele's own example (1895) in Janson, Phragmén's and Thiele's election methods, Example 13.3:
// all three differ.
TEST(CommitteeClassicsTest, ThielesExampleHasThreeAnswers) {
  const auto profile = Election("abcd",
                                {{"acd", 960},
                                 {"bcd", 3000},
                                 {"bc", 520},
                                 {"ab", 1620},
                                 {"ad", 1081},
                                 {"ac", 1240},
                                 {"bd", 360},
                                 {"d", 360},
                                 {"c", 120},
                                 {"b", 60}});
  EXPECT_EQ(Elected(profile, By(CommitteeRule::kPav, 2)), Words({"ab"}));
  EXPECT_EQ(Elected(profile, By(CommitteeRule::kSeqPav, 2)), Words({"ac"}));
  EXPECT_EQ(Elected(profile, By(CommitteeRule::kRevSeqPav, 2)), Words({"bd"}));
}

// Example 2.12 of the book: Equal Shares and Phragmén choose differently.
TEST(CommitteeClassicsTest, EqualSharesIsNotPhragmen) {
  const auto profile = Election("abcd", {{"cd", 3}, {"ab", 2}, {"ac", 2}, {"bd"}});
  EXPECT_THAT(Elected(profile, By(CommitteeRule::kEqualShares, 3)), Contains("acd"));
  EXPECT_THAT(Elected(profile, By(CommitteeRule::kPhragmen, 3)), Contains("bcd"));
}

// Example 13 of the survey: one voter of one outweighs three who share their voice among four.
TEST(CommitteeClassicsTest, SatisfactionApprovalSplitsTheVoiceOfLongBallots) {
  const auto profile = Election("abcde", {{"a"}, {"bcde", 3}});
  EXPECT_EQ(Elected(profile, By(CommitteeRule::kSatisfaction, 1)), Words({"a"}));
  EXPECT_THAT(Elected(profile, By(CommitteeRule::kApproval, 1)), ElementsAre("b", "c", "d", "e"));
}

// Phragmén's example (1894) in Janson, Example 3.4: 1034 for a, b, c; 519 for p, q, r; 90 for a, b,
// q; 47 for a, p, q. Phragmén and Thiele elect a first, then q, then b.
TEST(CommitteeClassicsTest, PhragmensExampleOfEighteenNinetyFour) {
  const auto profile = Election("abcpqr", {{"abc", 1034}, {"pqr", 519}, {"abq", 90}, {"apq", 47}});
  const auto result = ChooseCommittee(profile, By(CommitteeRule::kPhragmen, 3));
  Words steps;
  for (const CommitteeStep& step : result->steps)
    steps.push_back(profile.candidates()[step.candidate]);
  EXPECT_EQ(steps, Words({"a", "q", "b"}));
  EXPECT_EQ(Elected(profile, By(CommitteeRule::kSeqPav, 3)), Words({"abq"}));
}

// Once a is in, b's supporters would carry (1 + 0.1 + 0.1 + 0.1) / 9 each and c's 13 / 90, which is
// the same in fractions alone.
TEST(CommitteeTrapTest, EqualLoadsTieOnlyInExactArithmetic) {
  const auto profile = Election("abc", {{"ab", 3}, {"a", 7}, {"b", 6}, {"c", Fraction(90, 13)}});
  EXPECT_THAT(Elected(profile, By(CommitteeRule::kPhragmen, 2)), ElementsAre("ab", "ac"));
}

TEST(CommitteeTrapTest, WhatEqualSharesDoesWithUnspentMoneyIsPartOfTheRule) {
  const auto profile =
      Election("abcde", {{"ab", 4}, {"ac", 3}, {"d", Fraction(5, 2)}, {"e", Fraction(1, 2)}});
  const auto elected = [&](Completion completion) {
    return Elected(profile, By(CommitteeRule::kEqualShares, 3, completion));
  };
  EXPECT_THAT(elected(Completion::kNone), ElementsAre("a"));
  EXPECT_THAT(elected(Completion::kApproval), ElementsAre("abc"));
  EXPECT_THAT(elected(Completion::kPhragmen), ElementsAre("abd"));
}

TEST(CommitteeTrapTest, EveryBestCommitteeIsNamedNotAnArbitraryOne) {
  const auto profile = Election("abcd", {{"ab", 1}, {"cd", 1}});
  EXPECT_THAT(Elected(profile, By(CommitteeRule::kPav, 2)), ElementsAre("ac", "ad", "bc", "bd"));
  EXPECT_THAT(Elected(profile, By(CommitteeRule::kChamberlinCourant, 2)),
              ElementsAre("ac", "ad", "bc", "bd"));
}

// Weights are whole multiples of the largest unit that all share, however large.
TEST(CommitteeTrapTest, HugeWeightsWithASharedUnitAreCounted) {
  const Fraction huge = *Fraction::Parse("1000000000000000000000000000000");
  const auto profile = Election("ab", {{"a", huge}, {"b", huge * Fraction(2, 3)}});
  EXPECT_EQ(Elected(profile, By(CommitteeRule::kPav, 1)), Words({"a"}));
  const auto result = ChooseCommittee(profile, By(CommitteeRule::kApproval, 1));
  EXPECT_EQ(result->scores[0].second, huge);
  EXPECT_EQ(result->scores[1].second, huge * Fraction(2, 3));
}

TEST(CommitteeTrapTest, AsManySeatsAsCandidatesElectsAll) {
  const auto profile = Election("abc", {{"a", 2}, {"b"}});
  for (const CommitteeRule rule : {CommitteeRule::kApproval,
                                   CommitteeRule::kSatisfaction,
                                   CommitteeRule::kPav,
                                   CommitteeRule::kSeqPav,
                                   CommitteeRule::kRevSeqPav,
                                   CommitteeRule::kPhragmen,
                                   CommitteeRule::kEqualShares,
                                   CommitteeRule::kChamberlinCourant}) {
    EXPECT_THAT(Elected(profile, By(rule, 3)), ElementsAre("abc")) << Name(rule);
    EXPECT_THAT(ChooseCommittee(profile, By(rule, 4)).error().message,
                HasSubstr("only 3 candidates"));
  }
}

TEST(CommitteeTrapTest, WithoutBallotsEveryCommitteeIsTied) {
  const auto profile = Election("abc", {});
  for (const CommitteeRule rule : {CommitteeRule::kApproval,
                                   CommitteeRule::kSatisfaction,
                                   CommitteeRule::kPav,
                                   CommitteeRule::kSeqPav,
                                   CommitteeRule::kRevSeqPav,
                                   CommitteeRule::kPhragmen,
                                   CommitteeRule::kEqualShares,
                                   CommitteeRule::kChamberlinCourant}) {
    EXPECT_THAT(Elected(profile, By(rule, 2)), ElementsAre("ab", "ac", "bc")) << Name(rule);
  }
}

}  // namespace
}  // namespace quorate::engine
