#include "engine/report/margins.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/ratings/presets.h"
#include "engine/ratings/rule_json.h"
#include "tests/engine/report/sample_history.h"

namespace quorate::engine {
namespace {

using testing::HasSubstr;

ConsensusRule RuleFrom(const std::string& json) {
  return *RuleFromJson(*ParseJson(json));
}

// The margins of item C1 in round 1.
std::vector<RuleMargin> Of(const Study& study,
                           const ConsensusRule& rule,
                           Tier tier = Tier::kPublic) {
  return MarginsOf(rule, 1, TallyFor(study.rounds[0].results[0], tier), *study.protocol);
}

std::vector<RuleMargin> Of(const std::vector<std::string>& scores) {
  const Study study = OneItem(scores).study();
  return Of(study, study.Plan(1).rule);
}

TEST(MarginsOfTest, TellsFigureLimitAndDistanceExactly) {
  // 5 of 7 score high, 1 of 7 low, and one is in the middle.
  const auto margins = Of({"9", "9", "8", "7", "7", "5", "1"});
  ASSERT_EQ(margins.size(), 5U) << "two tests each for IN and OUT, and the quorum";
  EXPECT_EQ(margins[0].clause, Consensus::kIn);
  EXPECT_EQ(margins[0].test, "at least 70 % of those who scored are in 7 to 9");
  EXPECT_EQ(margins[0].figure, Fraction(5, 7));
  EXPECT_EQ(margins[0].limit, Fraction(7, 10));
  EXPECT_EQ(margins[0].distance, Fraction(1, 70));
  EXPECT_EQ(margins[0].holds, true);
  EXPECT_EQ(margins[1].distance, Fraction(3, 20) - Fraction(1, 7));
  EXPECT_EQ(margins[2].distance, Fraction(1, 7) - Fraction(7, 10));
  EXPECT_EQ(margins[2].holds, false);
}

TEST(MarginsOfTest, QuorumComesLastAndCountsPeople) {
  const auto margins = Of({"9", "9", "unable", "9"});
  EXPECT_EQ(margins.back().clause, Consensus::kInquorate);
  EXPECT_EQ(margins.back().unit, RuleMarginUnit::kPeople);
  EXPECT_EQ(margins.back().figure, Fraction(3));
  EXPECT_EQ(margins.back().distance, Fraction(2));
  EXPECT_EQ(InWords(margins.back()), "3, 2 people to spare");
}

// At the limit the comparison decides: at least 70 % holds there, less than 15 % does not.
TEST(MarginsOfTest, DistanceOfZeroHoldsOrNotByTheComparison) {
  const auto at_least = Of({"9", "9", "9", "9", "9", "9", "9", "5", "5", "5"});
  EXPECT_EQ(at_least[0].distance, Fraction(0));
  EXPECT_EQ(at_least[0].holds, true);
  EXPECT_EQ(InWords(at_least[0]), "70.0 %, exactly at the limit");
  std::vector<std::string> twenty(20, "9");
  twenty[0] = twenty[1] = twenty[2] = "1";
  const auto less_than = Of(twenty);
  EXPECT_EQ(less_than[1].distance, Fraction(0));
  EXPECT_EQ(less_than[1].holds, false);
  EXPECT_EQ(InWords(less_than[1]), "15.0 %, exactly at the limit, which is not enough");
}

TEST(MarginsOfTest, NobodyScoredIsMissingAndNotZero) {
  const auto margins = Of({"unable", "unable", "unable", "unable"});
  EXPECT_EQ(margins[0].figure, std::nullopt);
  EXPECT_EQ(margins[0].distance, std::nullopt);
  EXPECT_EQ(margins[0].holds, std::nullopt);
  EXPECT_EQ(margins[0].missing, "nobody's answer counted here");
}

TEST(MarginsOfTest, TestOfGroupsHasAMarginAGroup) {
  const Study study = OneItem({"9", "9", "9", "9", "9", "1"}, "comet-70-15-every-group").study();
  const auto margins = Of(study, study.Plan(1).rule);
  EXPECT_EQ(margins[0].group, "a");
  EXPECT_EQ(margins[0].figure, Fraction(1));
  EXPECT_EQ(margins[1].group, "b");
  EXPECT_EQ(margins[1].figure, Fraction(2, 3));
  EXPECT_EQ(margins[1].holds, false);
  EXPECT_THAT(margins[1].test, Not(HasSubstr("group")));
}

TEST(MarginsOfTest, GroupWithTooFewScoresNeitherHoldsNorFails) {
  const Study study = OneItem({"9", "9", "9", "9", "9", "unable"}).study();
  const auto rule = RuleFrom(R"({"name":"made up","clauses":[{"verdict":"IN","when":
      {"measure":"share","band":[7,9],"op":">=","value":"70%","scope":"every_group","least_group_size":3}}]})");
  const auto margins = Of(study, rule, Tier::kAuditor);
  ASSERT_EQ(margins.size(), 3U);
  EXPECT_EQ(margins[0].holds, true);
  EXPECT_EQ(margins[1].holds, std::nullopt);
  EXPECT_EQ(margins[1].missing, "too few scored here to count");
}

TEST(MarginsOfTest, NotTurnsTheDistanceAround) {
  const Study study = OneItem({"9", "9", "9", "9"}).study();
  const auto margins =
      Of(study, RuleFrom(R"({"name":"made up","clauses":[{"verdict":"IN","when":{"not":
      {"measure":"share","band":[1,3],"op":">=","value":"15%"}}}]})"));
  EXPECT_TRUE(margins[0].negated);
  EXPECT_EQ(margins[0].distance, Fraction(3, 20));
  EXPECT_EQ(margins[0].holds, true);
}

TEST(MarginsOfTest, OtherDenominatorIsCountedWhereEverybodyWeighsTheSame) {
  const Study study = OneItem({"9", "9", "9", "unable"}).study();
  const auto margins = Of(study, RuleFrom(R"({"name":"made up","clauses":[{"verdict":"IN","when":
      {"measure":"share","band":[7,9],"op":">=","value":"70%","denominator":"answered"}}]})"));
  EXPECT_EQ(margins[0].figure, Fraction(3, 4));
}

TEST(MarginsOfTest, MedianAndSpreadCountInScores) {
  const Study study = OneItem({"9", "8", "8", "1"}).study();
  const auto margins =
      Of(study, RuleFrom(R"({"name":"made up","clauses":[{"verdict":"IN","when":{"all":[
      {"measure":"median","op":">=","value":"7"},{"measure":"iqr","op":"<=","value":"2"}]}}]})"));
  EXPECT_EQ(margins[0].unit, RuleMarginUnit::kScore);
  EXPECT_EQ(InWords(margins[0]), "8, 1 to spare");
  EXPECT_EQ(margins[1].holds, true);
}

TEST(MarginsOfTest, KeptBackInPublicAndToldToAuditors) {
  // The third group is smaller than k, so the panel's weighted shares would give it away.
  const Study& study = SampleState();
  const auto open = Of(study, study.Plan(1).rule);
  EXPECT_EQ(open[0].missing, "too few people to show it");
  const auto whole = Of(study, study.Plan(1).rule, Tier::kAuditor);
  EXPECT_EQ(whole[0].figure, Fraction(1));
}

TEST(MarginsOfTest, TestsOfCountsHaveTheirWordsAndNoFigure) {
  const Study study = OneItem({"9", "9", "9", "9", "9", "9", "9", "9"}).study();
  const ConsensusRule rule = FindPreset("ram-table")->rule;
  bool seen = false;
  for (const RuleMargin& margin : Of(study, rule)) {
    if (margin.missing != "no single figure is compared with a single limit") continue;
    seen = true;
    EXPECT_FALSE(margin.test.empty());
    EXPECT_EQ(margin.figure, std::nullopt);
  }
  EXPECT_TRUE(seen);
}

TEST(MarginsOfTest, ImpossibleSharesAreMissing) {
  const Study study = OneItem({"9", "9", "9", "9"}).study();
  Json tally = study.rounds[0].results[0].tally;
  tally["panel"]["bands"]["7-9"]["share"] = "-1";
  const auto margins = MarginsOf(study.Plan(1).rule, 1, tally, *study.protocol);
  EXPECT_FALSE(margins[0].missing.empty());
}

TEST(MarginInWordsTest, SharesAreToldInPointsThatAreNeverRoundedUp) {
  const auto margins = Of({"9", "9", "9", "5", "5", "5", "1"});
  EXPECT_EQ(InWords(margins[0]), "42.8 %, 27.1 points short");
  std::vector<std::string> many(2000, "5");
  std::fill(many.begin(), many.begin() + 1399, "9");
  EXPECT_EQ(InWords(Of(many)[0]), "69.9 %, less than 0.1 points short");
}

TEST(RuleOfTest, CountIsJudgedByTheRuleInForceWhenItClosed) {
  support::StudyBuilder builder = OneItem({"9", "9", "9", "9"});
  const ConsensusRule before = builder.study().Plan(1).rule;
  Protocol amended = *builder.study().protocol;
  amended.rounds[0].rule.name = "another";
  builder.Do(AmendProtocol{amended, "hindsight"});
  const auto history = HistoryOf(builder.Finish().entries);
  const Counting counting = Countings(builder.study()).front();
  ASSERT_NE(RuleOf(builder.study(), counting, history), nullptr);
  EXPECT_EQ(*RuleOf(builder.study(), counting, history), before);
  EXPECT_NE(builder.study().Plan(1).rule, before);
  EXPECT_EQ(RuleOf(builder.study(), counting, {}), nullptr);
}

TEST(RuleOfTest, YesNoVoteIsJudgedByItsOwnRule) {
  for (const Counting& counting : Countings(SampleState())) {
    const ConsensusRule* rule = RuleOf(SampleState(), counting, SampleHistory());
    ASSERT_NE(rule, nullptr) << counting.basis;
    const bool yes_no = counting.vote != nullptr && counting.vote->kind == VoteKind::kYesNo;
    EXPECT_EQ(rule->scale.max, yes_no ? 1 : 9) << counting.basis;
  }
}

TEST(ProtocolAtTest, AmendmentChangesWhatComesAfterIt) {
  const Study& study = SampleState();
  ASSERT_EQ(study.amendments.size(), 1U);
  const std::uint64_t entry = study.amendments[0].entry;
  EXPECT_EQ(ProtocolAt(study, entry).stopping_rule, study.amendments[0].before.stopping_rule);
  EXPECT_EQ(ProtocolAt(study, entry + 1).stopping_rule, study.protocol->stopping_rule);
}

}  // namespace
}  // namespace quorate::engine
