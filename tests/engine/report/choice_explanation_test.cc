#include "engine/report/choice_explanation.h"

#include <algorithm>

#include "tests/engine/study/small_study.h"

namespace quorate::engine {
namespace {

// A choice among three with one closed iteration for each outcome.
Choice ChoiceWith(const std::vector<std::string>& outcomes) {
  Choice choice;
  choice.id = "primary";
  choice.plan.rule = "schulze";
  choice.items = {{"pain", 1}, {"sleep", 1}, {"mood", 1}};
  for (const std::string& outcome : outcomes) {
    ChoiceIteration iteration;
    iteration.open = false;
    iteration.outcome = *ParseJson(outcome);
    choice.iterations.push_back(std::move(iteration));
  }
  return choice;
}

constexpr const char* kPain =
    R"({"rule":"schulze","seats":"1","voters":"14","blank":"1","winners":["pain"],"tied":false,
        "pairwise":{"pain":{"sleep":"9","mood":"8"},"sleep":{"pain":"5","mood":"7"},
                    "mood":{"pain":"6","sleep":"7"}}})";
constexpr const char* kSleep =
    R"({"rule":"schulze","seats":"1","voters":"14","blank":"0","winners":["sleep"],"tied":false,
        "pairwise":{"pain":{"sleep":"13/2","mood":"8"},"sleep":{"pain":"15/2","mood":"8"},
                    "mood":{"pain":"6","sleep":"6"}}})";

bool Says(const std::vector<std::string>& words, const std::string& sentence) {
  return std::find(words.begin(), words.end(), sentence) != words.end();
}

TEST(ChoiceExplanationTest, SaysWhoWasChosenFromHowManyBallots) {
  const auto words = ChoiceWords(ChoiceWith({kPain}), 1);
  EXPECT_EQ(words[0], "pain is chosen (rule schulze, 14 ballots; 1 person abstained).");
}

TEST(ChoiceExplanationTest, SaysHowTheWinnerStandsAgainstEachOther) {
  const auto words = ChoiceWords(ChoiceWith({kPain}), 1);
  EXPECT_TRUE(Says(words, "pain is preferred to sleep, 9 to 5."));
  EXPECT_TRUE(Says(words, "pain is preferred to mood, 8 to 6."));
}

TEST(ChoiceExplanationTest, SaysWhatChangedSinceTheTimeBefore) {
  const auto words = ChoiceWords(ChoiceWith({kPain, kSleep}), 2);
  EXPECT_TRUE(Says(words, "The time before it was pain; now it is sleep."));
  EXPECT_TRUE(Says(words, "The pair pain and sleep turned: 9 to 5 before, 6.50 to 7.50 now."));
  EXPECT_TRUE(Says(words, "The pair sleep and mood turned: 7 to 7 before, 8 to 6 now."));
  EXPECT_EQ(std::count_if(words.begin(),
                          words.end(),
                          [](const std::string& one) {
                            return one.find("pain and mood") != std::string::npos;
                          }),
            0);
}

TEST(ChoiceExplanationTest, TheSameAgainIsSaidToBeTheSame) {
  EXPECT_TRUE(
      Says(ChoiceWords(ChoiceWith({kPain, kPain}), 2), "The time before it came out the same."));
}

TEST(ChoiceExplanationTest, ATieAndWhatBrokeItAreSaid) {
  const auto tied = ChoiceWords(
      ChoiceWith(
          {R"({"seats":"1","voters":"6","blank":"0","winners":["pain","mood"],"tied":true})"}),
      1);
  EXPECT_EQ(tied[0], "pain and mood are tied for 1 place (rule schulze, 6 ballots).");
  Choice lot = ChoiceWith({R"({"seats":"1","voters":"6","blank":"0","winners":["pain"],"tied":false,
                               "decided_by":"lot"})"});
  lot.lot = Lot{40, "cm9vdA=="};
  EXPECT_EQ(
      ChoiceWords(lot, 1)[1],
      "There was a tie; the lot drawn from the log's root over its first 40 entries broke it.");
}

TEST(ChoiceExplanationTest, OneOfSeveralEqualSetsIsNotATieBetweenItsMembers) {
  Choice choice = ChoiceWith(
      {R"({"seats":"2","voters":"6","blank":"0","winners":["pain","mood"],"tied":true})"});
  choice.plan.rule = "pav";
  choice.plan.seats = 2;
  EXPECT_EQ(ChoiceWords(choice, 1)[0],
            "pain and mood is one of several equally good sets (rule pav, 6 ballots).");
}

// A workshop in which six people rank pain first and five sleep, counted and closed.
Study Voted(const std::string& rule, int seats) {
  Protocol protocol = SmallProtocol();
  ChoicePlan plan;
  plan.id = "primary";
  plan.question = "Which?";
  plan.rule = rule;
  plan.seats = seats;
  protocol.rounds[0].mode = RoundMode::kWorkshop;
  protocol.rounds[0].choices = {plan};
  Study study;
  EXPECT_TRUE(Do(study, CreateStudy{"Small"}));
  EXPECT_TRUE(Do(study, DraftProtocol{protocol}));
  EXPECT_TRUE(Do(study, FreezeProtocol{}));
  EnrolParticipants enrol;
  RecordAttendance attend{1, {}};
  for (int i = 1; i <= 11; ++i) {
    enrol.enrolments.push_back({Person("p", i), {{"patients"}, 1}});
    attend.participants.push_back(Person("p", i));
  }
  EXPECT_TRUE(Do(study, enrol));
  EXPECT_TRUE(Do(study, AddItems{{{"pain", "Pain"}, {"sleep", "Sleep"}, {"mood", "Mood"}}}));
  EXPECT_TRUE(Do(study, OpenRound{}));
  EXPECT_TRUE(Do(study, attend));
  EXPECT_TRUE(Do(study, CallChoice{1, "c", "primary", {"pain", "sleep", "mood"}, "cm9vdA=="}));
  EXPECT_TRUE(Do(study, OpenChoice{"c"}));
  for (int i = 1; i <= 11; ++i) {
    ChoiceBallot ballot{Person("p", i), {}};
    ballot.marks.push_back({i <= 6 ? "pain" : "sleep", AnswerState::kScored, 1});
    EXPECT_TRUE(
        Do(study, CastChoice{"c", Channel::kSelf, {ballot}}, {Role::kParticipant, Person("p", i)}));
  }
  EXPECT_TRUE(Do(study, CloseChoice{"c"}));
  return study;
}

TEST(ChoiceExplanationTest, TheRulesReasonsAndTheMarginAreTold) {
  const Study study = Voted("schulze", 1);
  const auto told = ExplainChoice(study, study.choices[0], 1, Tier::kAuditor);
  ASSERT_TRUE(told.figures);
  EXPECT_EQ(told.figures->Find("comparisons")->array()->size(), 2);
  EXPECT_EQ(*told.figures->Find("margin")->Find("fewest")->string(), "1");
  EXPECT_TRUE(Says(told.words, "The strongest path from pain to sleep is pain > sleep (6 to 5)."));
}

TEST(ChoiceExplanationTest, WhichBallotsAChangeWouldTakeIsForTheAuditorAlone) {
  const Study study = Voted("plurality", 1);
  const auto everybody = ExplainChoice(study, study.choices[0], 1, Tier::kPublic);
  ASSERT_TRUE(everybody.figures);
  EXPECT_EQ(everybody.figures->Find("margin")->Find("witness"), nullptr);
  EXPECT_EQ(everybody.words.back(), "Margin: 1 ballot would have to be changed for other winners.");
  const auto auditor = ExplainChoice(study, study.choices[0], 1, Tier::kAuditor);
  EXPECT_NE(auditor.figures->Find("margin")->Find("witness"), nullptr);
}

TEST(ChoiceExplanationTest, SetsAreExplainedSeatBySeat) {
  const Study study = Voted("phragmen", 2);
  const auto told = ExplainChoice(study, study.choices[0], 1, Tier::kPublic);
  ASSERT_TRUE(told.figures);
  EXPECT_EQ(told.figures->Find("comparisons")->array()->size(), 1);
  EXPECT_TRUE(Says(told.words, "sleep has 5 approvals, mood 0."));
}

TEST(ChoiceExplanationTest, TooFewVotersAndHeldBackFiguresAreSaid) {
  const auto few =
      ChoiceWords(ChoiceWith({R"({"seats":"1","voters":"1","blank":"2","winners":[],"tied":false,
                      "inquorate":true})"}),
                  1);
  EXPECT_EQ(few[0], "Too few people voted for a choice to be made: 1 ballot; 2 people abstained.");
  const auto held = ChoiceWords(
      ChoiceWith({R"({"seats":"1","voters":"3","blank":"0","winners":["pain"],"tied":false,
                      "figures_withheld":true})"}),
      1);
  EXPECT_EQ(held[1], "The figures are not shown, since they would tell of too few people.");
}

}  // namespace
}  // namespace quorate::engine
