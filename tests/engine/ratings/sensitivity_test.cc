#include "engine/ratings/sensitivity.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "engine/ratings/rule_json.h"
#include "tests/engine/ratings/sample_round.h"

namespace quorate::engine {
namespace {

const ConsensusRule& Comet() {
  return FindPreset("comet-70-15")->rule;
}

Sensitivity Of(const std::vector<SampleGroup>& groups,
               const ConsensusRule& rule,
               const std::string& voice = "per-person",
               const std::vector<bool>& completed = {}) {
  auto result =
      ExploreSensitivity(SampleRound(groups, rule.scale), rule, *ParseVoice(voice), 1, completed);
  EXPECT_TRUE(result.has_value()) << result.error().message;
  return *std::move(result);
}

const WhatIf& Ask(const Sensitivity& all, WhatIf::Kind kind, const std::string& group = "") {
  return *std::find_if(all.what_ifs.begin(), all.what_ifs.end(), [&](const WhatIf& what_if) {
    return what_if.kind == kind && what_if.group == group;
  });
}

// The verdict under one what-if, or why there is none.
std::string Under(const Sensitivity& all, WhatIf::Kind kind, const std::string& group = "") {
  const WhatIf& what_if = Ask(all, kind, group);
  return what_if.why_not.empty() ? Name(what_if.items.at(0).consensus) : what_if.why_not;
}

// Nine of ten patients and one of three carers: 76.9 % over all, 61.6 % with equal voices.
std::vector<SampleGroup> Lopsided() {
  return {{{"patients"}, Times({{9, 8}, {1, 5}})}, {{"carers"}, Times({{1, 8}, {2, 5}})}};
}

TEST(SensitivityTest, WeightsAreTakenAwayAndGroupsMadeEqual) {
  const auto unweighted = Of(Lopsided(), Comet());
  EXPECT_EQ(unweighted.items[0].consensus, Consensus::kIn);
  EXPECT_EQ(Under(unweighted, WhatIf::Kind::kNoWeights), "everybody has one voice already");
  EXPECT_EQ(Under(unweighted, WhatIf::Kind::kEqualGroups), "NONE");
  const auto equal = Of(Lopsided(), Comet(), "equal-groups");
  EXPECT_EQ(equal.items[0].consensus, Consensus::kNone);
  EXPECT_EQ(Under(equal, WhatIf::Kind::kNoWeights), "IN");
  EXPECT_EQ(Under(equal, WhatIf::Kind::kEqualGroups), "the groups have equal voices already");
}

TEST(SensitivityTest, GroupsCannotBeMadeEqualWhereThereAreNoTwoOrSomebodyHasNone) {
  const auto one = Of({{{"a"}, {9}}}, Comet());
  EXPECT_EQ(Under(one, WhatIf::Kind::kEqualGroups), "there are no two groups with people");
  const auto outsider = Of({{{"a"}, {9}}, {{"b"}, {9}}, {{}, {9}}}, Comet());
  EXPECT_NE(Ask(outsider, WhatIf::Kind::kEqualGroups).why_not.find("somebody has no group"),
            std::string::npos);
}

TEST(SensitivityTest, AGroupTakenOutIsNoGroupAnyMore) {
  const auto& rule = FindPreset("comet-70-15-every-group")->rule;
  const auto all = Of(Lopsided(), rule);
  EXPECT_EQ(all.items[0].consensus, Consensus::kNone);
  EXPECT_EQ(Under(all, WhatIf::Kind::kWithoutGroup, "carers"), "IN");
  EXPECT_EQ(Under(all, WhatIf::Kind::kWithoutGroup, "patients"), "OUT");
  ConsensusRule quorum = Comet();
  quorum.quorum.each_group = 2;
  const auto waiting = Of({{{"a"}, {9, 9}}, {{"b"}, {9}}}, quorum);
  EXPECT_EQ(waiting.items[0].consensus, Consensus::kInquorate);
  EXPECT_EQ(Under(waiting, WhatIf::Kind::kWithoutGroup, "b"), "IN");
}

TEST(SensitivityTest, TwoHatsAreTakenOffOneByOneAsThePolicySays) {
  const std::vector<SampleGroup> groups = {{{"a", "b"}, {9, 9}}, {{"b"}, {1}}};
  const auto scored = [&](const std::string& voice, const std::string& group) {
    return Ask(Of(groups, Comet(), voice), WhatIf::Kind::kWithoutGroup, group).scored.at(0);
  };
  EXPECT_EQ(scored("per-person", "a"), 1U);
  EXPECT_EQ(scored("per-person", "b"), 2U);
  EXPECT_EQ(scored("per-person+split", "a"), 3U);
  EXPECT_EQ(scored("per-person+split", "b"), 2U);
  EXPECT_EQ(scored("per-person+each-group", "b"), 2U);
}

TEST(SensitivityTest, WhatMakesNoSenseWithoutTheGroupIsNotAsked) {
  EXPECT_EQ(Under(Of({{{"a"}, {9}}}, Comet()), WhatIf::Kind::kWithoutGroup, "a"),
            "nobody would be left");
  const auto ignored = Of({{{"a", "b"}, {9}}, {{"a"}, {8}}}, Comet());
  EXPECT_EQ(Under(ignored, WhatIf::Kind::kWithoutGroup, "b"), "nobody is in this group");
  ConsensusRule named = Comet();
  named.clauses[0].when.scope = {Scope::Kind::kGroups, 0, {"b"}};
  const auto all = Of({{{"a"}, {9}}, {{"b"}, {9}}}, named);
  EXPECT_EQ(Under(all, WhatIf::Kind::kWithoutGroup, "b"), "the rule asks for this group by name");
  EXPECT_EQ(Under(all, WhatIf::Kind::kWithoutGroup, "a"), "IN");
}

TEST(SensitivityTest, CompletersAreThoseWhoWereSaidToBe) {
  const std::vector<SampleGroup> groups = {{{}, {9, 9, 9, 1}}};
  const auto kind = WhatIf::Kind::kCompleters;
  EXPECT_EQ(Under(Of(groups, Comet()), kind), "it is not known who completed the study");
  const auto three = Of(groups, Comet(), "per-person", {true, true, true, false});
  EXPECT_EQ(three.items[0].consensus, Consensus::kNone);
  EXPECT_EQ(Under(three, kind), "IN");
  EXPECT_EQ(Ask(three, kind).scored, std::vector<std::uint64_t>{3});
  const std::vector<bool> everybody(4, true);
  EXPECT_EQ(Under(Of(groups, Comet(), "per-person", everybody), kind),
            "everybody completed the study");
  const std::vector<bool> nobody(4, false);
  EXPECT_EQ(Under(Of(groups, Comet(), "per-person", nobody), kind), "nobody completed the study");
}

TEST(SensitivityTest, UnableGoesBelowTheLineOrOutOfIt) {
  const std::vector<SampleGroup> groups = {{{}, Times({{7, 9}, {2, 5}, {2, kSaysUnable}})}};
  const auto scored = Of(groups, Comet());
  EXPECT_EQ(scored.items[0].consensus, Consensus::kIn);
  EXPECT_EQ(Under(scored, WhatIf::Kind::kUnableCounted), "NONE");
  EXPECT_EQ(Under(scored, WhatIf::Kind::kUnableLeftOut), "no share of the rule would change");
  const auto none_said = Of({{{}, {9, 9}}}, Comet());
  EXPECT_EQ(Under(none_said, WhatIf::Kind::kUnableCounted), "everybody who answered scored");
}

// ENLIGHT counts "cannot evaluate" with those who exclude; leaving it out lets more items in.
TEST(SensitivityTest, LeftOutMeansAboveTheLineToo) {
  const auto& rule = FindPreset("enlight-75")->rule;
  const std::vector<SampleGroup> groups = {{{}, Times({{1, 1}, {9, kSaysNotUnderstood}})}};
  const auto all = Of(groups, rule);
  EXPECT_EQ(all.items[0].consensus, Consensus::kOut);
  EXPECT_EQ(Under(all, WhatIf::Kind::kUnableLeftOut), "OUT");
  const auto mixed = Of({{{}, Times({{1, 1}, {1, 7}, {9, kSaysNotUnderstood}})}}, rule);
  EXPECT_EQ(Under(mixed, WhatIf::Kind::kUnableLeftOut), "NONE");
}

TEST(SensitivityTest, ThresholdsMoveFivePointsAndLimitsTurnStrict) {
  const auto at_limit = Of({{{}, Times({{7, 9}, {3, 5}})}}, Comet());
  EXPECT_EQ(at_limit.items[0].consensus, Consensus::kIn);
  EXPECT_EQ(Under(at_limit, WhatIf::Kind::kThresholdUp), "NONE");
  EXPECT_EQ(Under(at_limit, WhatIf::Kind::kThresholdDown), "IN");
  EXPECT_EQ(Under(at_limit, WhatIf::Kind::kStrict), "NONE");
  EXPECT_EQ(Under(at_limit, WhatIf::Kind::kNonStrict), "IN");
  const auto ram = Of({{{}, {9, 9}}}, FindPreset("ram")->rule);
  EXPECT_EQ(Under(ram, WhatIf::Kind::kThresholdUp), "no limit of the rule would change");
}

TEST(SensitivityTest, AGradeAloneIsNoDifference) {
  EXPECT_FALSE(Differ({Consensus::kIn, "good", 0}, {Consensus::kIn, "perfect", 1}));
  EXPECT_TRUE(Differ({Consensus::kIn, "", 0}, {Consensus::kNone, "", std::nullopt}));
}

TEST(SensitivityTest, RefusesAnotherScale) {
  const auto result = ExploreSensitivity(
      SampleRound({{{}, {1}}}, Scale{1, 7, {}}), Comet(), *ParseVoice("per-person"), 1);
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().reason, Reason::kInvalidRule);
}

}  // namespace
}  // namespace quorate::engine
