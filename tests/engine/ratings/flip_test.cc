#include "engine/ratings/flip.h"

#include <gtest/gtest.h>

#include "engine/ratings/rule_json.h"
#include "tests/engine/ratings/sample_round.h"

namespace quorate::engine {
namespace {

const ConsensusRule& Preset(const std::string& name) {
  return FindPreset(name)->rule;
}

ConsensusRule RuleWhen(const std::string& when) {
  const auto json =
      ParseJson(R"({"name":"test","clauses":[{"verdict":"IN","when":)" + when + "}]}");
  const auto rule = RuleFromJson(*json);
  EXPECT_TRUE(rule.has_value()) << rule.error().message;
  return *rule;
}

ItemFlips Of(const std::vector<SampleGroup>& groups,
             const ConsensusRule& rule,
             const std::string& voice = "per-person") {
  auto flips = FindFlips(SampleRound(groups, rule.scale), rule, *ParseVoice(voice), 1);
  EXPECT_TRUE(flips.has_value()) << flips.error().message;
  return flips->at(0);
}

// "2 NONE" where two people change it to NONE and no fewer do; "-" where none can.
std::string Text(const Flip& flip) {
  if (!flip.at_least) return "-";
  if (!flip.exact()) return "not exact";
  return std::to_string(*flip.at_most) + " " + Name(flip.becomes);
}

// 17 of 23 are at least 70 %, 16 of 23 are not.
TEST(FlipTest, AShareFallsByThePeopleAboveItsThreshold) {
  const auto flips = Of({{{}, Times({{18, 9}, {5, 5}})}}, Preset("comet-70-15"));
  EXPECT_EQ(Text(flips.overall), "2 NONE");
  ASSERT_EQ(flips.overall.example.size(), 1U);
  EXPECT_EQ(flips.overall.example[0].people, 2U);
  EXPECT_EQ(flips.overall.example[0].from, 9);
  EXPECT_LT(flips.overall.example[0].to, 7);
}

// 70 % are missing 3 of 10; the two who score low have to leave as well, and are among the three.
TEST(FlipTest, OneMoveMayServeTwoCriteria) {
  const auto flips = Of({{{}, {9, 9, 9, 9, 1, 1, 5, 5, 5, 5}}}, Preset("comet-70-15"));
  EXPECT_EQ(Text(flips.overall), "3 IN");
}

TEST(FlipTest, EveryGroupAddsUpAndOneGroupAloneMayNotDo) {
  // Two thirds in 7 to 9: one more is enough for 70 %, two fewer for at most half.
  const std::vector<SampleGroup> groups = {{{"a"}, Times({{6, 9}, {3, 5}})},
                                           {{"b"}, Times({{6, 9}, {3, 5}})}};
  const auto flips = Of(groups, Preset("comet-70-15-every-group"));
  EXPECT_EQ(Text(flips.overall), "2 IN");
  EXPECT_EQ(Text(flips.by_group[0]), "-");
  EXPECT_EQ(flips.by_group[0].why_not, "no change of scores can change the verdict");
}

TEST(FlipTest, AVoiceThatWeighsMoreTakesFewer) {
  const std::vector<SampleGroup> groups = {{{"many"}, Times({{16, 9}, {4, 5}})},
                                           {{"few"}, {9, 9, 9, 5}}};
  EXPECT_EQ(Text(Of(groups, Preset("comet-70-15")).overall), "3 NONE");
  const auto equal = Of(groups, Preset("comet-70-15"), "equal-groups");
  EXPECT_EQ(Text(equal.overall), "1 NONE");
  EXPECT_EQ(equal.overall.example[0].groups, std::vector<std::uint32_t>{1});
  EXPECT_EQ(Text(equal.by_group[0]), "4 NONE");
}

TEST(FlipTest, PersonWeightsAreToldApart) {
  RoundRatings round = SampleRound({{{}, {9, 9, 9, 5}}});
  round.weights = {Fraction(5), Fraction(1), Fraction(1), Fraction(1)};
  const auto flips = FindFlips(round, Preset("comet-70-15"), *ParseVoice("person-weights"), 1);
  EXPECT_EQ(Text(flips->at(0).overall), "1 NONE");
  round.weights = {Fraction(1, 3), Fraction(1), Fraction(1), Fraction(1)};
  const auto light = FindFlips(round, Preset("comet-70-15"), *ParseVoice("person-weights"), 1);
  EXPECT_EQ(Text(light->at(0).overall), "1 NONE");
}

TEST(FlipTest, MediansMeansAndRangesAreMoved) {
  const auto median = RuleWhen(R"({"measure":"median","op":">=","value":7})");
  EXPECT_EQ(Text(Of({{{}, {6, 6, 6, 8, 9}}}, median).overall), "1 IN");
  EXPECT_EQ(Text(Of({{{}, {6, 8}}}, median).overall), "1 NONE");
  const auto mean = RuleWhen(R"({"measure":"mean","op":">","value":5})");
  EXPECT_EQ(Text(Of({{{}, {1, 1, 1, 1, 9, 9}}}, mean).overall), "2 IN");
  const auto iqr = RuleWhen(R"({"measure":"iqr","op":"<=","value":1})");
  EXPECT_EQ(Text(Of({{{}, {1, 1, 5, 9, 9}}}, iqr).overall), "2 IN");
  EXPECT_EQ(Text(Of({{{}, {5, 5, 5, 5, 5}}}, iqr).overall), "2 NONE");
}

TEST(FlipTest, RandUclaIsMovedByPercentilesAndByTable) {
  // P30 is 3.4 and P70 7: a range of 3.6 is over 2.35 + 1.5 * 0.2. With one more 7 both are 7.
  const std::vector<SampleGroup> groups = {{{}, {1, 1, 1, 7, 7, 7, 7, 7, 7}}};
  EXPECT_EQ(Text(Of(groups, Preset("ram")).overall), "1 IN");
  EXPECT_EQ(Text(Of(groups, Preset("ram-table")).overall), "1 IN");
}

TEST(FlipTest, WhoDidNotScoreCannotChangeIt) {
  const auto flips = Of({{{"a"}, {9, 9}}, {{"b"}, {kSaysUnable}}}, Preset("comet-70-15"));
  EXPECT_EQ(Text(flips.by_group[1]), "-");
  EXPECT_EQ(flips.by_group[1].why_not, "nobody there scored it");
}

TEST(FlipTest, TooFewStayTooFew) {
  ConsensusRule rule = Preset("comet-70-15");
  rule.quorum.panel = 3;
  const auto flips = Of({{{"a"}, {9, 9}}}, rule);
  EXPECT_EQ(flips.overall.why_not, "too few people scored it");
  EXPECT_EQ(flips.by_group[0].why_not, "too few people scored it");
}

TEST(FlipTest, ARuleThatNoScoreCanSatisfyCannotBeMet) {
  const auto rule = RuleWhen(
      R"({"all":[{"measure":"median","op":">=","value":7},{"measure":"mean","op":"<","value":2}]})");
  EXPECT_EQ(Text(Of({{{}, {5, 5, 5}}}, rule).overall), "-");
}

TEST(FlipTest, AnOppositeClauseBeforeItIsAWayToo) {
  ConsensusRule rule = RuleWhen(R"({"measure":"share","band":[7,9],"op":">=","value":"10%"})");
  Clause out = rule.clauses[0];
  out.verdict = Consensus::kOut;
  out.when =
      RuleWhen(R"({"measure":"share","band":[1,1],"op":">=","value":"20%"})").clauses[0].when;
  rule.clauses.insert(rule.clauses.begin(), out);
  EXPECT_EQ(Text(Of({{{}, Times({{9, 9}, {1, 5}})}}, rule).overall), "2 OUT");
}

TEST(FlipTest, PercentilesOfLongScalesAreLeftToWhatCanBeProved) {
  ConsensusRule rule = RuleWhen(R"({"measure":"iqr","op":"<=","value":1})");
  rule.scale = {0, 100, {}};
  const auto flips = Of({{{}, {0, 50, 100}}}, rule);
  EXPECT_FALSE(flips.overall.exact());
  EXPECT_EQ(flips.overall.at_least, 1U);
}

TEST(FlipTest, SomebodyWithTwoHatsCanChangeItInEither) {
  const std::vector<SampleGroup> groups = {{{"a", "b"}, {9, 9, 9, 5}}, {{"b"}, {9}}};
  const auto flips = Of(groups, Preset("comet-70-15-every-group"), "per-person+each-group");
  EXPECT_EQ(Text(flips.by_group[0]), Text(flips.by_group[1]));
}

}  // namespace
}  // namespace quorate::engine
