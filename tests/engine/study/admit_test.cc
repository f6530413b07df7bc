#include "engine/study/admit.h"

#include <gmock/gmock.h>

#include "tests/engine/study/small_study.h"

namespace quorate::engine {
namespace {

TEST(AdmitTest, ABatchIsAllOrNothingAndNamesEveryBallot) {
  Study study = OpenStudy();
  const CastBallots act{1,
                        Channel::kImport,
                        {{"p1", {{"pain", AnswerState::kScored, 5}}},
                         {"p2", {{"pain", AnswerState::kScored, 0}}},
                         {"ghost", {{"pain", AnswerState::kScored, 5}}}}};
  const auto refused = Do(study, act);
  ASSERT_FALSE(refused);
  ASSERT_EQ(refused.error().violations.size(), 2U);
  EXPECT_EQ(refused.error().violations[0].field, "ballots[p2].answers[pain]");
  EXPECT_EQ(refused.error().violations[1].field, "ballots[ghost]");
  EXPECT_EQ(study.rounds[0].box.voters.size(), 0U);
}

TEST(AdmitTest, AnEmptyOrRepeatingBatchIsRefused) {
  Study study = OpenStudy();
  EXPECT_EQ(ReasonOf(Do(study, EnrolParticipants{})), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(Do(study, AddItems{{{"mood", "Mood"}, {"mood", "Mood"}}})),
            Reason::kInvalidArgument);
  const BallotEntry ballot{"p1", {{"pain", AnswerState::kScored, 5}}};
  EXPECT_EQ(ReasonOf(Do(study, CastBallots{1, Channel::kImport, {ballot, ballot}})),
            Reason::kInvalidArgument);
}

TEST(AdmitTest, ClosingARoundAddsResponseTalliesAndExplanations) {
  Study study = OpenStudy();
  ASSERT_TRUE(Cast(study, "p1", 7));
  const auto entries = Do(study, CloseRound{1});
  ASSERT_TRUE(entries);
  ASSERT_EQ(entries->size(), 7U);
  EXPECT_TRUE(std::holds_alternative<ResponseFound>((*entries)[1].event));
  EXPECT_EQ(std::get<ItemTallied>((*entries)[2].event).item, (ItemVersion{"pain", 1}));
  EXPECT_EQ(std::get<ItemTallied>((*entries)[3].event).item, (ItemVersion{"sleep", 1}));
  EXPECT_TRUE(std::holds_alternative<RoundExplained>((*entries)[4].event));
  EXPECT_EQ(std::get<ItemExplained>((*entries)[6].event).item, (ItemVersion{"sleep", 1}));
  EXPECT_EQ((*entries)[1].actor, (Actor{Role::kServer, "engine"}));
}

TEST(AdmitTest, AClockSetBackDoesNotTurnTheLogBack) {
  Study study = OpenStudy();
  const Command earlier{kFacilitator, {kNow.seconds - 3600}, AddItems{{{"mood", "Mood"}}}};
  const auto entries = Admit(study, earlier);
  ASSERT_TRUE(entries);
  EXPECT_EQ(entries->front().time, kNow);
}

TEST(AdmitTest, BallotsThatAreNotAtHandAreNotCounted) {
  Study study = OpenStudy();
  study.contents_known = false;
  EXPECT_EQ(ReasonOf(Do(study, CloseRound{1})), Reason::kWrongState);
}

TEST(AdmitTest, BallotsShowTheDayOnly) {
  Study study = OpenStudy();
  const auto entries = Cast(study, "p1", 7);
  ASSERT_TRUE(entries);
  EXPECT_EQ(entries->front().time, TruncateToDay(kNow));
}

TEST(AdmitTest, AnswersAreKeptInOrderOfTheirItems) {
  Study study = OpenStudy();
  const CastBallots act{
      1,
      Channel::kSelf,
      {{"p1", {{"sleep", AnswerState::kSkipped, 0}, {"pain", AnswerState::kScored, 9}}}}};
  const auto entries = Do(study, act, {Role::kParticipant, "p1"});
  ASSERT_TRUE(entries);
  const auto& answers = std::get<BallotCast>(entries->front().event).content->answers;
  EXPECT_EQ(answers[0].item, "pain");
  EXPECT_EQ(answers[1].item, "sleep");
}

TEST(AdmitTest, TheSameItemTwiceOnOneBallotIsRefused) {
  Study study = OpenStudy();
  const CastBallots act{
      1,
      Channel::kSelf,
      {{"p1", {{"pain", AnswerState::kScored, 1}, {"pain", AnswerState::kScored, 9}}}}};
  EXPECT_EQ(ReasonOf(Do(study, act, {Role::kParticipant, "p1"})), Reason::kInvalidArgument);
}

TEST(AdmitTest, TheNextRoundTakesOverWhatTheCarryPolicyLeaves) {
  Study study = RunningStudy(2);
  study.protocol->rounds[1].carry = CarryPolicy::kDropInAndOut;
  ASSERT_TRUE(Do(study, OpenRound{}));
  for (int i = 1; i <= 6; ++i) {
    const std::string person = Person("p", i);
    ASSERT_TRUE(
        Do(study,
           CastBallots{
               1,
               Channel::kSelf,
               {{person, {{"pain", AnswerState::kScored, 9}, {"sleep", AnswerState::kScored, 5}}}}},
           {Role::kParticipant, person}));
  }
  ASSERT_TRUE(Do(study, CloseRound{1}));
  ASSERT_TRUE(Do(study, AddItems{{{"mood", "Mood"}}}));
  ASSERT_TRUE(Do(study, OpenRound{}));
  EXPECT_EQ(study.rounds[1].items, (std::vector<ItemVersion>{{"sleep", 1}, {"mood", 1}}));
}

TEST(AdmitTest, DecidingTwiceHasNothingToRecord) {
  Study study = OpenStudy();
  ASSERT_TRUE(Cast(study, "p1", 7));
  ASSERT_TRUE(Do(study, CloseRound{1}));
  EXPECT_EQ(Do(study, RecordDecisions{})->size(), 2U);
  EXPECT_EQ(ReasonOf(Do(study, RecordDecisions{})), Reason::kWrongState);
}

}  // namespace
}  // namespace quorate::engine
