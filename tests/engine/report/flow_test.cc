#include "engine/report/flow.h"

#include <gtest/gtest.h>

#include "tests/engine/report/sample_history.h"

namespace quorate::engine {
namespace {

Flow Sample() {
  return FlowOf(SampleState(), SampleHistory());
}

// What the list must hold after the movement, if it held so many before.
int After(int active, const Movement& movement) {
  return active + movement.added + movement.accepted - movement.merged_from + movement.merged_into -
         movement.split_from + movement.split_into - movement.retired;
}

TEST(FlowOfTest, CountsPeopleWhoJoinedAndLeft) {
  const Flow flow = Sample();
  ASSERT_EQ(flow.rounds.size(), 3U);
  EXPECT_EQ(flow.rounds[0].before.joined, 15);
  EXPECT_EQ(flow.rounds[0].before.left, 0);
  EXPECT_EQ(flow.rounds[2].before.left, 1);
  EXPECT_EQ(flow.enrolled, 15);
  EXPECT_EQ(flow.left, 1);
}

TEST(FlowOfTest, CountsWhatBecameOfTheListBetweenRounds) {
  const Flow flow = Sample();
  EXPECT_EQ(flow.rounds[0].before.added, 5);
  EXPECT_EQ(flow.rounds[0].asked, 5);
  const Movement& between = flow.rounds[1].before;
  EXPECT_EQ(between.suggested, 2);
  EXPECT_EQ(between.accepted, 1);
  EXPECT_EQ(between.declined, 1);
  EXPECT_EQ(between.reworded, 1);
  EXPECT_EQ(between.merged_from, 2);
  EXPECT_EQ(between.merged_into, 1);
  EXPECT_EQ(flow.rounds[1].active, 5);
  EXPECT_EQ(flow.rounds[1].asked, 4) << "what was agreed OUT is not asked again";
}

TEST(FlowOfTest, WhatComesInAndGoesOutAddsUp) {
  support::StudyBuilder builder = OneItem({"9", "9", "9", "1"});
  builder.Do(AddItems{{{"C2", "two"}, {"C3", "three"}}})
      .Do(SplitItem{"C2", {{"C4", "four"}, {"C5", "five"}, {"C6", "six"}}, "too wide"})
      .Do(RetireItem{"C3", "not ours"})
      .Do(OpenRound{})
      .Do(WithdrawParticipant{"p3"})
      .Do(EnrolParticipants{{{"late", {{"a"}, 1}}}});
  const Flow flow = FlowOf(builder.study(), HistoryOf(builder.Finish().entries));
  ASSERT_EQ(flow.rounds.size(), 2U);
  EXPECT_EQ(flow.rounds[1].before.split_from, 1);
  EXPECT_EQ(flow.rounds[1].before.split_into, 3);
  EXPECT_EQ(flow.rounds[1].before.retired, 1);
  int active = 0;
  for (const FlowRound& round : flow.rounds) {
    active = After(active, round.before);
    EXPECT_EQ(round.active, active);
  }
  EXPECT_EQ(flow.active, After(active, flow.after));
  EXPECT_EQ(flow.active, 4);
  EXPECT_EQ(flow.after.left, 1);
  EXPECT_EQ(flow.after.joined, 1);
}

TEST(FlowOfTest, TellsWhatTheRuleSaidAndWhatWasDecided) {
  const Flow flow = Sample();
  EXPECT_EQ(flow.rounds[0].found.in, 1);
  EXPECT_EQ(flow.rounds[0].found.total(), 5);
  EXPECT_EQ(flow.rounds[1].found.total(), 4);
  EXPECT_EQ(flow.rounds[2].mode, RoundMode::kWorkshop);
  EXPECT_EQ(flow.rounds[2].found.in, 1) << "C6 in its second vote";
  EXPECT_EQ(flow.rounds[2].found.none, 1) << "C7";
  EXPECT_EQ(flow.decided.in, 3);
  EXPECT_EQ(flow.decided.out, 2);
  EXPECT_EQ(flow.undecided, 0);
  EXPECT_EQ(flow.overridden, 1);
}

TEST(FlowOfTest, StudyWithoutARoundHasOnlyItsBeginning) {
  support::StudyBuilder builder;
  builder.Do(CreateStudy{"t"})
      .Do(DraftProtocol{support::ProtocolFrom(
          R"({"title":"t","groups":[{"id":"a"}],"rounds":[{"rule":"comet-70-15"}]})")})
      .Do(FreezeProtocol{})
      .Do(AddItems{{{"C1", "one"}}});
  const Flow flow = FlowOf(builder.study(), HistoryOf(builder.Finish().entries));
  EXPECT_TRUE(flow.rounds.empty());
  EXPECT_EQ(flow.after.added, 1);
  EXPECT_EQ(flow.undecided, 1);
}

TEST(VerdictAtTest, WorkshopCountsTheLastVoteOnTheItem) {
  const Study& study = SampleState();
  EXPECT_EQ(VerdictAt(study, study.rounds[0], "C1"), Verdict::kIn);
  EXPECT_EQ(VerdictAt(study, study.rounds[0], "C6"), std::nullopt);
  EXPECT_EQ(VerdictAt(study, study.rounds[2], "C6"), Verdict::kIn);
  EXPECT_EQ(VerdictAt(study, study.rounds[2], "C1"), std::nullopt);
}

}  // namespace
}  // namespace quorate::engine
