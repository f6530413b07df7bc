#include "engine/study/rule_verdicts.h"

#include "tests/engine/study/two_rounds.h"

namespace quorate::engine {
namespace {

TEST(RuleVerdictsTest, SortsTheItemsByWhatTheRuleSays) {
  Study study = TwoRounds(6, 0);
  const Json verdicts = VerdictsUnder(study, study.rounds[1], FindPreset("percent-70")->rule);
  EXPECT_EQ(WriteJson(verdicts), R"({"in":["pain"],"inquorate":["sleep"],"none":[],"out":[]})");
}

TEST(RuleVerdictsTest, LookingIsOnRecordAndSoIsWhatWasSeen) {
  Study study = TwoRounds(6, 0);
  const CompareRules act{2, {FindPreset("percent-70")->rule, FindPreset("ram")->rule}};
  EXPECT_EQ(ReasonOf(Do(study, act)), Reason::kRoundOpen) << "nobody sees a count before the close";
  EXPECT_TRUE(Do(study, CloseRound{2}));
  const auto entries = Do(study, act);
  ASSERT_TRUE(entries);
  EXPECT_EQ(entries->size(), 3U);
  ASSERT_EQ(study.comparisons.size(), 1U);
  EXPECT_EQ(study.comparisons[0].verdicts.size(), 2U);
}

TEST(RuleVerdictsTest, ARuleOnAnotherScaleIsRefused) {
  Study study = TwoRounds(6, 0);
  EXPECT_TRUE(Do(study, CloseRound{2}));
  EXPECT_EQ(ReasonOf(Do(study, CompareRules{2, {FindPreset("meeting-majority")->rule}})),
            Reason::kInvalidRule);
}

}  // namespace
}  // namespace quorate::engine
