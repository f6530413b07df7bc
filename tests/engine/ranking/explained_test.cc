#include "engine/ranking/explained.h"

#include <gtest/gtest.h>

#include "tests/engine/ranking/counting.h"

namespace quorate::engine {
namespace {

Json Explained(const Profile& profile, const char* rule, const Curiosity& curiosity = {}) {
  const auto explained = CountAndExplain(profile, *FindRankedRule(rule), {}, curiosity);
  EXPECT_TRUE(explained.has_value()) << explained.error().message;
  return *ToJson(*explained, profile, rule, 1).Find("explanation");
}

TEST(ExplainedTest, FewCandidatesAreComparedUnasked) {
  const Json explanation = Explained(Ballots("2: A>B>C\n1: C\n"), "schulze");
  const Json& comparisons = *explanation.Find("comparisons");
  ASSERT_EQ(comparisons.array()->size(), 2U);
  EXPECT_EQ(*(*comparisons.array())[0].Find("of")->string(), "A");
  EXPECT_EQ(*(*comparisons.array())[0].Find("with")->string(), "B");
  EXPECT_EQ(explanation.Find("margin"), nullptr);
  EXPECT_NE(explanation.Find("paths"), nullptr) << "what the rule itself shows stays";
}

TEST(ExplainedTest, ManyCandidatesAreComparedOnlyWhenAskedAbout) {
  std::string ballot = "1: A0";
  for (int i = 1; i < 20; ++i)
    ballot += ">A" + std::to_string(i);
  const Profile profile = Ballots(ballot + "\n");
  EXPECT_EQ(Explained(profile, "copeland").Find("comparisons"), nullptr);
  EXPECT_EQ(Explained(profile, "copeland", {{"A7"}, false}).Find("comparisons")->array()->size(),
            1U);
}

TEST(ExplainedTest, TheMarginIsShownWhereItIsCheapOrWanted) {
  const Profile profile = Ballots("3: A>B\n1: B\n");
  EXPECT_NE(Explained(profile, "plurality").Find("margin"), nullptr);
  EXPECT_NE(Explained(profile, "irv", {{}, true}).Find("margin"), nullptr);
}

TEST(ExplainedTest, StrangersAreRefused) {
  EXPECT_FALSE(
      CountAndExplain(Ballots("1: A\n"), *FindRankedRule("irv"), {}, {{"Zoe"}, false}).has_value());
}

}  // namespace
}  // namespace quorate::engine
