#include "engine/study/permits.h"

#include <gmock/gmock.h>

#include "tests/engine/study/small_study.h"

namespace quorate::engine {
namespace {

using testing::HasSubstr;

TEST(PermitsTest, NothingHappensBeforeAStudyIsCreated) {
  Study study;
  EXPECT_EQ(ReasonOf(Do(study, FreezeProtocol{})), Reason::kProtocolNotFrozen);
  EXPECT_EQ(ReasonOf(Do(study, AddItems{{{"pain", "Pain"}}})), Reason::kUnknownStudy);
}

TEST(PermitsTest, AStudyIsCreatedOnce) {
  Study study = RunningStudy();
  EXPECT_EQ(ReasonOf(Do(study, CreateStudy{"Again"})), Reason::kAlreadyExists);
}

TEST(PermitsTest, AFrozenProtocolChangesOnlyByAmendmentWithAReason) {
  Study study = RunningStudy();
  EXPECT_EQ(ReasonOf(Do(study, DraftProtocol{SmallProtocol()})), Reason::kProtocolFrozen);
  EXPECT_EQ(ReasonOf(Do(study, FreezeProtocol{})), Reason::kProtocolFrozen);
  EXPECT_EQ(ReasonOf(Do(study, AmendProtocol{SmallProtocol(2), " "})), Reason::kInvalidArgument);
  EXPECT_TRUE(Do(study, AmendProtocol{SmallProtocol(2), "a second round is needed"}));
  EXPECT_EQ(study.amendments.size(), 1U);
}

TEST(PermitsTest, AnAmendmentKeepsGroupsAndOpenedRounds) {
  Study study = OpenStudy(2);
  EXPECT_EQ(ReasonOf(Do(study, AmendProtocol{SmallProtocol(3), "more"})), Reason::kRoundOpen);
  ASSERT_TRUE(Do(study, CloseRound{1}));
  Protocol without = SmallProtocol(2);
  without.groups.pop_back();
  EXPECT_THAT(Do(study, AmendProtocol{without, "fewer"}).error().message, HasSubstr("clinicians"));
}

TEST(PermitsTest, OnlyTheFacilitatorRunsTheStudy) {
  Study study = RunningStudy();
  for (const Role role : {Role::kParticipant, Role::kObserver, Role::kAuditor, Role::kIntegrator}) {
    EXPECT_EQ(ReasonOf(Do(study, OpenRound{}, {role, "x"})), Reason::kNotPermitted);
    EXPECT_EQ(ReasonOf(Do(study, ConcludeStudy{}, {role, "x"})), Reason::kNotPermitted);
  }
}

TEST(PermitsTest, ASecondHatMustBeOnTheRoster) {
  Study study = RunningStudy();
  const auto refused =
      Do(study, EnrolParticipants{{{"new", {{"patients", "pilots", "patients"}, 1}}}});
  EXPECT_EQ(ReasonOf(refused), Reason::kUnknownGroup);
  ASSERT_EQ(refused.error().violations.size(), 2U) << "every violation at once";
  EXPECT_EQ(refused.error().violations[0].field, "hats[1]");
  EXPECT_EQ(refused.error().violations[1].field, "hats[2]");
}

TEST(PermitsTest, ParticipantsAnswerForThemselvesOnly) {
  Study study = OpenStudy();
  const CastBallots act{1, Channel::kSelf, {{"p1", {{"pain", AnswerState::kScored, 5}}}}};
  EXPECT_EQ(ReasonOf(Do(study, act, {Role::kParticipant, "p2"})), Reason::kNotPermitted);
  EXPECT_EQ(ReasonOf(Do(study, act, kFacilitator)), Reason::kNotPermitted);
  CastBallots paper = act;
  paper.channel = Channel::kPaper;
  EXPECT_EQ(ReasonOf(Do(study, paper, {Role::kIntegrator, "tool"})), Reason::kNotPermitted);
  EXPECT_TRUE(Do(study, paper, kFacilitator));
}

TEST(PermitsTest, ABallotNamesEveryWrongAnswer) {
  Study study = OpenStudy();
  const CastBallots act{1,
                        Channel::kSelf,
                        {{"p1",
                          {{"pain", AnswerState::kScored, 10},
                           {"rest", AnswerState::kScored, 5},
                           {"sleep", AnswerState::kUnable, 3}}}}};
  const auto refused = Do(study, act, {Role::kParticipant, "p1"});
  EXPECT_EQ(ReasonOf(refused), Reason::kUnknownItem);
  EXPECT_EQ(refused.error().violations.size(), 3U);
  EXPECT_THAT(refused.error().message,
              HasSubstr("answers[pain]: score 10 is off the scale 1 to 9"));
  EXPECT_EQ(study.rounds[0].box.voters.size(), 0U) << "nothing is half done";
}

TEST(PermitsTest, NoBallotAfterTheCloseOrTheHour) {
  Study study = RunningStudy();
  ASSERT_TRUE(Do(study, OpenRound{{}, Instant{kNow.seconds + 100}}));
  ASSERT_TRUE(Cast(study, "p1", 7));
  const Command late{{Role::kParticipant, "p1"},
                     {kNow.seconds + 100},
                     CastBallots{1, Channel::kSelf, {{"p1", {{"pain", AnswerState::kScored, 5}}}}}};
  EXPECT_EQ(ReasonOf(Admit(study, late)), Reason::kRoundNotOpen);
  ASSERT_TRUE(Do(study, CloseRound{1}));
  EXPECT_EQ(ReasonOf(Cast(study, "p1", 7)), Reason::kRoundNotOpen);
}

TEST(PermitsTest, WhoHasLeftAnswersNoMore) {
  Study study = OpenStudy();
  ASSERT_TRUE(Cast(study, "p1", 7));
  ASSERT_TRUE(Do(study, WithdrawParticipant{"p1"}, {Role::kParticipant, "p1"}));
  EXPECT_EQ(ReasonOf(Cast(study, "p1", 8)), Reason::kWithdrawn);
  EXPECT_EQ(ReasonOf(Do(study, WithdrawParticipant{"p1"})), Reason::kWithdrawn);
  EXPECT_EQ(study.rounds[0].box.voters.size(), 1U) << "the ballot cast before stands";
}

TEST(PermitsTest, SuggestionsAreCountedPerPersonAndReviewedOnce) {
  Study study = OpenStudy();
  const Actor p1{Role::kParticipant, "p1"};
  EXPECT_TRUE(Do(study, SuggestItem{"s1", "Being listened to"}, p1));
  EXPECT_EQ(ReasonOf(Do(study, SuggestItem{"s2", "Another"}, p1)), Reason::kWrongState);
  EXPECT_EQ(ReasonOf(Do(study, ReviewSuggestion{{"s1", "", "", ""}})), Reason::kInvalidArgument);
  EXPECT_TRUE(Do(study, ReviewSuggestion{{"s1", "listening", "Being listened to", ""}}));
  EXPECT_EQ(study.FindItem("listening")->suggestion, "s1");
  EXPECT_EQ(ReasonOf(Do(study, ReviewSuggestion{{"s1", "", "", "twice"}})), Reason::kWrongState);
}

TEST(PermitsTest, AnItemBeingAnsweredStaysAsItIs) {
  Study study = OpenStudy();
  EXPECT_EQ(ReasonOf(Do(study, RewordItem{"pain", "Severe pain", "clearer"})), Reason::kRoundOpen);
  EXPECT_EQ(ReasonOf(Do(study, RetireItem{"pain", "unclear"})), Reason::kRoundOpen);
  ASSERT_TRUE(Do(study, CloseRound{1}));
  EXPECT_TRUE(Do(study, RewordItem{"pain", "Severe pain", "clearer"}));
  EXPECT_EQ(study.FindItem("pain")->standing, std::nullopt)
      << "votes are not carried to other words";
}

TEST(PermitsTest, ADecisionFollowsTheRuleOrSaysWhyNot) {
  Study study = OpenStudy();
  for (int i = 1; i <= 6; ++i)
    ASSERT_TRUE(Cast(study, Person("p", i), 8));
  EXPECT_EQ(ReasonOf(Do(study, RecordDecisions{{"pain"}})), Reason::kWrongState);
  ASSERT_TRUE(Do(study, CloseRound{1}));
  const Entry lie{kFacilitator, kNow, DecisionRecorded{{"pain", 1}, Verdict::kOut, "round/1"}};
  EXPECT_THAT(Permits(study, lie).error().message, HasSubstr("override it with a reason"));
  ASSERT_TRUE(Do(study, RecordDecisions{{"pain"}}));
  EXPECT_EQ(ReasonOf(Do(study, OverrideDecision{"pain", Verdict::kOut, ""})),
            Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(Do(study, OverrideDecision{"pain", Verdict::kIn, "same"})),
            Reason::kInvalidArgument);
  EXPECT_TRUE(Do(study, OverrideDecision{"pain", Verdict::kOut, "measured elsewhere"}));
  EXPECT_EQ(study.FindDecision("pain")->verdict, Verdict::kOut);
}

}  // namespace
}  // namespace quorate::engine
