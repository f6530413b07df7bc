#include "engine/ratings/consensus.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/ratings/rule_json.h"
#include "tests/engine/ratings/sample_round.h"

namespace quorate::engine {
namespace {

const ConsensusRule& Comet() {
  return FindPreset("comet-70-15")->rule;
}

ConsensusRule RuleWhen(const std::string& when, const std::string& more = "") {
  const auto json = ParseJson(R"({"name":"test",)" + more +
                              R"("clauses":[{"verdict":"IN","when":)" + when + "}]}");
  const auto rule = RuleFromJson(*json);
  EXPECT_TRUE(rule.has_value()) << rule.error().message;
  return *rule;
}

Consensus Under(const ConsensusRule& rule, const std::vector<SampleGroup>& groups) {
  return TallySample(groups, rule).consensus.consensus;
}

constexpr const char* kHigh = R"({"measure":"share","band":[7,9],"op":">=","value":"70%")";

TEST(ConsensusTest, QuorumIsLookedAtFirst) {
  ConsensusRule rule = Comet();
  rule.quorum = {3, 0};
  EXPECT_EQ(Under(rule, {{{}, {9, 9}}}), Consensus::kInquorate);
  rule.quorum = {0, 1};
  EXPECT_EQ(Under(rule, {{{"a"}, {9, 9}}, {{"b"}, {kSaysUnable}}}), Consensus::kInquorate);
  EXPECT_EQ(Under(rule, {{{"a"}, {9, 9}}, {{"b"}, {9}}}), Consensus::kIn);
  rule.quorum = {0, 0};
  EXPECT_EQ(Under(rule, {{{}, {kSaysSkipped}}}), Consensus::kInquorate);
}

TEST(ConsensusTest, SmallGroupsAreLeftOutAndNothingHoldsOnNothing) {
  const std::string every = std::string(kHigh) + R"(,"scope":"every_group","least_group_size":2})";
  EXPECT_EQ(Under(RuleWhen(every), {{{"a"}, {9, 9}}, {{"b"}, {1}}}), Consensus::kIn);
  EXPECT_EQ(Under(RuleWhen(every), {{{"a"}, {9}}, {{"b"}, {9}}}), Consensus::kNone);
  EXPECT_EQ(Under(RuleWhen("{\"not\":" + every + "}"), {{{"a"}, {9}}, {{"b"}, {9}}}),
            Consensus::kNone);
}

TEST(ConsensusTest, AtLeastNeedsSoManyAssessableGroups) {
  const std::string two = std::string(kHigh) + R"(,"scope":{"at_least":2}})";
  EXPECT_EQ(Under(RuleWhen(two), {{{"a"}, {9}}, {{"b"}, {9}}, {{"c"}, {1}}}), Consensus::kIn);
  const std::string not_two = "{\"not\":" + two + "}";
  EXPECT_EQ(Under(RuleWhen(not_two), {{{"a"}, {9}}, {{"b"}, {1}}}), Consensus::kIn);
  EXPECT_EQ(Under(RuleWhen(not_two), {{{"a"}, {9}}}), Consensus::kNone);
}

TEST(ConsensusTest, AnAbsentNamedGroupIsNotAssessableUnlessAnotherFails) {
  const std::string named = std::string(kHigh) + R"(,"scope":{"groups":["a","z"]}})";
  EXPECT_EQ(Under(RuleWhen(named), {{{"a"}, {9}}}), Consensus::kNone);
  EXPECT_EQ(Under(RuleWhen("{\"not\":" + named + "}"), {{{"a"}, {9}}}), Consensus::kNone);
  EXPECT_EQ(Under(RuleWhen("{\"not\":" + named + "}"), {{{"a"}, {1}}}), Consensus::kIn);
}

TEST(ConsensusTest, AFalsePartSettlesAllAndATruePartSettlesAnyOverTheUnassessable) {
  const std::string unknown = std::string(kHigh) + R"(,"scope":{"groups":["z"]}})";
  const std::string yes = R"({"measure":"median","op":">=","value":1})";
  const std::string no = R"({"measure":"median","op":">","value":9})";
  const std::vector<SampleGroup> groups = {{{"a"}, {5}}};
  EXPECT_EQ(Under(RuleWhen("{\"any\":[" + unknown + "," + yes + "]}"), groups), Consensus::kIn);
  EXPECT_EQ(Under(RuleWhen("{\"not\":{\"all\":[" + unknown + "," + no + "]}}"), groups),
            Consensus::kIn);
  EXPECT_EQ(Under(RuleWhen("{\"all\":[" + unknown + "," + yes + "]}"), groups), Consensus::kNone);
}

TEST(ConsensusTest, ACriterionMayHaveItsOwnDenominator) {
  const std::string own = std::string(kHigh) + R"(,"denominator":"answered"})";
  EXPECT_EQ(Under(RuleWhen(own), {{{}, {9, 9, kSaysUnable}}}), Consensus::kNone);
  EXPECT_EQ(Under(RuleWhen(std::string(kHigh) + "}"), {{{}, {9, 9, kSaysUnable}}}), Consensus::kIn);
}

TEST(ConsensusTest, OutsideTheMedianTakesTheHigherBandBetweenTwo) {
  const std::string outside =
      R"({"measure":"outside-at-most","region":"median","table":[[4,4,2]]})";
  EXPECT_EQ(Under(RuleWhen(outside), {{{}, {6, 6, 7, 7}}}), Consensus::kIn);
  EXPECT_EQ(Under(RuleWhen(outside), {{{}, {1, 6, 7, 8}}}), Consensus::kIn);
  EXPECT_EQ(Under(RuleWhen(outside), {{{}, {1, 2, 5, 9}}}), Consensus::kNone);
}

}  // namespace
}  // namespace quorate::engine
