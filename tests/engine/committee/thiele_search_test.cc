#include "engine/committee/thiele_search.h"

#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

// Candidates in a ring; a ballot approves three neighbors.
ApprovalProfile Ring(CandidateId candidates) {
  std::vector<std::string> names;
  std::vector<WeightedApproval> ballots;
  for (CandidateId c = 0; c < candidates; ++c) {
    names.push_back(std::to_string(c));
    ballots.push_back({{c, (c + 1) % candidates, (c + 2) % candidates}, 1});
  }
  return *ApprovalProfile::Make(std::move(names), ballots);
}

TEST(ThieleSearchTest, EveryThirdOfARingSatisfiesEverybody) {
  const auto best = FindBest(Ring(12), 4, Thiele::kFirstOnly);
  EXPECT_EQ(best.score, Fraction(12));
  EXPECT_EQ(best.committees, std::vector<Committee>({{0, 3, 6, 9}, {1, 4, 7, 10}, {2, 5, 8, 11}}));
  EXPECT_EQ(best.cut, Cut::kNo);
}

// One voter for each pair of nine. With fractions of seats everybody could be satisfied, so that
// the bound of the root is too high and the search has to branch.
TEST(ThieleSearchTest, ASearchCutShortGivesATrueBound) {
  std::vector<WeightedApproval> pairs;
  for (CandidateId a = 0; a < 9; ++a) {
    for (CandidateId b = a + 1; b < 9; ++b)
      pairs.push_back({{a, b}, 1});
  }
  const auto profile = *ApprovalProfile::Make(std::vector<std::string>(9, "x"), pairs);
  const auto cut = FindBest(profile, 5, Thiele::kFirstOnly, 200);
  const auto full = FindBest(profile, 5, Thiele::kFirstOnly);
  ASSERT_TRUE(cut.bound.has_value());
  ASSERT_FALSE(full.bound.has_value());
  EXPECT_EQ(full.score, Fraction(30));
  EXPECT_EQ(full.committees.size(), 126U);
  EXPECT_GE(*cut.bound, full.score);
  EXPECT_LE(cut.score, full.score);
  EXPECT_EQ(cut.score, ThieleScore(profile, cut.committees.front(), Thiele::kFirstOnly));
}

// lcm(1..45) does not fit a machine integer with the weights beside it.
TEST(ThieleSearchTest, LargeCommitteesUseIntegersOfAnySize) {
  std::vector<std::string> names(46, "x");
  WeightedApproval all{{}, 1'000'000};
  for (CandidateId c = 0; c < 46; ++c)
    all.approved.push_back(c);
  const auto profile = *ApprovalProfile::Make(names, {all, {{45}, 1}});
  const auto best = FindBest(profile, 45, Thiele::kHarmonic);
  EXPECT_FALSE(best.bound.has_value());
  EXPECT_EQ(best.committees.size(), 45U);
  EXPECT_EQ(best.committees.front().back(), 45U);
}

}  // namespace
}  // namespace quorate::engine
