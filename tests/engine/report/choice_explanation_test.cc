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
