#include "engine/ratings/results.h"

#include <gtest/gtest.h>

#include "tests/engine/ratings/sample_round.h"

namespace quorate::engine {
namespace {

const ConsensusRule& Comet() {
  return FindPreset("comet-70-15")->rule;
}

TEST(ResultsTest, JsonLeavesUndefinedFiguresOutAndWritesExactStrings) {
  const auto result = TallyRatings(SampleRound({{{"a"}, {kSaysUnable}}}), Comet(), {}, 1);
  const Json json = ToJson(*result);
  const Json& panel = *(*json.Find("items")->array())[0].Find("panel");
  EXPECT_EQ(
      WriteJson(panel),
      R"({"bands":{"1-3":{"count":"0"},"4-6":{"count":"0"},"7-9":{"count":"0"}},)"
      R"("histogram":{"1":"0","2":"0","3":"0","4":"0","5":"0","6":"0","7":"0","8":"0","9":"0"},)"
      R"("n":"1","not_understood":"0","scored":"0","skipped":"0","unable":"1","weight":"0"})");
}

TEST(ResultsTest, TheRoundsScaleMustBeTheRules) {
  EXPECT_FALSE(TallyRatings(SampleRound({{{}, {1}}}), FindPreset("meeting-majority")->rule, {}, 1)
                   .has_value());
}

}  // namespace
}  // namespace quorate::engine
