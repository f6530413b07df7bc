#include "engine/panel/voice.h"

#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

TEST(VoiceTest, PerPersonWithDeclaredHatsIsTheDefault) {
  EXPECT_EQ(*ParseVoice("per-person"), VoicePolicy());
  EXPECT_EQ(*ParseVoice("per-person+declared"), VoicePolicy());
}

TEST(VoiceTest, GroupWeightsKeepExactFractions) {
  const auto policy = ParseVoice("group-weights:patients=2/3,clinicians=0.75,payers=0+split");
  ASSERT_TRUE(policy.has_value()) << policy.error().message;
  EXPECT_EQ(policy->voice, Voice::kGroupWeights);
  EXPECT_EQ(policy->hats, Hats::kSplit);
  EXPECT_EQ(WeightOf(*policy, "patients"), Fraction(2, 3));
  EXPECT_EQ(WeightOf(*policy, "clinicians"), Fraction(3, 4));
  EXPECT_EQ(WeightOf(*policy, "payers"), Fraction(0));
}

TEST(VoiceTest, GroupNamesMayHoldEqualsAndPlus) {
  const auto policy = ParseVoice("group-weights-each:a=b=2,c+split=1");
  ASSERT_TRUE(policy.has_value()) << policy.error().message;
  EXPECT_EQ(policy->hats, Hats::kDeclared);
  EXPECT_EQ(WeightOf(*policy, "a=b"), Fraction(2));
  EXPECT_EQ(WeightOf(*policy, "c+split"), Fraction(1));
}

TEST(VoiceTest, WeightsHaveNoSignNoPercentAndNoExponent) {
  EXPECT_EQ(*ParseWeight("0"), Fraction(0));
  EXPECT_EQ(*ParseWeight("2/3"), Fraction(2, 3));
  for (const char* wrong : {"", "-1", "-0", "50%", "1e3", "1/0", "one", " 1", ".5", "1."}) {
    EXPECT_FALSE(ParseWeight(wrong).has_value()) << wrong;
  }
}

TEST(VoiceTest, RefusesWhatIsNoPolicy) {
  for (const char* wrong : {"",
                            "per-persons",
                            "equal-groups+both",
                            "equal-groups:a=1",
                            "group-weights",
                            "group-weights:",
                            "group-weights:a",
                            "group-weights:=1",
                            "group-weights:a=1,a=2",
                            "group-weights:a=1,,b=1",
                            "group-weights:a=-1"}) {
    EXPECT_FALSE(ParseVoice(wrong).has_value()) << wrong;
  }
}

TEST(VoiceTest, JsonAndArgumentFormsComeBackEqual) {
  for (const char* text : {"per-person",
                           "equal-groups+each-group",
                           "person-weights+split",
                           "group-weights:a=2/3,b=1",
                           "group-weights-each:a=0+split"}) {
    const auto policy = ParseVoice(text);
    ASSERT_TRUE(policy.has_value());
    EXPECT_EQ(ToArgument(*policy), text);
    EXPECT_EQ(*VoiceFromJson(ToJson(*policy)), *policy);
  }
}

TEST(VoiceTest, JsonNamesEveryViolation) {
  const auto json =
      ParseJson(R"({"voice":"group-weights","weights":{"a":"x","b":-1},"hats":"two","x":1})");
  const auto policy = VoiceFromJson(*json);
  ASSERT_FALSE(policy.has_value());
  ASSERT_EQ(policy.error().violations.size(), 4U);
  EXPECT_EQ(policy.error().violations[0].field, "voice.x");
  EXPECT_EQ(policy.error().violations[1].field, "voice.hats");
  EXPECT_EQ(policy.error().violations[2].field, "voice.weights.a");
  EXPECT_EQ(policy.error().violations[3].field, "voice.weights.b");
}

TEST(VoiceTest, AGroupWithoutAStatedWeightIsRefusedAndAStatedOneMayBeAbsent) {
  const auto policy = ParseVoice("group-weights:a=1,elsewhere=2");
  const std::vector<std::string> known = {"a"};
  const std::vector<std::string> unknown = {"a", "b"};
  EXPECT_TRUE(CheckWeightsStated(*policy, known).has_value());
  EXPECT_FALSE(CheckWeightsStated(*policy, unknown).has_value());
}

}  // namespace
}  // namespace quorate::engine
