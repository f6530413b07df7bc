#include "engine/report/changes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/report/sample_history.h"

namespace quorate::engine {
namespace {

using testing::ElementsAre;

std::string Told(const VerdictChange& change) {
  return change.from->item.item + " " + change.from_basis + " " + Name(change.from->consensus) +
         " " + change.to_basis + " " + Name(change.to->consensus) +
         (change.reworded() ? " reworded" : "");
}

std::string Told(const Transition& transition) {
  const auto name = [](const std::optional<Verdict>& verdict) {
    return std::string(verdict ? Name(*verdict) : "-");
  };
  std::string text = std::to_string(transition.from_round) + ">" +
                     std::to_string(transition.to_round) + " " + name(transition.before) + ">" +
                     name(transition.after) + ":";
  for (const std::string& item : transition.items)
    text += " " + item;
  return text;
}

TEST(ChangesOfTest, PairsEachCountWithTheNextOfTheSameItem) {
  std::vector<std::string> told;
  for (const VerdictChange& change : ChangesOf(SampleState()))
    told.push_back(Told(change));
  EXPECT_THAT(told,
              ElementsAre("C1 round/1 IN round/2 IN",
                          "C2 round/1 NONE round/2 IN reworded",
                          "C6 round/2 NONE vote/v1/1 NONE",
                          "C6 vote/v1/1 NONE vote/v1/2 IN",
                          "C7 round/2 NONE vote/v2/1 NONE"));
}

TEST(ChangesOfTest, ItemThatWasCountedOnceHasNone) {
  EXPECT_TRUE(ChangesOf(OneItem({"9", "9"}).study()).empty());
}

TEST(TransitionsOfTest, GathersItemsByWhereTheyCameFromAndWent) {
  std::vector<std::string> told;
  for (const Transition& transition : TransitionsOf(SampleState()))
    told.push_back(Told(transition));
  EXPECT_THAT(told,
              ElementsAre("1>2 IN>IN: C1",
                          "1>2 OUT>-: C3",
                          "1>2 NONE>IN: C2",
                          "1>2 NONE>-: C4 C5",
                          "1>2 ->NONE: C6 C7",
                          "2>3 IN>-: C1 C2",
                          "2>3 NONE>IN: C6",
                          "2>3 NONE>NONE: C7"));
}

TEST(TransitionsOfTest, OpenRoundIsNotCompared) {
  support::StudyBuilder builder = OneItem({"9", "9"});
  builder.Do(OpenRound{});
  EXPECT_TRUE(TransitionsOf(builder.study()).empty());
}

}  // namespace
}  // namespace quorate::engine
