#include "engine/study/disclosure.h"

#include <gtest/gtest.h>

#include "engine/ratings/presets.h"

namespace quorate::engine {
namespace {

Protocol ProtocolOf(const char* voice, bool unanimity_shown = true) {
  Protocol protocol;
  protocol.groups = {{"a", "A"}, {"b", "B"}};
  protocol.voice = *ParseVoice(voice);
  protocol.k = 3;
  protocol.unanimity_shown = unanimity_shown;
  return protocol;
}

struct Answer {
  HatSet hats;
  int score = 0;  // 0: unable.
  Fraction weight = 1;
};

RoundRatings RatingsFrom(const std::vector<Answer>& answers) {
  RoundRatings ratings;
  ratings.scale = FindPreset("comet-70-15")->rule.scale;
  ratings.groups = {"a", "b"};
  ratings.items = {"pain"};
  for (const Answer& answer : answers) {
    ratings.hat_set_of.push_back(ratings.AddHatSet(answer.hats));
    ratings.weights.push_back(answer.weight);
    ratings.answers.push_back(answer.score == 0 ? kUnable : CodeOf(ratings.scale, answer.score));
  }
  return ratings;
}

Shown ShownOf(const std::vector<Answer>& answers, const Protocol& protocol) {
  const RoundRatings ratings = RatingsFrom(answers);
  return Disclosure(ratings, protocol).Of(0);
}

const std::vector<Answer> kSixAndFour = {{{0}, 1},
                                         {{0}, 2},
                                         {{0}, 3},
                                         {{0}, 4},
                                         {{0}, 5},
                                         {{0}, 6},
                                         {{1}, 7},
                                         {{1}, 8},
                                         {{1}, 9},
                                         {{1}, 9}};

TEST(DisclosureTest, OrdinaryTablesAreAllShown) {
  EXPECT_TRUE(ShownOf(kSixAndFour, ProtocolOf("per-person")).all());
  EXPECT_TRUE(ShownOf(kSixAndFour, ProtocolOf("equal-groups")).all());
}

TEST(DisclosureTest, OnlyWhoScoredCounts) {
  std::vector<Answer> answers = kSixAndFour;
  answers[6].score = answers[7].score = 0;  // Two of group b are left.
  const Shown shown = ShownOf(answers, ProtocolOf("per-person"));
  EXPECT_TRUE(shown.panel);
  EXPECT_EQ(shown.groups, (std::vector<bool>{false, false}));
}

TEST(DisclosureTest, SomebodyWithTwoHatsIsNotTheDifferenceOfTables) {
  std::vector<Answer> answers = kSixAndFour;
  answers.push_back({{0, 1}, 5});
  EXPECT_TRUE(ShownOf(answers, ProtocolOf("per-person")).all()) << "one hat is declared";
  EXPECT_EQ(ShownOf(answers, ProtocolOf("per-person+each-group")).groups,
            (std::vector<bool>{true, false}));
  EXPECT_FALSE(ShownOf(answers, ProtocolOf("per-person+split")).weights)
      << "the half that speaks in a group shows in its shares";
}

TEST(DisclosureTest, ALonePersonsWeightIsNotShown) {
  std::vector<Answer> answers = kSixAndFour;
  answers[0].weight = 3;
  const Shown shown = ShownOf(answers, ProtocolOf("person-weights"));
  EXPECT_FALSE(shown.weights);
  EXPECT_TRUE(shown.panel);
  EXPECT_EQ(shown.groups, (std::vector<bool>{true, true}));
}

TEST(DisclosureTest, AgreementOfAllIsHeldBackUnlessParticipantsWereWarned) {
  std::vector<Answer> answers = kSixAndFour;
  for (std::size_t i = 6; i < 10; ++i)
    answers[i].score = 9;
  EXPECT_TRUE(ShownOf(answers, ProtocolOf("per-person", true)).all());
  const Shown shown = ShownOf(answers, ProtocolOf("per-person", false));
  EXPECT_TRUE(shown.panel);
  EXPECT_EQ(shown.groups, (std::vector<bool>{false, false})) << "the panel less a would be b";
}

TEST(DisclosureTest, HiddenGroupsAreNamedInOrder) {
  const Protocol protocol = ProtocolOf("per-person");
  EXPECT_EQ(NamesOfHidden(protocol, {true, true, {false, false}}),
            (std::vector<std::string>{"a", "b"}));
  EXPECT_TRUE(NamesOfHidden(protocol, {true, true, {true, true}}).empty());
}

TEST(DisclosureTest, HeadCountsGoByEverybodyWhoCounts) {
  Study study;
  study.protocol = ProtocolOf("per-person");
  for (int i = 0; i < 7; ++i) {
    Participant person;
    person.id = "p" + std::to_string(i);
    person.membership = Membership{{i < 4 ? "a" : "b"}, 1, {}};
    study.participant_index.Add(person.id);
    study.participants.push_back(std::move(person));
  }
  const auto all = [](const Participant&) { return true; };
  EXPECT_TRUE(TablesOf(study, 3, all).all());
  const auto but_two = [](const Participant& person) { return person.id > "p1"; };
  EXPECT_EQ(TablesOf(study, 3, but_two).groups, (std::vector<bool>{false, false}));
}

}  // namespace
}  // namespace quorate::engine
