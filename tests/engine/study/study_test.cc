#include "engine/study/study.h"

#include "tests/engine/study/small_study.h"

namespace quorate::engine {
namespace {

TEST(StudyTest, FindsNothingThatIsNotThere) {
  const Study study = RunningStudy();
  EXPECT_EQ(study.FindItem("mood"), nullptr);
  EXPECT_EQ(study.FindParticipant("ghost"), nullptr);
  EXPECT_EQ(study.FindRound(0), nullptr);
  EXPECT_EQ(study.FindRound(1), nullptr);
  EXPECT_EQ(study.FindVote("v"), nullptr);
  EXPECT_EQ(study.FindDecision("pain"), nullptr);
  EXPECT_EQ(study.open_round(), nullptr);
}

TEST(StudyTest, OnlyRespondentsEnterWhereThePolicySaysSo) {
  Study study = RunningStudy(2);
  study.protocol->rounds[1].entry = EntryPolicy::kRespondents;
  ASSERT_TRUE(Do(study, OpenRound{}));
  ASSERT_TRUE(Cast(study, "p1", 5));
  ASSERT_TRUE(Do(study, CloseRound{1}));
  ASSERT_TRUE(Do(study, OpenRound{}));
  EXPECT_TRUE(MayEnter(study, *study.FindRound(2), *study.FindParticipant("p1")));
  EXPECT_FALSE(MayEnter(study, *study.FindRound(2), *study.FindParticipant("p2")));
  EXPECT_EQ(ReasonOf(Cast(study, "p2", 5, 2)), Reason::kNotEligible);
}

TEST(StudyTest, AYesNoVoteNeedsARuleOnZeroToOne) {
  RoundPlan plan;
  plan.rule = FindPreset("comet-70-15")->rule;
  EXPECT_EQ(RuleFor(plan, VoteKind::kYesNo), nullptr);
  EXPECT_EQ(RuleFor(plan, VoteKind::kRating), &plan.rule);
  plan.yes_no_rule = FindPreset("meeting-majority")->rule;
  EXPECT_EQ(RuleFor(plan, VoteKind::kYesNo), &*plan.yes_no_rule);
}

}  // namespace
}  // namespace quorate::engine
