#include "engine/study/attrition.h"

#include "tests/engine/study/two_rounds.h"

namespace quorate::engine {
namespace {

TEST(AttritionTest, CountsWhoStayedLeftAndJoinedSinceTheFirstRound) {
  Study study = TwoRounds(6, 1);
  EXPECT_TRUE(Do(study, EnrolParticipants{{{"late", {{"patients"}, 1}}}}));
  EXPECT_TRUE(Cast(study, "late", 5, 2));
  const Json attrition = AttritionOf(study, study.rounds[1], 1);
  EXPECT_EQ(At(attrition, {"since"}), "round/1");
  EXPECT_EQ(At(attrition, {"panel", "before"}), "12");
  EXPECT_EQ(At(attrition, {"panel", "stayed"}), "7");
  EXPECT_EQ(At(attrition, {"panel", "left"}), "5");
  EXPECT_EQ(At(attrition, {"panel", "joined"}), "1");
  EXPECT_EQ(At(attrition, {"groups", "clinicians", "left"}), "5");
}

TEST(AttritionTest, ComparesTheFirstScoresOfThoseWhoStayedAndThoseWhoLeft) {
  const Study study = TwoRounds(6, 1);
  const Json attrition = AttritionOf(study, study.rounds[1], 1);
  EXPECT_EQ(At(attrition, {"panel", "stayed_mean"}), "50/7");  // Six 8s and a 2.
  EXPECT_EQ(At(attrition, {"panel", "left_mean"}), "2");
  EXPECT_EQ(At(attrition, {"groups", "patients", "left_mean"}), "absent") << "nobody left";
}

TEST(AttritionTest, MeansOfFewPeopleAreKeptBack) {
  const Study study = TwoRounds(6, 4);
  const Json attrition = AttritionOf(study, study.rounds[1], 5);
  EXPECT_EQ(At(attrition, {"panel", "left"}), "2");
  EXPECT_EQ(At(attrition, {"panel", "left_mean"}), "absent");
  EXPECT_EQ(At(attrition, {"groups", "clinicians", "stayed_mean"}), "absent");
}

TEST(AttritionTest, SomebodyWhoOnlySkipsHasNotAnswered) {
  Study study = TwoRounds(5, 6);
  EXPECT_TRUE(Do(study,
                 CastBallots{2, Channel::kSelf, {{"p6", {{"pain", AnswerState::kSkipped, 0}}}}},
                 {Role::kParticipant, "p6"}));
  const Json attrition = AttritionOf(study, study.rounds[1], 1);
  EXPECT_EQ(At(attrition, {"groups", "patients", "stayed"}), "5");
}

TEST(AttritionTest, IsFoundFromTheSecondSurveyRoundOn) {
  Study study = TwoRounds(6, 6);
  EXPECT_FALSE(study.rounds[0].attrition.has_value());
  EXPECT_TRUE(Do(study, CloseRound{2}));
  EXPECT_TRUE(study.rounds[1].attrition.has_value());
}

}  // namespace
}  // namespace quorate::engine
