#include "engine/study/choice_outcome.h"

#include "tests/engine/study/small_study.h"

namespace quorate::engine {
namespace {

ChoicePlan Plan(const std::string& rule, int seats = 1) {
  ChoicePlan plan;
  plan.id = "primary";
  plan.question = "Which?";
  plan.rule = rule;
  plan.seats = seats;
  return plan;
}

// A workshop in which six patients and six clinicians are present and `plan` is open over pain,
// sleep and mood.
Study Workshop(const ChoicePlan& plan, const std::string& voice = "per-person") {
  Protocol protocol = SmallProtocol();
  protocol.rounds[0].mode = RoundMode::kWorkshop;
  protocol.rounds[0].choices = {plan};
  protocol.voice = *ParseVoice(voice);
  Study study;
  EXPECT_TRUE(Do(study, CreateStudy{"Small"}));
  EXPECT_TRUE(Do(study, DraftProtocol{protocol}));
  EXPECT_TRUE(Do(study, FreezeProtocol{}));
  EnrolParticipants enrol;
  RecordAttendance attend{1, {}};
  for (int i = 1; i <= 6; ++i) {
    for (const auto& [letter, group] : {std::pair("p", "patients"), std::pair("c", "clinicians")}) {
      enrol.enrolments.push_back({Person(letter, i), {{group}, 1}});
      attend.participants.push_back(Person(letter, i));
    }
  }
  EXPECT_TRUE(Do(study, enrol));
  EXPECT_TRUE(Do(study, AddItems{{{"pain", "Pain"}, {"sleep", "Sleep"}, {"mood", "Mood"}}}));
  EXPECT_TRUE(Do(study, OpenRound{}));
  EXPECT_TRUE(Do(study, attend));
  EXPECT_TRUE(Do(study, CallChoice{1, "c", "primary", {"pain", "sleep", "mood"}, "cm9vdA=="}));
  EXPECT_TRUE(Do(study, OpenChoice{"c"}));
  return study;
}

using Marks = std::vector<std::pair<const char*, int>>;

Result<std::vector<Entry>> Vote(Study& study, const std::string& person, const Marks& marks) {
  ChoiceBallot ballot{person, {}};
  for (const auto& [item, value] : marks)
    ballot.marks.push_back({item, AnswerState::kScored, value});
  return Do(study, CastChoice{"c", Channel::kSelf, {ballot}}, {Role::kParticipant, person});
}

void All(Study& study, const std::string& letter, int first, int last, const Marks& marks) {
  for (int i = first; i <= last; ++i)
    EXPECT_TRUE(Vote(study, Person(letter, i), marks));
}

std::vector<std::string> Winners(const Json& outcome) {
  std::vector<std::string> names;
  for (const Json& name : *outcome.Find("winners")->array())
    names.push_back(*name.string());
  return names;
}

Json Outcome(const Study& study) {
  return ChoiceOutcome(study, study.choices[0], study.choices[0].iterations.size());
}

Json Published(const Study& study) {
  return PublishableOutcome(study, study.choices[0], 1, Outcome(study));
}

TEST(ChoiceOutcomeTest, CountsRankingsByTheRuleOfThePlan) {
  Study study = Workshop(Plan("schulze"));
  All(study, "p", 1, 6, {{"pain", 1}, {"sleep", 2}});
  All(study, "c", 1, 5, {{"sleep", 1}});
  const Json outcome = Outcome(study);
  EXPECT_EQ(Winners(outcome), (std::vector<std::string>{"pain"}));
  EXPECT_EQ(*outcome.Find("pairwise")->Find("pain")->Find("sleep")->string(), "6");
  EXPECT_EQ(*outcome.Find("voters")->string(), "11");
}

TEST(ChoiceOutcomeTest, ABlankBallotAbstains) {
  Study study = Workshop(Plan("plurality"));
  All(study, "p", 1, 3, {{"pain", 1}});
  All(study, "c", 1, 4, {});
  const Json outcome = Outcome(study);
  EXPECT_EQ(*outcome.Find("voters")->string(), "3");
  EXPECT_EQ(*outcome.Find("blank")->string(), "4");
}

TEST(ChoiceOutcomeTest, WeighsBallotsByTheVoiceOfTheStudy) {
  const auto winner = [](const std::string& voice) {
    Study study = Workshop(Plan("plurality"), voice);
    All(study, "p", 1, 6, {{"pain", 1}});
    All(study, "c", 1, 1, {{"sleep", 1}});
    return Winners(Outcome(study));
  };
  EXPECT_EQ(winner("per-person"), (std::vector<std::string>{"pain"}));
  EXPECT_EQ(winner("equal-groups"), (std::vector<std::string>{"pain", "sleep"}));
  EXPECT_EQ(winner("group-weights:patients=0,clinicians=1"), (std::vector<std::string>{"sleep"}));
}

TEST(ChoiceOutcomeTest, ChoosesASetFromApprovals) {
  Study study = Workshop(Plan("pav", 2));
  All(study, "p", 1, 6, {{"pain", 1}, {"mood", 1}});
  All(study, "c", 1, 4, {{"sleep", 1}, {"pain", 0}});
  EXPECT_EQ(Winners(Outcome(study)), (std::vector<std::string>{"pain", "sleep"}));
}

TEST(ChoiceOutcomeTest, CountsGrades) {
  Study study = Workshop(Plan("majority-judgment"));
  All(study, "p", 1, 5, {{"pain", 5}, {"sleep", 3}, {"mood", 0}});
  EXPECT_EQ(Winners(Outcome(study)), (std::vector<std::string>{"pain"}));
  const auto partial = Vote(study, "p6", {{"pain", 5}});
  EXPECT_EQ(ReasonOf(partial), Reason::kInvalidArgument) << "every item needs its grade";
  EXPECT_FALSE(Vote(study, "p6", {{"pain", 6}, {"sleep", 0}, {"mood", 0}})) << "off the scale";
}

TEST(ChoiceOutcomeTest, TooFewVotersLeaveItInquorate) {
  ChoicePlan plan = Plan("plurality");
  plan.quorum.panel = 4;
  Study study = Workshop(plan);
  All(study, "p", 1, 3, {{"pain", 1}});
  EXPECT_TRUE(*Outcome(study).Find("inquorate")->boolean());
  EXPECT_TRUE(Winners(Outcome(study)).empty());
  All(study, "c", 1, 1, {{"pain", 1}});
  EXPECT_EQ(Outcome(study).Find("inquorate"), nullptr);
}

TEST(ChoiceOutcomeTest, NobodyVotingIsInquorateAndNoWinner) {
  EXPECT_TRUE(*Outcome(Workshop(Plan("schulze"))).Find("inquorate")->boolean());
}

TEST(ChoiceOutcomeTest, ATieIsReportedUnlessThePlanBreaksIt) {
  const auto outcome = [](TieRule tie) {
    ChoicePlan plan = Plan("approval");
    plan.tie = tie;
    Study study = Workshop(plan);
    All(study, "p", 1, 3, {{"mood", 1}});
    All(study, "c", 1, 3, {{"sleep", 1}});
    return Outcome(study);
  };
  EXPECT_TRUE(*outcome(TieRule::kNone).Find("tied")->boolean());
  EXPECT_EQ(Winners(outcome(TieRule::kOrder)), (std::vector<std::string>{"sleep"}));
  EXPECT_EQ(*outcome(TieRule::kOrder).Find("decided_by")->string(), "order");
  EXPECT_EQ(*outcome(TieRule::kLot).Find("decided_by")->string(), "lot");
  EXPECT_EQ(Winners(outcome(TieRule::kLot)).size(), 1U);
}

TEST(ChoiceOutcomeTest, TheLotIsOfTheOpeningOfTheRound) {
  ChoicePlan plan = Plan("approval");
  plan.tie = TieRule::kLot;
  const Study study = Workshop(plan);
  const TieBreak tie = TieBreakOf(study.choices[0]);
  EXPECT_EQ(tie.seed, std::to_string(study.rounds[0].opened_at + 1) + ":cm9vdA==");
}

TEST(ChoiceOutcomeTest, FewVotersShowNoFigures) {
  Study study = Workshop(Plan("schulze"));
  All(study, "p", 1, 4, {{"pain", 1}});
  const Json shown = Published(study);
  EXPECT_EQ(shown.Find("pairwise"), nullptr);
  EXPECT_TRUE(*shown.Find("figures_withheld")->boolean());
  EXPECT_EQ(Winners(shown), (std::vector<std::string>{"pain"}));
}

TEST(ChoiceOutcomeTest, AWeightedVoiceShowsNoFiguresWhileAGroupIsSmall) {
  Study study = Workshop(Plan("schulze"), "equal-groups");
  All(study, "p", 1, 6, {{"pain", 1}});
  All(study, "c", 1, 2, {{"sleep", 1}});
  EXPECT_EQ(Published(study).Find("pairwise"), nullptr);
  All(study, "c", 3, 6, {{"sleep", 1}});
  EXPECT_NE(Published(study).Find("pairwise"), nullptr);
}

TEST(ChoiceOutcomeTest, ScottishStvRefusesEqualPlacesOnTheBallot) {
  Study study = Workshop(Plan("stv-scottish", 2));
  EXPECT_FALSE(Vote(study, "p1", {{"pain", 1}, {"sleep", 1}}));
  EXPECT_TRUE(Vote(study, "p1", {{"pain", 1}, {"sleep", 2}}));
}

TEST(ChoiceOutcomeTest, NamesEveryMarkThatIsWrong) {
  Study study = Workshop(Plan("schulze"));
  const auto refused = Vote(study, "p1", {{"pain", 0}, {"hair", 1}, {"mood", 9}});
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().reason, Reason::kUnknownItem);
  EXPECT_EQ(refused.error().violations.size(), 3U);
}

}  // namespace
}  // namespace quorate::engine
