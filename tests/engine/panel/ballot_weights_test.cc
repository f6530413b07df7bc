#include "engine/panel/ballot_weights.h"

#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

const std::vector<std::string> kGroups = {"patients", "carers", "clinicians"};

std::vector<Fraction> Weigh(const std::string& voice, const std::vector<Voter>& voters) {
  const auto weights = BallotWeights(*ParseVoice(voice), kGroups, voters);
  EXPECT_TRUE(weights.has_value()) << (weights ? "" : weights.error().message);
  return weights ? *weights : std::vector<Fraction>();
}

const std::vector<Voter> kFour = {{{0}, 3}, {{0}, 1}, {{0}, 1}, {{2}, 1}};

TEST(BallotWeightsTest, OnePersonOneVoiceWhateverTheOwnWeight) {
  EXPECT_EQ(Weigh("per-person", kFour), (std::vector<Fraction>{1, 1, 1, 1}));
}

TEST(BallotWeightsTest, PersonWeightsAreTheirOwn) {
  EXPECT_EQ(Weigh("person-weights", kFour), (std::vector<Fraction>{3, 1, 1, 1}));
}

TEST(BallotWeightsTest, EqualGroupsShareAmongThoseWhoVoted) {
  const Fraction sixth(1, 6);
  EXPECT_EQ(Weigh("equal-groups", kFour),
            (std::vector<Fraction>{sixth, sixth, sixth, Fraction(1, 2)}));
}

TEST(BallotWeightsTest, AGroupSharesItsWeightOrEachPersonHasIt) {
  EXPECT_EQ(Weigh("group-weights:patients=2,clinicians=1", kFour),
            (std::vector<Fraction>{Fraction(2, 3), Fraction(2, 3), Fraction(2, 3), 1}));
  EXPECT_EQ(Weigh("group-weights-each:patients=2,clinicians=0", kFour),
            (std::vector<Fraction>{2, 2, 2, 0}));
}

TEST(BallotWeightsTest, SplitHatsSpeakInPartsThroughEachGroup) {
  // Half a patient and half a carer; the other patient makes one and a half patients.
  const std::vector<Voter> voters = {{{0, 1}, 1}, {{0}, 1}};
  EXPECT_EQ(
      Weigh("equal-groups+split", voters),
      (std::vector<Fraction>{Fraction(1, 2) * Fraction(1, 3) + Fraction(1, 2), Fraction(1, 3)}));
}

TEST(BallotWeightsTest, WithoutSplitTheFirstHatSpeaks) {
  const std::vector<Voter> voters = {{{0, 1}, 1}, {{1}, 1}};
  const std::vector<Fraction> halves = {Fraction(1, 2), Fraction(1, 2)};
  EXPECT_EQ(Weigh("equal-groups", voters), halves);
  EXPECT_EQ(Weigh("equal-groups+each-group", voters), halves);
}

TEST(BallotWeightsTest, NobodyWeighsNothing) {
  EXPECT_TRUE(Weigh("equal-groups", {}).empty());
}

TEST(BallotWeightsTest, RefusesNoGroupAndNoStatedWeight) {
  EXPECT_FALSE(BallotWeights(*ParseVoice("equal-groups"), kGroups, std::vector<Voter>{{{}, 1}}));
  EXPECT_TRUE(BallotWeights(*ParseVoice("per-person"), kGroups, std::vector<Voter>{{{}, 1}}));
  EXPECT_FALSE(BallotWeights(*ParseVoice("group-weights:patients=1"), kGroups, kFour));
}

}  // namespace
}  // namespace quorate::engine
