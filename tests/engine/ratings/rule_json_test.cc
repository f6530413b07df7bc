#include "engine/ratings/rule_json.h"

#include <gtest/gtest.h>

#include "engine/ratings/presets.h"

namespace quorate::engine {
namespace {

Result<ConsensusRule> Read(const std::string& text) {
  const auto json = ParseJson(text);
  EXPECT_TRUE(json.has_value()) << text;
  return RuleFromJson(*json);
}

std::string Whole(const std::string& when) {
  return R"({"name":"r","clauses":[{"verdict":"IN","when":)" + when + "}]}";
}

// The paths of all violations, one a line.
std::string Paths(const std::string& text) {
  const auto rule = Read(text);
  std::string paths;
  if (!rule) {
    for (const Violation& violation : rule.error().violations)
      paths += violation.field + "\n";
  }
  return paths;
}

TEST(RuleJsonTest, DefaultsAreThoseOfTheContract) {
  const auto rule = Read(Whole(R"({"measure":"median","op":">=","value":7})"));
  ASSERT_TRUE(rule.has_value()) << rule.error().message;
  EXPECT_EQ(rule->scale, Scale());
  EXPECT_EQ(rule->denominator, Denominator::kScored);
  EXPECT_EQ(rule->least_group_size, 1);
  EXPECT_EQ(rule->quorum, Quorum());
  EXPECT_EQ(rule->clauses[0].when.scope, Scope());
}

TEST(RuleJsonTest, NumbersMayBePercentFractionDecimalOrInteger) {
  for (const char* value : {R"("70%")", R"("7/10")", R"("0.7")"}) {
    const auto rule = Read(
        Whole(std::string(R"({"measure":"share","band":[7,9],"op":">=","value":)") + value + "}"));
    ASSERT_TRUE(rule.has_value());
    EXPECT_EQ(std::get<ShareTest>(rule->clauses[0].when.test).value, Fraction(7, 10));
  }
}

TEST(RuleJsonTest, EveryViolationIsNamedWithItsPath) {
  EXPECT_EQ(Paths(R"({"name":"","colour":1,"scale":{"min":1,"max":9,"bands":[[7,10]]},
                      "quorum":{"panel":-1},
                      "clauses":[{"verdict":"MAYBE","when":{"all":[
                         {"measure":"share","band":[9,7],"op":"=>","value":"70 percent","plus":["blank"]},
                         {"measure":"variance"}]}},
                        {"verdict":"IN","rounds":[0],"when":{"any":[]}}]})"),
            "colour\nname\nscale.bands[0]\nquorum.panel\nclauses[0].verdict\n"
            "clauses[0].when.all[0].band\nclauses[0].when.all[0].op\nclauses[0].when.all[0].value\n"
            "clauses[0].when.all[0].plus[0]\nclauses[0].when.all[1].measure\n"
            "clauses[1].rounds[0]\nclauses[1].when.any\n");
}

TEST(RuleJsonTest, ScopesDoNotNest) {
  EXPECT_EQ(Paths(Whole(R"({"scope":"every_group","all":[
              {"measure":"median","op":">=","value":7,"scope":"any_group"}]})")),
            "clauses[0].when.all[0].scope\n");
  EXPECT_EQ(
      Paths(Whole(R"({"all":[{"measure":"median","op":">=","value":7,"scope":"any_group"}]})")),
      "");
}

TEST(RuleJsonTest, UnknownAndForeignMembersAreRefusedEverywhere) {
  EXPECT_EQ(Paths(Whole(R"({"measure":"median","op":">=","value":7,"band":[1,2]})")),
            "clauses[0].when.band\n");
  EXPECT_EQ(Paths(Whole(R"({"not":{"measure":"iqr","op":"=","value":0},"any":[]})")),
            "clauses[0].when.not\nclauses[0].when.any\n");
  EXPECT_EQ(Paths(Whole(R"({"measure":"iqr","op":"=","value":0,"scope":{"at_least":0}})")),
            "clauses[0].when.scope.at_least\n");
  EXPECT_EQ(Paths(R"({"name":"r"})"), "clauses\n");
  EXPECT_EQ(Paths(R"([])"), "rule\n");
}

TEST(RuleJsonTest, OverlappingRowsOfATableAreRefused) {
  EXPECT_EQ(
      Paths(Whole(R"({"measure":"outside-at-most","region":"mode","table":[[8,10,2],[10,12,3]]})")),
      "clauses[0].when.table[1]\n");
}

TEST(RuleJsonTest, WhatIsWrittenIsCompleteAndReadsBackEqual) {
  const auto rule = Read(R"({"name":"r","scale":{"min":0,"max":4,"bands":[[0,1],[4,4]]},
      "denominator":"answered","least_group_size":3,"quorum":{"panel":5,"each_group":2},
      "clauses":[{"verdict":"OUT","grade":"g","rounds":[1,2],"from_round":2,"when":
        {"any":[{"not":{"measure":"share-near-median","within":"1/2","op":"<","value":"1/3"}},
                {"measure":"disagreement","method":"ipras","centre":2},
                {"measure":"disagreement","method":"table","table":[[1,2,1]],"low":[0,1],"high":[4,4]},
                {"measure":"share","band":[0,0],"op":"=","value":1,"denominator":"scored",
                 "plus":["not-understood"],"scope":{"groups":["a","b"]},"least_group_size":2}]}}]})");
  ASSERT_TRUE(rule.has_value()) << rule.error().message;
  EXPECT_EQ(*RuleFromJson(ToJson(*rule)), *rule);
  EXPECT_EQ(WriteJson(ToJson(*RuleFromJson(ToJson(*rule)))), WriteJson(ToJson(*rule)));
}

}  // namespace
}  // namespace quorate::engine
