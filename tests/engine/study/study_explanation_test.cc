#include "engine/study/study_explanation.h"

#include "tests/engine/study/two_rounds.h"

namespace quorate::engine {
namespace {

TEST(StudyExplanationTest, ACloseExplainsTheRoundAndEachItem) {
  Study study = TwoRounds(6, 6);
  EXPECT_TRUE(Do(study, CloseRound{2}));
  ASSERT_TRUE(study.rounds[1].explanation.has_value());
  EXPECT_NE(study.rounds[1].explanation->Find("looked_at"), nullptr);
  const TalliedItem& pain = study.rounds[1].results[0];
  ASSERT_TRUE(pain.explanation.has_value());
  EXPECT_NE(pain.explanation->Find("flip"), nullptr);
  EXPECT_EQ(*WithVerdict(pain).Find("consensus")->string(), Name(pain.consensus));
}

TEST(StudyExplanationTest, TheLogHoldsNoWordsNoExamplesAndNoOtherRules) {
  Study study = TwoRounds(6, 6);
  EXPECT_TRUE(Do(study, CloseRound{2}));
  const std::string text =
      WriteJson(*study.rounds[1].explanation) + WriteJson(*study.rounds[1].results[0].explanation);
  for (const char* word : {"\"why\"", "\"why_not\"", "\"example\"", "\"other_rules\"", "\"rules_"})
    EXPECT_EQ(text.find(word), std::string::npos) << word;
}

TEST(StudyExplanationTest, SomebodyWhoCameLateHasNotCompletedTheStudy) {
  Study study = TwoRounds(3, 0);
  EXPECT_TRUE(Do(study, EnrolParticipants{{{"late", {{"patients"}, 1}}}}));
  EXPECT_TRUE(Cast(study, "late", 5, 2));
  const ExplanationInput input = InputFor(study, BallotsOf(study, study.rounds[1]));
  EXPECT_EQ(input.completed, (std::vector<bool>{true, true, true, false}));
  EXPECT_EQ(input.people.size(), 3U);
}

TEST(StudyExplanationTest, TheFirstRoundKnowsNoCompletersAndNoMovement) {
  const Study study = TwoRounds(3, 0);
  const ExplanationInput input = InputFor(study, BallotsOf(study, study.rounds[0]));
  EXPECT_TRUE(input.completed.empty());
  EXPECT_FALSE(input.before.has_value());
}

TEST(StudyExplanationTest, AnItemInOtherWordsHasNotMoved) {
  Study study = OpenStudy(2);
  for (int i = 1; i <= 6; ++i)
    EXPECT_TRUE(Cast(study, Person("p", i), 8));
  EXPECT_TRUE(Do(study, CloseRound{1}));
  EXPECT_TRUE(Do(study, RewordItem{"pain", "Pain at night", "clearer"}));
  EXPECT_TRUE(Do(study, OpenRound{}));
  for (int i = 1; i <= 6; ++i)
    EXPECT_TRUE(Cast(study, Person("p", i), 2, 2));
  EXPECT_TRUE(Do(study, CloseRound{2}));
  EXPECT_EQ(study.rounds[1].results[0].explanation->Find("movement"), nullptr);
}

TEST(StudyExplanationTest, FewPeopleAreNotExplained) {
  Study study = TwoRounds(3, 0);
  EXPECT_TRUE(Do(study, CloseRound{2}));
  EXPECT_EQ(study.rounds[1].results[0].explanation->Find("flip"), nullptr);
}

}  // namespace
}  // namespace quorate::engine
