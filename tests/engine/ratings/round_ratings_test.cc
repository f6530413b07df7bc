#include "engine/ratings/round_ratings.h"

#include <gtest/gtest.h>

#include "tests/engine/ratings/sample_round.h"

namespace quorate::engine {
namespace {

TEST(RoundRatingsTest, EqualHatsAreKeptOnceAndOrderMatters) {
  RoundRatings round;
  EXPECT_EQ(round.AddHatSet({0, 1}), 0U);
  EXPECT_EQ(round.AddHatSet({1, 0}), 1U);
  EXPECT_EQ(round.AddHatSet({0, 1}), 0U);
}

TEST(RoundRatingsTest, AnEmptyRoundIsSound) {
  EXPECT_TRUE(CheckRound(RoundRatings()).has_value());
}

TEST(RoundRatingsTest, EachBrokenColumnIsRefused) {
  const RoundRatings sound = SampleRound({{{"a", "b"}, {1, 9}}});
  EXPECT_TRUE(CheckRound(sound).has_value());
  RoundRatings round = sound;
  round.answers.pop_back();
  EXPECT_FALSE(CheckRound(round).has_value());
  round = sound;
  round.answers[0] = static_cast<AnswerCode>(CodeCount(round.scale));
  EXPECT_FALSE(CheckRound(round).has_value());
  round = sound;
  round.weights = {Fraction(1)};
  EXPECT_FALSE(CheckRound(round).has_value());
  round.weights = {Fraction(1), Fraction(-1)};
  EXPECT_FALSE(CheckRound(round).has_value());
  round = sound;
  round.hat_sets[0] = {0, 0};
  EXPECT_FALSE(CheckRound(round).has_value());
  round.hat_sets[0] = {2};
  EXPECT_FALSE(CheckRound(round).has_value());
  round = sound;
  round.hat_set_of[1] = 7;
  EXPECT_FALSE(CheckRound(round).has_value());
}

}  // namespace
}  // namespace quorate::engine
