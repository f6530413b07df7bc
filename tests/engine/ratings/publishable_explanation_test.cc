#include "engine/ratings/publishable_explanation.h"

#include <gtest/gtest.h>

#include "engine/ratings/explanation.h"
#include "tests/engine/ratings/sample_round.h"

namespace quorate::engine {
namespace {

Json ItemOf(const std::vector<SampleGroup>& groups) {
  const ConsensusRule& rule = FindPreset("comet-70-15")->rule;
  const RoundRatings round = SampleRound(groups);
  std::vector<SamePerson> people;
  for (std::uint32_t member = 0; member < round.member_count(); ++member)
    people.push_back({member, member});
  std::vector<bool> completed(round.member_count(), true);
  completed[0] = false;
  const auto explanation = ExplainRound(round, rule, {}, 1, {completed, &round, people});
  return ItemToJson(*explanation, 0);
}

std::vector<SampleGroup> OneSmallGroup() {
  return {{{"patients"}, Times({{9, 9}, {3, 5}})},
          {{"clinicians"}, Times({{4, 9}, {3, 5}})},
          {{"carers"}, {1, 9}}};
}

bool Mentions(const Json& json, const std::string& name) {
  return WriteJson(json).find('"' + name + '"') != std::string::npos;
}

TEST(PublishableExplanationTest, NothingIsLeftAboutASmallGroupOrWhatWouldGiveItAway) {
  Json shown = PublishableExplanation(ItemOf(OneSmallGroup()), 5);
  EXPECT_EQ(WriteJson(*shown.Find("suppressed")), R"(["carers","clinicians"])");
  EXPECT_EQ(WriteJson(*shown.Find("withheld")),
            R"([{"group":"carers","what_if":"without"},)"
            R"({"group":"clinicians","what_if":"without"},{"what_if":"completers"}])");
  shown.object()->erase("suppressed");
  shown.object()->erase("withheld");
  EXPECT_FALSE(Mentions(shown, "carers"));
  EXPECT_FALSE(Mentions(shown, "clinicians"));
  EXPECT_FALSE(Mentions(shown, "completers"));
  EXPECT_TRUE(Mentions(shown, "patients"));
  EXPECT_NE(shown.Find("flip")->Find("at_least"), nullptr);
}

TEST(PublishableExplanationTest, NothingIsTakenFromLargeGroups) {
  const std::vector<SampleGroup> groups = {{{"a"}, Times({{6, 9}, {5, 1}})},
                                           {{"b"}, Times({{5, 9}, {5, 5}})},
                                           {{"empty"}, {kSaysUnable}}};
  Json item = ItemOf(groups);
  const Json shown = PublishableExplanation(item, 5);
  EXPECT_EQ(shown.Find("suppressed"), nullptr);
  // One person left before the end: too few to tell what the others would have decided.
  EXPECT_EQ(WriteJson(*shown.Find("withheld")), R"([{"what_if":"completers"}])");
  EXPECT_EQ(*shown.Find("flip"), *item.Find("flip"));
  EXPECT_EQ(*shown.Find("movement"), *item.Find("movement"));
}

TEST(PublishableExplanationTest, OfASmallPanelOnlyTheVerdictIsLeft) {
  const Json shown = PublishableExplanation(ItemOf({{{"a"}, {9, 9}}, {{"b"}, {9, 9}}}), 5);
  EXPECT_EQ(WriteJson(shown), R"({"consensus":"IN","item":"item","suppressed":["a","b"]})");
}

TEST(PublishableExplanationTest, WhatTheTallyKeepsBackIsKeptBackHere) {
  const std::vector<SampleGroup> groups = {{{"a"}, Times({{6, 9}, {5, 1}})},
                                           {{"b"}, Times({{5, 9}, {5, 5}})}};
  const Json shown = PublishableExplanation(ItemOf(groups), 5, {"a"});
  EXPECT_EQ(WriteJson(*shown.Find("suppressed")), R"(["a"])");
  EXPECT_EQ(shown.Find("flip")->Find("groups")->Find("a"), nullptr);
  EXPECT_EQ(shown.Find("flip")->Find("example"), nullptr);
}

TEST(PublishableExplanationTest, AVerdictOfTheFewWhoAreLeftIsWithheld) {
  const std::vector<SampleGroup> groups = {{{"a"}, Times({{9, 9}})}, {{"b"}, {1, 1, 1}}};
  const Json shown = PublishableExplanation(ItemOf(groups), 5);
  EXPECT_TRUE(Mentions(*shown.Find("withheld"), "a"));
}

}  // namespace
}  // namespace quorate::engine
