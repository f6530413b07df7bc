#include "engine/ratings/explanation.h"

#include <gtest/gtest.h>

#include "engine/ratings/publishable_explanation.h"
#include "tests/engine/ratings/sample_round.h"

namespace quorate::engine {
namespace {

Explanation Explained(const std::vector<SampleGroup>& groups,
                      const std::string& preset = "comet-70-15") {
  const ConsensusRule& rule = FindPreset(preset)->rule;
  auto explanation =
      ExplainRound(SampleRound(groups, rule.scale), rule, *ParseVoice("per-person"), 1);
  EXPECT_TRUE(explanation.has_value()) << explanation.error().message;
  return *std::move(explanation);
}

// 10 of 14 in 7 to 9; without the carers 5 of 9.
std::vector<SampleGroup> CarersDecide() {
  return {{{"patients"}, {9, 9, 9, 8, 8, 5, 5, 6, 5}}, {{"carers"}, {9, 9, 9, 9, 9}}};
}

bool HoldsReals(const Json& json) {
  if (json.real() != nullptr) return true;
  if (const auto* object = json.object()) {
    for (const auto& [name, member] : *object) {
      if (HoldsReals(member)) return true;
    }
  }
  if (const auto* array = json.array()) {
    for (const Json& element : *array) {
      if (HoldsReals(element)) return true;
    }
  }
  return false;
}

TEST(ExplanationTest, AnItemNamesOnlyWhatDiffers) {
  const Json item = ItemToJson(Explained(CarersDecide()), 0);
  EXPECT_EQ(*item.Find("consensus"), Json("IN"));
  EXPECT_EQ(WriteJson(*item.Find("what_ifs")),
            R"([{"consensus":"NONE","group":"carers","what_if":"without"},)"
            R"({"consensus":"NONE","what_if":"threshold+5"}])");
  EXPECT_EQ(WriteJson(*item.Find("scored")),
            R"({"groups":{"carers":"5","patients":"9"},"panel":"14",)"
            R"("without":{"carers":"9","patients":"5"}})");
  EXPECT_EQ(*item.Find("flip")->Find("at_least"), Json("1"));
  EXPECT_EQ(*item.Find("flip")->Find("becomes"), Json("NONE"));
  EXPECT_EQ(item.Find("movement"), nullptr);
}

TEST(ExplanationTest, TheRoundSaysWhatWasLookedAtAndWhatCouldNotBe) {
  const Json round = RoundToJson(Explained(CarersDecide()));
  EXPECT_EQ(*round.Find("items"), Json("1"));
  EXPECT_EQ(WriteJson(round.Find("looked_at")->array()->front()), R"({"what_if":"equal-groups"})");
  const Json& not_asked = round.Find("not_asked")->array()->front();
  EXPECT_EQ(*not_asked.Find("what_if"), Json("no-weights"));
  EXPECT_EQ(*not_asked.Find("why"), Json("everybody has one voice already"));
  EXPECT_FALSE(round.Find("rules_looked_at")->array()->empty());
  EXPECT_EQ(round.Find("no_peaks"), nullptr);
}

TEST(ExplanationTest, MovementStandsWhereARoundWentBefore) {
  const ConsensusRule& rule = FindPreset("comet-70-15")->rule;
  const RoundRatings before = SampleRound({{{"a"}, {5, 9, 9}}});
  const RoundRatings after = SampleRound({{{"a"}, {9, 9, 9}}});
  const auto explanation = ExplainRound(after, rule, {}, 2, {{}, &before, {{0, 0}, {1, 1}}});
  const Json item = ItemToJson(*explanation, 0);
  EXPECT_EQ(WriteJson(*item.Find("movement")->Find("panel")),
            R"({"away":"0","both":"2","came":"0","changed":"1","stopped":"0","toward":"1"})");
  EXPECT_EQ(*item.Find("movement")->Find("majority"), Json("9"));
}

TEST(ExplanationTest, DissentNamesTheSides) {
  const Json item = ItemToJson(Explained({{{"a"}, {9, 9}}, {{"b"}, {1, 1}}}), 0);
  EXPECT_EQ(WriteJson(*item.Find("dissent")),
            R"({"medians":{"1-3":["b"],"7-9":["a"]},"two_peaked":true,)"
            R"("verdicts":{"IN":["a"],"OUT":["b"]}})");
}

TEST(ExplanationTest, FitsAnEntryOfTheLogAndHoldsNoReals) {
  std::vector<SampleGroup> groups;
  for (int group = 0; group < 60; ++group) {
    const std::string name = std::string(58, 'g') + std::to_string(group);
    groups.push_back({{name}, Times({{1, group % 9 + 1}, {2, 8}, {1, kSaysUnable}})});
  }
  for (const char* preset : {"comet-70-15", "comet-70-15-every-group", "fsmp-any-group-out"}) {
    const Json item = ItemToJson(Explained(groups, preset), 0);
    EXPECT_LT(WriteJson(item).size(), 60'000U) << preset;
    EXPECT_FALSE(HoldsReals(item));
  }
}

}  // namespace
}  // namespace quorate::engine
