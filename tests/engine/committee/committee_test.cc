#include "engine/committee/committee.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/committee/answer.h"
#include "tests/engine/committee/letters.h"

namespace quorate::engine {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(CommitteeTest, RunningExampleUnderEveryRule) {
  const auto profile = RunningExample();
  EXPECT_THAT(Elected(profile, {CommitteeRule::kApproval, 4, {}, {}}), ElementsAre("abcd", "abcf"));
  EXPECT_THAT(Elected(profile, {CommitteeRule::kSatisfaction, 4, {}, {}}), ElementsAre("abcf"));
  EXPECT_THAT(Elected(profile, {CommitteeRule::kPav, 4, {}, {}}), ElementsAre("abcf"));
  EXPECT_THAT(Elected(profile, {CommitteeRule::kSeqPav, 4, {}, {}}), ElementsAre("abcf"));
  EXPECT_THAT(Elected(profile, {CommitteeRule::kChamberlinCourant, 4, {}, {}}),
              ElementsAre("aefg"));
}

TEST(CommitteeTest, ScoresAndObjectivesAreExact) {
  const auto profile = RunningExample();
  const auto approval = ChooseCommittee(profile, {CommitteeRule::kApproval, 4, {}, {}});
  EXPECT_EQ(approval->scores[0].second, Fraction(8));
  const auto sav = ChooseCommittee(profile, {CommitteeRule::kSatisfaction, 4, {}, {}});
  EXPECT_EQ(sav->scores[1].second, Fraction(11, 6));
  const auto pav = ChooseCommittee(profile, {CommitteeRule::kPav, 4, {}, {}});
  EXPECT_EQ(*pav->objective, Fraction(83, 6));
  const auto cc = ChooseCommittee(profile, {CommitteeRule::kChamberlinCourant, 4, {}, {}});
  EXPECT_EQ(*cc->objective, Fraction(12));
}

// Brill, Laslier and Skowron (2018): on party lists PAV and Phragmén give D'Hondt's seats.
TEST(CommitteeTest, PartyListsGetTheSeatsOfDHondt) {
  const auto profile = Election("abcdefghijklmno", {{"abcde", 53}, {"fghij", 24}, {"klmno", 23}});
  for (const CommitteeRule rule : {CommitteeRule::kPav,
                                   CommitteeRule::kSeqPav,
                                   CommitteeRule::kRevSeqPav,
                                   CommitteeRule::kPhragmen}) {
    EXPECT_EQ(Elected(profile, {rule, 7, {}, {}}).front(), "abcdfgk") << Name(rule);
  }
}

TEST(CommitteeTest, EqualSharesLeavesSeatsEmptyOnlyIfAsked) {
  const auto profile = Election("abcd", {{"ab", 2}, {"cd", 2}});
  const auto elected = [&](Completion completion) {
    return Elected(profile, {CommitteeRule::kEqualShares, 3, completion, {}});
  };
  EXPECT_THAT(elected(Completion::kNone), ElementsAre("ac", "ad", "bc", "bd"));
  EXPECT_THAT(elected(Completion::kPhragmen), ElementsAre("abc", "abd", "acd", "bcd"));
  EXPECT_THAT(elected(Completion::kApproval), ElementsAre("abc", "abd", "acd", "bcd"));
  // Money for four seats elects four; so it stays at three, and approvals fill the last.
  EXPECT_THAT(elected(Completion::kIncrement), ElementsAre("abc", "abd", "acd", "bcd"));
}

TEST(CommitteeTest, IncrementsRaiseTheBudgetUntilTheSeatsAreFilled) {
  const auto profile = Election("abc", {{"a", 3}, {"b"}, {"c", Fraction(1, 2)}});
  const auto result =
      ChooseCommittee(profile, {CommitteeRule::kEqualShares, 2, Completion::kIncrement, {}});
  // Of 9/2 people one pays alone for b once the budget is 9/2 seats or more.
  EXPECT_EQ(*result->budget, Fraction(5));
  EXPECT_EQ(result->committees, std::vector<Committee>({{0, 1}}));
}

TEST(CommitteeTest, BlankBallotsHoldTheirShareOfTheBudget) {
  const CommitteeRequest request{CommitteeRule::kEqualShares, 2, Completion::kNone, {}};
  EXPECT_THAT(Elected(Election("ab", {{"a", 2}, {"b", 2}}), request), ElementsAre("ab"));
  EXPECT_THAT(Elected(Election("ab", {{"a", 2}, {"b", 2}, {"", 1}}), request), ElementsAre(""));
}

TEST(CommitteeTest, WeightsAreAsGoodAsBallots) {
  const auto weighted = Election("abc", {{"ab", Fraction(3, 2)}, {"c", Fraction(2, 3)}});
  const auto counted = Election("abc", {{"ab", 9}, {"c", 4}});
  for (const CommitteeRule rule : {CommitteeRule::kPav,
                                   CommitteeRule::kPhragmen,
                                   CommitteeRule::kEqualShares,
                                   CommitteeRule::kSeqPav}) {
    EXPECT_EQ(Elected(weighted, {rule, 2, {}, {}}), Elected(counted, {rule, 2, {}, {}}));
  }
}

TEST(CommitteeTest, TieOrderDecidesAndSaysSo) {
  const auto profile = Election("abcd", {{"abcd", 5}});
  for (const CommitteeRule rule : {CommitteeRule::kApproval,
                                   CommitteeRule::kPav,
                                   CommitteeRule::kSeqPav,
                                   CommitteeRule::kRevSeqPav,
                                   CommitteeRule::kPhragmen}) {
    const auto result = ChooseCommittee(profile, {rule, 2, {}, {{3, 1, 0, 2}}});
    EXPECT_EQ(result->committees, std::vector<Committee>({{1, 3}})) << Name(rule);
    EXPECT_TRUE(result->tie_was_broken);
  }
}

TEST(CommitteeTest, ManyTiedCommitteesAreCutAndCounted) {
  const auto profile = Election("abcdefghijklmnop", {{"abcdefghijklmnop"}});
  const auto approval = ChooseCommittee(profile, {CommitteeRule::kApproval, 8, {}, {}});
  EXPECT_EQ(approval->committee_count, 12870);
  EXPECT_TRUE(approval->count_is_exact);
  for (const CommitteeRule rule :
       {CommitteeRule::kApproval, CommitteeRule::kPav, CommitteeRule::kPhragmen}) {
    const auto result = ChooseCommittee(profile, {rule, 8, {}, {}});
    EXPECT_EQ(result->committees.size(), kCommitteesMax) << Name(rule);
    EXPECT_EQ(result->cut, Cut::kYes);
    EXPECT_EQ(result->committees.front(), Committee({0, 1, 2, 3, 4, 5, 6, 7}));
    const Json json = ToJson(*result, profile, {rule, 8, {}, {}});
    EXPECT_TRUE(*json.Find("committees_cut")->boolean());
  }
}

TEST(CommitteeTest, NobodyApprovesAnybodySoAllAreTied) {
  const auto profile = Election("abc", {{"", 2}});
  for (const CommitteeRule rule : {CommitteeRule::kApproval,
                                   CommitteeRule::kSatisfaction,
                                   CommitteeRule::kPav,
                                   CommitteeRule::kSeqPav,
                                   CommitteeRule::kRevSeqPav,
                                   CommitteeRule::kPhragmen,
                                   CommitteeRule::kEqualShares,
                                   CommitteeRule::kChamberlinCourant}) {
    EXPECT_THAT(Elected(profile, {rule, 2, {}, {}}), ElementsAre("ab", "ac", "bc")) << Name(rule);
  }
}

TEST(CommitteeTest, ApprovalsAloneMayLeaveOutAGroupThatDeservesASeat) {
  const auto profile = Election("abcd", {{"abc", 66}, {"d", 34}});
  const CommitteeRequest request{CommitteeRule::kApproval, 3, {}, {}};
  const auto result = ChooseCommittee(profile, request);
  ASSERT_TRUE(result->justified.short_changed.has_value());
  EXPECT_EQ(result->justified.short_changed->agreed, Committee({3}));
  const auto sentences = Sentences(*result, profile, request);
  EXPECT_THAT(sentences.back(), HasSubstr("A group of weight 34 agrees on d"));
  const auto pav = ChooseCommittee(profile, {CommitteeRule::kPav, 3, {}, {}});
  EXPECT_FALSE(pav->justified.short_changed.has_value());
}

TEST(CommitteeTest, AnswerHasTheMembersOfTheContract) {
  const auto profile = RunningExample();
  const CommitteeRequest request{CommitteeRule::kApproval, 4, {}, {}};
  const Json json = ToJson(*ChooseCommittee(profile, request), profile, request);
  EXPECT_EQ(*json.Find("rule")->string(), "approval");
  EXPECT_EQ(*json.Find("seats")->string(), "4");
  EXPECT_EQ(*json.Find("committees_count")->string(), "2");
  EXPECT_TRUE(*json.Find("tied")->boolean());
  EXPECT_EQ(WriteJson(*json.Find("winners")), R"(["a","b","c","d"])");
  EXPECT_EQ(*json.Find("scores")->Find("a")->string(), "8");
  EXPECT_EQ(json.Find("committees_cut"), nullptr);
}

TEST(CommitteeTest, ImpossibleRequestsAreRefused) {
  const auto profile = RunningExample();
  EXPECT_FALSE(ChooseCommittee(profile, {CommitteeRule::kPav, 0, {}, {}}).has_value());
  const auto many = ChooseCommittee(profile, {CommitteeRule::kPav, 8, {}, {}});
  EXPECT_THAT(many.error().message, HasSubstr("only 7 candidates"));
  EXPECT_FALSE(ChooseCommittee(profile, {CommitteeRule::kPav, 2, {}, {{0, 1}}}).has_value());
  EXPECT_FALSE(ParseCommitteeRule("monroe").has_value());
  EXPECT_FALSE(ParseCompletion("add1").has_value());
}

}  // namespace
}  // namespace quorate::engine
