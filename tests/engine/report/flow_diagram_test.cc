#include "engine/report/flow_diagram.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/report/html.h"
#include "tests/engine/report/sample_history.h"

namespace quorate::engine {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

std::vector<FlowStep> People() {
  return PeopleSteps(SampleState(), FlowOf(SampleState(), SampleHistory()));
}

std::vector<FlowStep> Items() {
  return ItemSteps(SampleState(), FlowOf(SampleState(), SampleHistory()));
}

TEST(PeopleStepsTest, TellsWhoMightAnswerAndWhoDidPerGroup) {
  const auto steps = People();
  ASSERT_EQ(steps.size(), 5U);
  EXPECT_THAT(steps[0].lines, ElementsAre("15 people enrolled"));
  EXPECT_EQ(steps[1].title, "Round 1 (survey)");
  EXPECT_THAT(steps[1].lines, Contains("14 of 15 answered (93.3 %)"));
  EXPECT_THAT(steps[1].lines, Contains("\u2068Patients\u2069: 7 of 7 (100.0 %)"));
  EXPECT_EQ(steps[3].title, "Round 3 (workshop)");
  EXPECT_THAT(steps[3].before, ElementsAre("1 person left"));
  EXPECT_EQ(steps[4].title, "At the end");
  EXPECT_THAT(steps[4].lines, ElementsAre("14 of 15 people on the panel, 1 left"));
}

TEST(PeopleStepsTest, GroupsThatAreKeptBackAreSaidToBe) {
  EXPECT_THAT(People()[1].lines, Contains("\u2068Researchers\u2069: not shown"));
}

TEST(ItemStepsTest, TellsWhatCameAndWent) {
  const auto steps = Items();
  ASSERT_EQ(steps.size(), 5U);
  EXPECT_THAT(steps[0].lines, ElementsAre("5 outcomes"));
  EXPECT_THAT(steps[2].before,
              ElementsAre("2 suggested; 1 taken up, 1 declined",
                          "2 merged into 1",
                          "1 reworded",
                          "1 not asked again"));
  EXPECT_THAT(steps[3].lines,
              ElementsAre("5 outcomes on the table", "2 voted on: 1 IN, 1 without agreement"));
  EXPECT_THAT(
      steps[4].lines,
      ElementsAre(
          "5 outcomes on the list", "Decided: 3 IN, 2 OUT", "1 of them decided against the rule"));
}

TEST(ItemStepsTest, OpenRoundIsSaidToBeOpen) {
  support::StudyBuilder builder = OneItem({"9", "9", "9", "9"});
  builder.Do(OpenRound{});
  const Flow flow = FlowOf(builder.study(), HistoryOf(builder.Finish().entries));
  const auto steps = ItemSteps(builder.study(), flow);
  EXPECT_EQ(steps[2].title, "Round 2 (survey), still open");
  EXPECT_EQ(steps[3].title, "So far");
  EXPECT_TRUE(PeopleSteps(builder.study(), flow)[2].lines.empty()) << "nobody was counted yet";
}

TEST(FlowPictureTest, ShowsEveryWordOfEveryStep) {
  const auto steps = Items();
  const std::string svg = FlowPicture("The list", steps);
  EXPECT_THAT(svg, HasSubstr("<title>The list</title><desc>The first list. 5 outcomes."));
  for (const FlowStep& step : steps) {
    EXPECT_THAT(svg, HasSubstr(">" + step.title + "</text>"));
    for (const std::string& line : step.lines)
      EXPECT_THAT(svg, HasSubstr(line));
  }
}

TEST(FlowPictureTest, LongAndHostileNamesAreCutAndEscaped) {
  Study study = SampleState();
  study.protocol->groups[0].name = "<script>" + std::string(200, 'x');
  study.protocol->item_label = "<b>thing</b>";
  const Flow flow = FlowOf(study, SampleHistory());
  const std::string markup = FlowPicture("t", PeopleSteps(study, flow)) +
                             FlowPicture("t", ItemSteps(study, flow)) +
                             FlowTable(PeopleSteps(study, flow), ItemSteps(study, flow));
  EXPECT_THAT(markup, Not(HasSubstr("<script>")));
  EXPECT_THAT(markup, Not(HasSubstr("<b>")));
  EXPECT_THAT(markup, Not(HasSubstr(std::string(60, 'x'))));
}

TEST(FlowTableTest, SaysTheSameAsThePictures) {
  const std::string table = FlowTable(People(), Items());
  for (const auto& steps : {People(), Items()}) {
    for (const FlowStep& step : steps) {
      for (const std::string& line : step.lines)
        EXPECT_THAT(table, HasSubstr(EscapeHtml(line)));
      for (const std::string& note : step.before)
        EXPECT_THAT(table, HasSubstr("before it: " + EscapeHtml(note)));
    }
  }
}

}  // namespace
}  // namespace quorate::engine
