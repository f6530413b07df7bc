#include "engine/committee/committee_margin.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

using testing::HasSubstr;

MarginAnswer Of(const std::vector<WeightedApproval>& ballots,
                CommitteeRule rule,
                std::uint32_t seats) {
  return CommitteeMarginOf(*ApprovalProfile::Make({"A", "B", "C"}, ballots),
                           {rule, seats, Completion::kPhragmen, {}});
}

TEST(CommitteeMarginTest, ApprovalCountsTheWeakestMemberAgainstTheStrongestRival) {
  // B has 6 approvals and C 1: three ballots for C instead of B bring both to 4 or less.
  const auto answer = Of({{{0}, 9}, {{1}, 6}, {{2}, 1}}, CommitteeRule::kApproval, 2);
  EXPECT_TRUE(answer.margin->exact());
  EXPECT_EQ(answer.margin->at_least, Fraction(3));
  EXPECT_THAT(answer.margin->witness, HasSubstr("approved C and not B"));
}

TEST(CommitteeMarginTest, BoundsOfProportionalRulesAreProvenOrShown) {
  const std::vector<WeightedApproval> ballots = {{{0}, 9}, {{1}, 6}, {{2}, 1}};
  for (const CommitteeRule rule : {CommitteeRule::kPav,
                                   CommitteeRule::kSeqPav,
                                   CommitteeRule::kRevSeqPav,
                                   CommitteeRule::kChamberlinCourant}) {
    const auto answer = Of(ballots, rule, 2);
    EXPECT_GT(answer.margin->at_least, Fraction(1)) << Name(rule);
    ASSERT_TRUE(answer.margin->at_most.has_value()) << Name(rule);
    EXPECT_EQ(*answer.margin->at_most, Fraction(3)) << Name(rule);
  }
  EXPECT_EQ(Of(ballots, CommitteeRule::kPhragmen, 2).margin->at_least, Fraction(1));
}

TEST(CommitteeMarginTest, TiesAndWholeListsHaveNoDistance) {
  const std::vector<WeightedApproval> ballots = {{{0}, 2}, {{1}, 1}, {{2}, 1}};
  EXPECT_EQ(Of(ballots, CommitteeRule::kPav, 2).margin->at_least, Fraction(0));
  EXPECT_EQ(Of(ballots, CommitteeRule::kPav, 3).undefined, "everybody is elected");
}

TEST(CommitteeMarginTest, FractionsAreCountedByWeight) {
  const auto answer = Of({{{0}, Fraction(7, 2)}, {{1}, 2}}, CommitteeRule::kApproval, 1);
  EXPECT_EQ(answer.margin->unit, MarginUnit::kWeight);
  EXPECT_EQ(answer.margin->at_least, Fraction(1));
}

}  // namespace
}  // namespace quorate::engine
