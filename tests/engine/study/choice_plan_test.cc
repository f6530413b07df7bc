#include "engine/study/choice_plan.h"

#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

Json PlanJson(const std::string& rule) {
  Json json;
  json["id"] = "primary";
  json["question"] = "Which outcome is the primary one?";
  json["rule"] = rule;
  return json;
}

ChoicePlan Read(const Json& json, std::vector<Violation>& wrong) {
  return ReadChoicePlan(json, "choices[0]", wrong);
}

TEST(ChoicePlanTest, WhatIsWrittenOutReadsBackTheSame) {
  std::vector<Violation> wrong;
  Json json = PlanJson("stv-meek");
  json["seats"] = 3;
  json["tie"] = "lot";
  json["quorum"]["panel"] = 8;
  const ChoicePlan plan = Read(json, wrong);
  EXPECT_TRUE(wrong.empty());
  EXPECT_EQ(plan.seats, 3);
  EXPECT_EQ(plan.tie, TieRule::kLot);
  EXPECT_EQ(Read(ToJson(plan), wrong), plan);
  EXPECT_TRUE(wrong.empty());
}

TEST(ChoicePlanTest, NamesEveryViolationWithItsPath) {
  std::vector<Violation> wrong;
  Json json = PlanJson("dictator");
  json["seats"] = 0;
  json["tie"] = "coin";
  json["colour"] = "red";
  Read(json, wrong);
  std::vector<std::string> fields;
  for (const Violation& violation : wrong)
    fields.push_back(violation.field);
  EXPECT_EQ(fields,
            (std::vector<std::string>{
                "choices[0].rule", "choices[0].seats", "choices[0].tie", "choices[0].colour"}));
}

TEST(ChoicePlanTest, ApprovalIsTheOneWinnerRuleForOneSeatAndTheCommitteeForMore) {
  ChoicePlan plan;
  plan.rule = "approval";
  EXPECT_NE(plan.ranked(), nullptr);
  plan.seats = 3;
  EXPECT_EQ(plan.ranked(), nullptr);
  EXPECT_EQ(plan.ballot(), BallotKind::kApprovals);
}

TEST(ChoicePlanTest, TheRuleSaysWhatABallotHolds) {
  ChoicePlan plan;
  plan.rule = "schulze";
  EXPECT_EQ(plan.ballot(), BallotKind::kRanks);
  plan.rule = "star";
  EXPECT_EQ(plan.ballot(), BallotKind::kGrades);
  plan.rule = "equal-shares";
  EXPECT_EQ(plan.ballot(), BallotKind::kApprovals);
}

TEST(ChoicePlanTest, RefusesOptionsThatTheRuleDoesNotKnow) {
  ChoicePlan plan;
  plan.rule = "ranked-pairs";
  EXPECT_TRUE(CheckChoicePlan(plan, {}));
  plan.strength = Strength::kRatio;
  EXPECT_FALSE(CheckChoicePlan(plan, {}));
  plan = {};
  plan.rule = "schulze";
  plan.seats = 2;
  EXPECT_FALSE(CheckChoicePlan(plan, {}));
  plan = {};
  plan.rule = "pav";
  plan.completion = Completion::kNone;
  EXPECT_FALSE(CheckChoicePlan(plan, {}));
}

TEST(ChoicePlanTest, ScottishStvWantsWholePapersOfOneWeight) {
  ChoicePlan plan;
  plan.rule = "stv-scottish";
  EXPECT_TRUE(CheckChoicePlan(plan, {}));
  EXPECT_FALSE(CheckChoicePlan(plan, *ParseVoice("equal-groups")));
}

TEST(ChoicePlanTest, EveryRuleOfEitherKindCanBePlanned) {
  for (const RankedRule& rule : RankedRules()) {
    ChoicePlan plan;
    plan.rule = rule.name;
    EXPECT_TRUE(CheckChoicePlan(plan, {})) << rule.name;
  }
  for (const char* rule :
       {"sav", "pav", "seq-pav", "rev-seq-pav", "phragmen", "equal-shares", "cc", "approval"}) {
    ChoicePlan plan;
    plan.rule = rule;
    plan.seats = 2;
    EXPECT_TRUE(CheckChoicePlan(plan, {})) << rule;
  }
}

TEST(ChoicePlanTest, AMarkTakesOneByteAndNoneIsNone) {
  EXPECT_NE(CodeOfMark(0), kNoMark);
  EXPECT_EQ(ValueOfMark(CodeOfMark(0)), 0);
  EXPECT_EQ(ValueOfMark(CodeOfMark(200)), 200);
}

}  // namespace
}  // namespace quorate::engine
