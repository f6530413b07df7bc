// Margins of committees against a twin that changes ballots in every way there is.

#include <gtest/gtest.h>

#include "engine/committee/committee_margin.h"
#include "tests/property/small_elections.h"

namespace quorate::engine {
namespace {

using Ballots = std::vector<std::uint32_t>;  // Approvals as bits.

constexpr std::uint32_t kCandidates = 4;

ApprovalProfile ProfileOf(const Ballots& ballots) {
  std::vector<WeightedApproval> weighted;
  for (const std::uint32_t bits : ballots) {
    WeightedApproval ballot;
    for (CandidateId c = 0; c < kCandidates; ++c) {
      if ((bits >> c & 1U) != 0) ballot.approved.push_back(c);
    }
    weighted.push_back(std::move(ballot));
  }
  return *ApprovalProfile::Make({"A", "B", "C", "D"}, weighted);
}

std::vector<Committee> CommitteesOf(const Ballots& ballots, const CommitteeRequest& request) {
  return ChooseCommittee(ProfileOf(ballots), request)->committees;
}

bool CanChange(Ballots& ballots,
               std::size_t at,
               int left,
               const std::vector<Committee>& committees,
               const CommitteeRequest& request) {
  if (left == 0) return CommitteesOf(ballots, request) != committees;
  for (std::size_t ballot = at; ballot < ballots.size(); ++ballot) {
    const std::uint32_t kept = ballots[ballot];
    for (std::uint32_t bits = 0; bits < (1U << kCandidates); ++bits) {
      ballots[ballot] = bits;
      const bool can = CanChange(ballots, ballot + 1, left - 1, committees, request);
      ballots[ballot] = kept;
      if (can) return true;
    }
  }
  return false;
}

TEST(CommitteeMarginPropertyTest, NoChangeBelowItAndSomeChangeAtItChangesTheCommittee) {
  constexpr CommitteeRule kRules[] = {CommitteeRule::kApproval,
                                      CommitteeRule::kSatisfaction,
                                      CommitteeRule::kPav,
                                      CommitteeRule::kSeqPav,
                                      CommitteeRule::kRevSeqPav,
                                      CommitteeRule::kPhragmen,
                                      CommitteeRule::kEqualShares,
                                      CommitteeRule::kChamberlinCourant};
  for (const CommitteeRule rule : kRules) {
    int judged = 0;
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
      Draw draw(seed);
      const CommitteeRequest request{rule, 1 + draw.Below(3), Completion::kPhragmen, {}};
      Ballots ballots;
      const std::uint32_t people = 4 + draw.Below(5);
      // The first candidates are approved more often, so that there is a margin.
      for (std::uint32_t i = 0; i < people; ++i)
        ballots.push_back(draw.Below(1U << kCandidates) | (draw.Below(2) * draw.Below(4)));
      const MarginAnswer answer = CommitteeMarginOf(ProfileOf(ballots), request);
      ASSERT_TRUE(answer.margin.has_value());
      const Margin& margin = *answer.margin;
      const auto committees = CommitteesOf(ballots, request);
      ASSERT_EQ(margin.at_least.IsZero(), committees.size() > 1) << Name(rule) << seed;
      if (committees.size() > 1) continue;
      if (rule == CommitteeRule::kApproval || rule == CommitteeRule::kSatisfaction)
        EXPECT_TRUE(margin.exact());
      for (int changed = 1; changed <= 2; ++changed) {
        const bool can = CanChange(ballots, 0, changed, committees, request);
        ASSERT_FALSE(can && Fraction(changed) < margin.at_least) << Name(rule) << " seed " << seed;
        ASSERT_FALSE(!can && margin.at_most && Fraction(changed) >= *margin.at_most)
            << Name(rule) << " seed " << seed;
        ++judged;
      }
    }
    EXPECT_GT(judged, 10) << Name(rule);
  }
}

}  // namespace
}  // namespace quorate::engine
