#include "engine/study/feedback.h"

#include "engine/study/permits.h"
#include "tests/engine/study/small_study.h"

namespace quorate::engine {
namespace {

// Round 1 answered by all six patients and two clinicians, round 2 open.
Study SecondRound(Feedback policy) {
  Study study;
  Protocol protocol = SmallProtocol(2);
  protocol.rounds[1].feedback = policy;
  protocol.k = 3;
  EXPECT_TRUE(Do(study, CreateStudy{"Small"}));
  EXPECT_TRUE(Do(study, DraftProtocol{protocol}));
  EXPECT_TRUE(Do(study, FreezeProtocol{}));
  EnrolParticipants enrol;
  for (int i = 1; i <= 6; ++i) {
    enrol.enrolments.push_back({Person("p", i), {{"patients"}, 1}});
    enrol.enrolments.push_back({Person("c", i), {{"clinicians"}, 1}});
  }
  EXPECT_TRUE(Do(study, enrol));
  EXPECT_TRUE(Do(study, AddItems{{{"pain", "Pain"}, {"sleep", "Sleep"}}}));
  EXPECT_TRUE(Do(study, OpenRound{}));
  for (int i = 1; i <= 6; ++i) {
    EXPECT_TRUE(Cast(study, Person("p", i), 8));
    if (i <= 4) EXPECT_TRUE(Cast(study, Person("c", i), 5));
  }
  EXPECT_TRUE(Do(study, CloseRound{1}));
  EXPECT_TRUE(Do(study, OpenRound{}));
  return study;
}

FeedbackContent ShownTo(const Study& study, const std::string& person) {
  return *FeedbackFor(study, study.rounds.back(), *study.FindParticipant(person));
}

TEST(FeedbackTest, ThePolicySaysWhoseTablesAreShown) {
  EXPECT_EQ(ShownTo(SecondRound(Feedback::kAllGroups), "p1").groups,
            (std::vector<std::string>{"patients", "clinicians"}));
  EXPECT_EQ(ShownTo(SecondRound(Feedback::kOwnGroup), "c1").groups,
            (std::vector<std::string>{"clinicians"}));
  EXPECT_TRUE(ShownTo(SecondRound(Feedback::kOverall), "p1").groups.empty());
  EXPECT_TRUE(ShownTo(SecondRound(Feedback::kNone), "p1").groups.empty());
}

TEST(FeedbackTest, SomebodyWhoDidNotAnswerHasNoAnswersOfTheirOwnToSee) {
  const Study study = SecondRound(Feedback::kAllGroups);
  EXPECT_TRUE(ShownTo(study, "p1").own.has_value());
  EXPECT_FALSE(ShownTo(study, "c6").own.has_value());
}

TEST(FeedbackTest, BeforeTheFirstRoundThereIsNothingToShow) {
  const Study study = OpenStudy();
  EXPECT_FALSE(FeedbackFor(study, study.rounds[0], *study.FindParticipant("p1")).has_value());
}

TEST(FeedbackTest, IsOnRecordOnceARoundAndOnlyAsItWas) {
  Study study = SecondRound(Feedback::kOwnGroup);
  const Actor p1{Role::kParticipant, "p1"};
  EXPECT_TRUE(Do(study, ShowFeedback{2, "p1"}, p1));
  EXPECT_EQ(ReasonOf(Do(study, ShowFeedback{2, "p1"}, p1)), Reason::kAlreadyExists);
  EXPECT_EQ(ReasonOf(Do(study, ShowFeedback{2, "p2"}, p1)), Reason::kNotPermitted);

  FeedbackContent more = ShownTo(study, "p2");
  more.groups.push_back("clinicians");
  const Entry entry{{Role::kParticipant, "p2"}, kNow, FeedbackShown{"p2", 2, {}, more}};
  EXPECT_EQ(Permits(study, entry).error().reason, Reason::kInvalidArgument);
}

}  // namespace
}  // namespace quorate::engine
