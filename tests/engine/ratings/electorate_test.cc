#include "engine/ratings/electorate.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/engine/ratings/sample_round.h"

namespace quorate::engine {
namespace {

const ConsensusRule& Comet() {
  return FindPreset("comet-70-15")->rule;
}

TEST(ElectorateTest, WeightsWithHugeDenominatorsStayExact) {
  RoundRatings round = SampleRound({{{}, {9, 1}}});
  round.weights = {*Fraction::Parse("1/9999999999999999999999999999999999999977"),
                   *Fraction::Parse("1/9999999999999999999999999999999999999973")};
  const auto result = TallyRatings(round, Comet(), *ParseVoice("person-weights"), 1);
  EXPECT_EQ(result->items[0].panel.weight, round.weights[0] + round.weights[1]);
  EXPECT_EQ(*result->items[0].panel.median, Fraction(1));
}

TEST(ElectorateTest, WeightsBeyondTheStatedLimitAreRefusedNotWrapped) {
  RoundRatings round = SampleRound({{{}, std::vector<int>(700, 5)}});
  for (int i = 0; i < 700; ++i) {
    round.weights.push_back(
        *Fraction::Parse("1/99999999999999999999999999999999999" + std::to_string(10000 + i)));
  }
  const auto result = TallyRatings(round, Comet(), *ParseVoice("person-weights"), 1);
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().reason, Reason::kTooLarge);
}

TEST(ElectorateTest, VoicesThatNeedGroupsRefuseSomebodyWithout) {
  const auto round = SampleRound({{{"a"}, {9}}, {{}, {8}}});
  for (const char* voice : {"equal-groups", "group-weights:a=1", "group-weights-each:a=1"}) {
    EXPECT_FALSE(TallyRatings(round, Comet(), *ParseVoice(voice), 1).has_value()) << voice;
  }
  EXPECT_TRUE(TallyRatings(round, Comet(), *ParseVoice("per-person+split"), 1).has_value());
}

}  // namespace
}  // namespace quorate::engine
