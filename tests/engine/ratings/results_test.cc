// Figures, weights and scopes on examples small enough to check by hand.

#include "engine/ratings/results.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include <gtest/gtest.h>

#include "engine/ratings/count_codes.h"
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

TEST(ResultsTest, QuartilesAreType7) {
  const auto item = TallySample({{{}, {2, 3, 5, 9}}}, Comet());
  EXPECT_EQ(*item.panel.q1, Fraction(11, 4));  // 2.75, as in the Fast-track Delphi report.
  EXPECT_EQ(*item.panel.q3, Fraction(6));
  const auto other = TallySample({{{}, {7, 8, 8, 9, 9, 8}}}, Comet());
  EXPECT_EQ(*other.panel.q3, Fraction(35, 4));  // 8.75.
  EXPECT_EQ(*other.panel.iqr, Fraction(3, 4));
}

TEST(ResultsTest, CountsTellTheKindsOfMissingApart) {
  const auto item = TallySample(
      {{{}, {8, kSaysUnable, kSaysUnable, kSaysNotUnderstood, kSaysSkipped, kSaysNothing}}},
      Comet());
  EXPECT_EQ(item.panel.n, 5U);
  EXPECT_EQ(item.panel.scored, 1U);
  EXPECT_EQ(item.panel.unable, 2U);
  EXPECT_EQ(item.panel.not_understood, 1U);
  EXPECT_EQ(item.panel.skipped, 1U);
  EXPECT_EQ(item.panel.weight, Fraction(1));
  EXPECT_FALSE(item.panel.sd.has_value());
}

TEST(ResultsTest, AnsweredLeavesOnlyTheSkippedOut) {
  ConsensusRule rule = Comet();
  rule.denominator = Denominator::kAnswered;
  const auto item =
      TallySample({{{}, {8, 8, kSaysUnable, kSaysNotUnderstood, kSaysSkipped}}}, rule);
  EXPECT_EQ(item.panel.weight, Fraction(4));
  EXPECT_EQ(*item.panel.bands[2].share, Fraction(1, 2));
  EXPECT_EQ(*item.panel.mean, Fraction(8));
}

TEST(ResultsTest, EqualGroupsRebaseOnTheDenominatorOfEachFigure) {
  ConsensusRule rule = Comet();
  rule.denominator = Denominator::kAnswered;
  // Group b answers without a score: half of the share's denominator, nothing of the median's.
  const auto item = TallySample({{{"a"}, {9, 9, 1}}, {{"b"}, {kSaysUnable}}}, rule, "equal-groups");
  EXPECT_EQ(item.panel.weight, Fraction(1));
  EXPECT_EQ(*item.panel.bands[2].share, Fraction(1, 3));
  EXPECT_EQ(*item.panel.mean, Fraction(19, 3));
  EXPECT_EQ(*item.panel.effective_n, Fraction(3));  // 1 / (3/36 + 1/4).
  EXPECT_EQ(*item.panel.unweighted->bands[2].share, Fraction(1, 2));
  EXPECT_EQ(item.groups[0].weight, Fraction(3));
}

TEST(ResultsTest, AGroupWithoutPeopleHandsItsWeightToNobody) {
  const std::vector<SampleGroup> groups = {{{"a"}, {9, 9}}, {{"b"}, {1}}, {{"c"}, {kSaysSkipped}}};
  const auto item = TallySample(groups, Comet(), "group-weights:a=1,b=2,c=5");
  EXPECT_EQ(item.panel.weight, Fraction(3));
  EXPECT_EQ(*item.panel.bands[0].share, Fraction(2, 3));
  const auto each = TallySample(groups, Comet(), "group-weights-each:a=1,b=2,c=5");
  EXPECT_EQ(each.panel.weight, Fraction(4));
}

TEST(ResultsTest, AZeroWeightLeavesCountsAndTakesShares) {
  const auto item = TallySample({{{"a"}, {9, 9, 2}}}, Comet(), "group-weights:a=0");
  EXPECT_EQ(item.panel.weight, Fraction(0));
  EXPECT_EQ(item.panel.bands[2].count, 2U);
  EXPECT_FALSE(item.panel.bands[2].share.has_value());
  EXPECT_FALSE(item.panel.median.has_value());
  EXPECT_FALSE(item.panel.mean.has_value());
  EXPECT_FALSE(item.panel.effective_n.has_value());
  EXPECT_EQ(*item.panel.q3, Fraction(9));
  EXPECT_EQ(item.consensus.consensus, Consensus::kNone);
}

TEST(ResultsTest, TwoHatsAreSplitOrCountedInEachGroupButNeverTwiceInThePanel) {
  const std::vector<SampleGroup> groups = {{{"a", "b"}, {9}}, {{"a"}, {1}}, {{"b"}, {5}}};
  const auto split = TallySample(groups, Comet(), "per-person+split");
  EXPECT_EQ(split.panel.weight, Fraction(3));
  EXPECT_EQ(split.groups[1].weight, Fraction(3, 2));
  EXPECT_EQ(*split.groups[1].bands[2].share, Fraction(1, 3));
  EXPECT_EQ(split.groups[1].n, 2U);
  EXPECT_EQ(split.groups[1].histogram[8], 1U);
  const auto each = TallySample(groups, Comet(), "per-person+each-group");
  EXPECT_EQ(each.panel.weight, Fraction(3));
  EXPECT_EQ(each.groups[1].weight, Fraction(2));
  const auto declared = TallySample(groups, Comet());
  EXPECT_EQ(declared.groups[1].weight, Fraction(1));
  const auto equal = TallySample(groups, Comet(), "equal-groups+split");
  EXPECT_EQ(equal.panel.weight, Fraction(1));
  EXPECT_EQ(*equal.panel.bands[2].share, Fraction(1, 3));
}

TEST(ResultsTest, WeightedMedianAtExactlyHalfIsTheMeanWithTheNextThatCarriesWeight) {
  RoundRatings round = SampleRound({{{}, {3, 5, 8}}});
  round.weights = {Fraction(1), Fraction(0), Fraction(1)};
  const auto result = TallyRatings(round, Comet(), *ParseVoice("person-weights"), 1);
  EXPECT_EQ(*result->items[0].panel.median, Fraction(11, 2));
  EXPECT_EQ(*result->items[0].panel.unweighted->median, Fraction(5));
}

TEST(ResultsTest, WeightsWithHugeDenominatorsStayExact) {
  RoundRatings round = SampleRound({{{}, {9, 1}}});
  round.weights = {*Fraction::Parse("1/9999999999999999999999999999999999999977"),
                   *Fraction::Parse("1/9999999999999999999999999999999999999973")};
  const auto result = TallyRatings(round, Comet(), *ParseVoice("person-weights"), 1);
  EXPECT_EQ(result->items[0].panel.weight, round.weights[0] + round.weights[1]);
  EXPECT_EQ(*result->items[0].panel.median, Fraction(1));
}

TEST(ResultsTest, WeightsBeyondTheStatedLimitAreRefusedNotWrapped) {
  RoundRatings round = SampleRound({{{}, std::vector<int>(700, 5)}});
  for (int i = 0; i < 700; ++i) {
    round.weights.push_back(
        *Fraction::Parse("1/99999999999999999999999999999999999" + std::to_string(10000 + i)));
  }
  const auto result = TallyRatings(round, Comet(), *ParseVoice("person-weights"), 1);
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().reason, Reason::kTooLarge);
}

TEST(ResultsTest, VoicesThatNeedGroupsRefuseSomebodyWithout) {
  const auto round = SampleRound({{{"a"}, {9}}, {{}, {8}}});
  for (const char* voice : {"equal-groups", "group-weights:a=1", "group-weights-each:a=1"}) {
    EXPECT_FALSE(TallyRatings(round, Comet(), *ParseVoice(voice), 1).has_value()) << voice;
  }
  EXPECT_TRUE(TallyRatings(round, Comet(), *ParseVoice("per-person+split"), 1).has_value());
}

TEST(ResultsTest, QuorumIsLookedAtFirst) {
  ConsensusRule rule = Comet();
  rule.quorum = {3, 0};
  EXPECT_EQ(Under(rule, {{{}, {9, 9}}}), Consensus::kInquorate);
  rule.quorum = {0, 1};
  EXPECT_EQ(Under(rule, {{{"a"}, {9, 9}}, {{"b"}, {kSaysUnable}}}), Consensus::kInquorate);
  EXPECT_EQ(Under(rule, {{{"a"}, {9, 9}}, {{"b"}, {9}}}), Consensus::kIn);
  rule.quorum = {0, 0};
  EXPECT_EQ(Under(rule, {{{}, {kSaysSkipped}}}), Consensus::kInquorate);
}

constexpr const char* kHigh = R"({"measure":"share","band":[7,9],"op":">=","value":"70%")";

TEST(ResultsTest, SmallGroupsAreLeftOutAndNothingHoldsOnNothing) {
  const std::string every = std::string(kHigh) + R"(,"scope":"every_group","least_group_size":2})";
  EXPECT_EQ(Under(RuleWhen(every), {{{"a"}, {9, 9}}, {{"b"}, {1}}}), Consensus::kIn);
  EXPECT_EQ(Under(RuleWhen(every), {{{"a"}, {9}}, {{"b"}, {9}}}), Consensus::kNone);
  EXPECT_EQ(Under(RuleWhen("{\"not\":" + every + "}"), {{{"a"}, {9}}, {{"b"}, {9}}}),
            Consensus::kNone);
}

TEST(ResultsTest, AtLeastNeedsSoManyAssessableGroups) {
  const std::string two = std::string(kHigh) + R"(,"scope":{"at_least":2}})";
  EXPECT_EQ(Under(RuleWhen(two), {{{"a"}, {9}}, {{"b"}, {9}}, {{"c"}, {1}}}), Consensus::kIn);
  const std::string not_two = "{\"not\":" + two + "}";
  EXPECT_EQ(Under(RuleWhen(not_two), {{{"a"}, {9}}, {{"b"}, {1}}}), Consensus::kIn);
  EXPECT_EQ(Under(RuleWhen(not_two), {{{"a"}, {9}}}), Consensus::kNone);
}

TEST(ResultsTest, AnAbsentNamedGroupIsNotAssessableUnlessAnotherFails) {
  const std::string named = std::string(kHigh) + R"(,"scope":{"groups":["a","z"]}})";
  EXPECT_EQ(Under(RuleWhen(named), {{{"a"}, {9}}}), Consensus::kNone);
  EXPECT_EQ(Under(RuleWhen("{\"not\":" + named + "}"), {{{"a"}, {9}}}), Consensus::kNone);
  EXPECT_EQ(Under(RuleWhen("{\"not\":" + named + "}"), {{{"a"}, {1}}}), Consensus::kIn);
}

TEST(ResultsTest, AFalsePartSettlesAllAndATruePartSettlesAnyOverTheUnassessable) {
  const std::string unknown = std::string(kHigh) + R"(,"scope":{"groups":["z"]}})";
  const std::string yes = R"({"measure":"median","op":">=","value":1})";
  const std::string no = R"({"measure":"median","op":">","value":9})";
  const std::vector<SampleGroup> groups = {{{"a"}, {5}}};
  EXPECT_EQ(Under(RuleWhen("{\"any\":[" + unknown + "," + yes + "]}"), groups), Consensus::kIn);
  EXPECT_EQ(Under(RuleWhen("{\"not\":{\"all\":[" + unknown + "," + no + "]}}"), groups),
            Consensus::kIn);
  EXPECT_EQ(Under(RuleWhen("{\"all\":[" + unknown + "," + yes + "]}"), groups), Consensus::kNone);
}

TEST(ResultsTest, ACriterionMayHaveItsOwnDenominator) {
  const std::string own = std::string(kHigh) + R"(,"denominator":"answered"})";
  EXPECT_EQ(Under(RuleWhen(own), {{{}, {9, 9, kSaysUnable}}}), Consensus::kNone);
  EXPECT_EQ(Under(RuleWhen(std::string(kHigh) + "}"), {{{}, {9, 9, kSaysUnable}}}), Consensus::kIn);
}

TEST(ResultsTest, OutsideTheMedianTakesTheHigherBandBetweenTwo) {
  const std::string outside =
      R"({"measure":"outside-at-most","region":"median","table":[[4,4,2]]})";
  EXPECT_EQ(Under(RuleWhen(outside), {{{}, {6, 6, 7, 7}}}), Consensus::kIn);
  EXPECT_EQ(Under(RuleWhen(outside), {{{}, {1, 6, 7, 8}}}), Consensus::kIn);
  EXPECT_EQ(Under(RuleWhen(outside), {{{}, {1, 2, 5, 9}}}), Consensus::kNone);
}

TEST(ResultsTest, OffTheNinePointScaleThereIsNoStandardDisagreement) {
  const auto item = TallySample({{{}, {1, 7, 7}}}, FindPreset("delphistar-75")->rule);
  EXPECT_TRUE(item.panel.ipr.has_value());
  EXPECT_FALSE(item.panel.ipras.has_value());
  EXPECT_FALSE(item.panel.disagreement.has_value());
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

TEST(CountCodesTest, VectorsAndTablesCountAlikeAtEveryLength) {
  for (const std::size_t codes : {6U, 13U, 47U, 48U, 49U, 204U}) {
    for (const std::size_t length : {0U, 1U, 31U, 511U, 512U, 8159U, 8160U, 8161U, 20'000U}) {
      std::vector<AnswerCode> answers(length);
      std::vector<std::uint64_t> expected(codes, 1);
      for (std::size_t i = 0; i < length; ++i) {
        answers[i] = static_cast<AnswerCode>((i * i / 7 + i) % codes);
        ++expected[answers[i]];
      }
      std::vector<std::uint64_t> counts(codes, 1);
      CountCodes(answers, counts);
      EXPECT_EQ(counts, expected) << codes << " codes, " << length << " answers";
    }
  }
}

TEST(CountCodesTest, ByteCountersDoNotOverflow) {
  const std::vector<AnswerCode> answers(1'000'000, 5);
  std::vector<std::uint64_t> counts(13);
  CountCodes(answers, counts);
  EXPECT_EQ(counts[5], 1'000'000U);
}

// The published aggregates of the repliCATS workshop: 25 claims, best estimates from 0 to 100.
TEST(ResultsTest, ReplicatsMeansAndMediansAreThePublishedOnes) {
  const char* variable = std::getenv("QUORATE_DATA");
  const std::filesystem::path folder =
      std::filesystem::path(variable == nullptr ? "../shared/data" : variable) / "replicats";
  std::ifstream ratings(folder / "data_ratings.csv");
  std::ifstream published(folder / "expected_means_medians.json");
  if (!ratings || !published) GTEST_SKIP() << "no published data; set QUORATE_DATA to its folder";
  std::map<std::string, std::vector<int>> scores;
  for (std::string line; std::getline(ratings, line);) {
    std::istringstream cells(line);
    std::vector<std::string> row;
    for (std::string cell; std::getline(cells, cell, ',');)
      row.push_back(cell);
    if (row.at(0) == "round_2" && row.at(4) == "three_point_best")
      scores[row[1]].push_back(std::stoi(row[5]));
  }
  std::stringstream text;
  text << published.rdbuf();
  const auto expected = ParseJson(text.str(), JsonNumbers::kAny);
  ASSERT_TRUE(expected.has_value()) << expected.error().message;
  const auto number = [](const Json& json) {
    return json.real() != nullptr ? *json.real() : static_cast<double>(*json.integer());
  };
  ConsensusRule rule = Comet();
  rule.scale = {0, 100, {}};
  ASSERT_EQ(scores.size(), 25U);
  for (const auto& [claim, answers] : scores) {
    const auto item = TallySample({{{}, answers}}, rule);
    EXPECT_NEAR(item.panel.mean->ToDouble() / 100,
                number(*expected->Find("round2_ArMean")->Find(claim)),
                1e-12);
    EXPECT_NEAR(item.panel.median->ToDouble() / 100,
                number(*expected->Find("round2_Median")->Find(claim)),
                1e-12);
  }
}

}  // namespace
}  // namespace quorate::engine
