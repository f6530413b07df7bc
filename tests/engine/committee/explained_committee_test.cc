#include "engine/committee/explained_committee.h"

#include <gtest/gtest.h>

#include "engine/committee/answer.h"

namespace quorate::engine {
namespace {

ApprovalProfile Sample() {
  return *ApprovalProfile::Make({"A", "B", "C"}, {{{0, 1}, 3}, {{2}, 1}});
}

TEST(ExplainedCommitteeTest, FewCandidatesAreComparedUnaskedAndCheapMarginsShown) {
  const CommitteeRequest request{CommitteeRule::kApproval, 2, Completion::kPhragmen, {}};
  const auto explained = ChooseAndExplain(Sample(), request, {});
  ASSERT_TRUE(explained.has_value());
  const Json json = ToJson(*explained, Sample(), request);
  EXPECT_EQ(json.Find("explanation")->Find("comparisons")->array()->size(), 1U);
  EXPECT_EQ(*json.Find("explanation")->Find("margin")->Find("fewest")->string(), "1");
}

TEST(ExplainedCommitteeTest, OtherMarginsAreShownWhenWanted) {
  const CommitteeRequest request{CommitteeRule::kPav, 2, Completion::kPhragmen, {}};
  EXPECT_FALSE(ChooseAndExplain(Sample(), request, {})->margin.has_value());
  EXPECT_TRUE(ChooseAndExplain(Sample(), request, {{}, true})->margin.has_value());
}

TEST(ExplainedCommitteeTest, StrangersAreRefusedAllAtOnce) {
  EXPECT_EQ(FindCandidates(Sample(), {"Zoe", "A", "Yan"}).error().violations.size(), 2U);
  EXPECT_EQ(*FindCandidates(Sample(), {"C"}), std::vector<CandidateId>{2});
}

TEST(ExplainedCommitteeTest, WhoPaysInFullStandsInTheStep) {
  const CommitteeRequest request{CommitteeRule::kEqualShares, 1, Completion::kNone, {}};
  const auto result = ChooseCommittee(*ApprovalProfile::Make({"A"}, {{{0}, 3}}), request);
  const auto& figures = result->steps.at(0).figures;
  ASSERT_FALSE(figures.empty());
  EXPECT_EQ(figures.back().first, "paying_in_full");
  EXPECT_EQ(figures.back().second, Fraction(3));
}

}  // namespace
}  // namespace quorate::engine
