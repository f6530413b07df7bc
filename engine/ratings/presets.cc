#include "engine/ratings/presets.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace quorate::engine {

namespace {

constexpr Band kCritical = {7, 9};
constexpr Band kUnimportant = {1, 3};
constexpr Band kYes = {1, 1};
const Scope kEveryGroup = {Scope::Kind::kEveryGroup, 0, {}};
const Scope kAnyGroup = {Scope::Kind::kAnyGroup, 0, {}};

Criterion Share(const Band& band, Comparison op, std::int64_t percent) {
  return {
      ShareTest{band, op, Fraction(percent, 100), std::nullopt, false, false}, {}, std::nullopt};
}
Criterion AtLeast(const Band& band, std::int64_t percent) {
  return Share(band, Comparison::kAtLeast, percent);
}
Criterion MoreThan(const Band& band, std::int64_t percent) {
  return Share(band, Comparison::kMoreThan, percent);
}
Criterion AtMost(const Band& band, std::int64_t percent) {
  return Share(band, Comparison::kAtMost, percent);
}
Criterion LessThan(const Band& band, std::int64_t percent) {
  return Share(band, Comparison::kLessThan, percent);
}
Criterion Figure(Statistic statistic, Comparison op, const Fraction& value) {
  return {StatisticTest{statistic, op, value}, {}, std::nullopt};
}
Criterion NearMedian(std::int64_t within, std::int64_t percent) {
  return {NearMedianTest{within, Comparison::kAtLeast, Fraction(percent, 100)}, {}, std::nullopt};
}
Criterion All(std::vector<Criterion> parts, Scope scope = {}) {
  return {Compound{Compound::Kind::kAll, std::move(parts)}, std::move(scope), std::nullopt};
}
Criterion Any(std::vector<Criterion> parts) {
  return {Compound{Compound::Kind::kAny, std::move(parts)}, {}, std::nullopt};
}
Criterion Not(Criterion part) {
  return {Compound{Compound::Kind::kNot, {std::move(part)}}, {}, std::nullopt};
}
Criterion In(Scope scope, Criterion criterion) {
  criterion.scope = std::move(scope);
  return criterion;
}

Clause InWhen(Criterion when, std::string grade = "") {
  return {Consensus::kIn, std::move(grade), {}, std::nullopt, std::move(when)};
}
Clause OutWhen(Criterion when) {
  return {Consensus::kOut, "", {}, std::nullopt, std::move(when)};
}

// "At least `high` percent in 7 to 9 and fewer than `low` percent in 1 to 3", and its mirror image.
Criterion Critical(std::int64_t high, std::int64_t low, const Scope& scope = {}) {
  return All({AtLeast(kCritical, high), LessThan(kUnimportant, low)}, scope);
}
Criterion Unimportant(std::int64_t high, std::int64_t low, const Scope& scope = {}) {
  return All({AtLeast(kUnimportant, high), LessThan(kCritical, low)}, scope);
}

const Scale kNinePoints = {1, 9, {{1, 3}, {4, 6}, {7, 9}}};
const Scale kSevenPoints = {1, 7, {{1, 3}, {4, 4}, {5, 7}}};
const Scale kYesNo = {0, 1, {{0, 0}, {1, 1}}};

Preset Make(std::string name,
            std::vector<Clause> clauses,
            std::string summary,
            std::string source,
            const Scale& scale = kNinePoints) {
  Preset preset;
  preset.rule.name = std::move(name);
  preset.rule.scale = scale;
  preset.rule.clauses = std::move(clauses);
  preset.summary = std::move(summary);
  preset.source = std::move(source);
  return preset;
}

void AddPercentRules(std::vector<Preset>& presets) {
  presets.push_back(
      Make("comet-70-15",
           {InWhen(Critical(70, 15)), OutWhen(Unimportant(70, 15))},
           "IN at 70 % or more in 7-9 and under 15 % in 1-3; OUT the other way about",
           "ELICIT protocol, Table 1, Trials 2015, s13063-015-1011-8, after Harman 2013"));
  presets.push_back(
      Make("comet-70-15-out-50-every-group",
           {InWhen(Critical(70, 15)), OutWhen(In(kEveryGroup, AtMost(kCritical, 50)))},
           "IN as comet-70-15; OUT where at most 50 % of every group are in 7-9",
           "e-Delphi definition of consensus, Table 1, BMJ Open"));
  presets.push_back(
      Make("comet-70-15-every-group",
           {InWhen(Critical(70, 15, kEveryGroup)), OutWhen(In(kEveryGroup, AtMost(kCritical, 50)))},
           "IN where every group passes 70/15; OUT at 50 % or less in 7-9 in every group",
           "PMC10860107, Table 2"));
  presets.push_back(
      Make("axspa-70-15-every-group",
           {InWhen(All({AtLeast(kCritical, 70), AtMost(kUnimportant, 15)}, kEveryGroup))},
           "IN at 70 % or more in 7-9 and at most 15 % in 1-3 in every group; never OUT",
           "ASAS-OMERACT axial spondyloarthritis set, J Rheumatol 2021;48:1810"));
  presets.push_back(
      Make("fsmp-any-group-out",
           {InWhen(Critical(70, 15, kEveryGroup)), OutWhen(Unimportant(70, 15, kAnyGroup))},
           "IN where every group passes 70/15; OUT where any group would exclude at 70/15",
           "Protocol, Table 2, Trials 2023, s13063-023-07214-2"));
}

void AddHeap(std::vector<Preset>& presets) {
  std::vector<Clause> clauses = {InWhen(Critical(50, 15)),
                                 InWhen(Critical(70, 15)),
                                 OutWhen(Unimportant(50, 15)),
                                 OutWhen(Unimportant(70, 15))};
  for (std::size_t i = 0; i < clauses.size(); i += 2) {
    clauses[i].rounds = {1};
    clauses[i + 1].from_round = 2;
  }
  presets.push_back(Make("heap-rising-50-70",
                         std::move(clauses),
                         "as comet-70-15, but 50 % are enough in round 1",
                         "HEAP, Table 1, PMC8024512"));
}

void AddMeetingRules(std::vector<Preset>& presets) {
  presets.push_back(Make("partners2-70-25",
                         {InWhen(All({MoreThan(kCritical, 70), LessThan(kUnimportant, 25)}))},
                         "IN at more than 70 % in 7-9 and under 25 % in 1-3; never OUT",
                         "PARTNERS2 bipolar set, Retzer 2020, PLOS ONE 15(10):e0240518, abstract"));
  presets.push_back(Make("meeting-majority",
                         {InWhen(MoreThan(kYes, 50)), OutWhen(AtMost(kYes, 50))},
                         "IN by more than half of the votes, else OUT; 1 is yes, 0 is no",
                         "Consensus meeting of a core metrics set, bio-protocol 6444412",
                         kYesNo));
  presets.push_back(Make("meeting-70-30",
                         {InWhen(AtLeast(kYes, 70)), OutWhen(LessThan(kYes, 30))},
                         "IN at 70 % yes or more, OUT under 30 %, between them provisional (NONE)",
                         "Sleeswijk Visser, thesis, chapter 2, publicatie-online.nl 173774",
                         kYesNo));
}

void AddOtherScales(std::vector<Preset>& presets) {
  const auto low_spread = Figure(Statistic::kIqr, Comparison::kAtMost, 3);
  presets.push_back(
      Make("median-iqr",
           {InWhen(All({Figure(Statistic::kMedian, Comparison::kAtLeast, 7), low_spread})),
            OutWhen(All({Figure(Statistic::kMedian, Comparison::kAtMost, 3), low_spread}))},
           "IN at a median of 7 or more, OUT at 3 or less, with an IQR of at most 3",
           "Fast-track Delphi, Unisante/delphi_ft_demo, 000_parameters.R"));
  ShareTest excluders{{1, 3}, Comparison::kMoreThan, Fraction(75, 100), std::nullopt, true, true};
  presets.push_back(
      Make("enlight-75",
           {InWhen(MoreThan({5, 7}, 75)), OutWhen({excluders, {}, std::nullopt})},
           "of 7 points: IN above 75 % in 5-7, OUT above 75 % in 1-3 or without a score, "
           "over all who answered",
           "ENLIGHT-Project/ENLIGHT-Data, analysis script",
           kSevenPoints));
  presets.back().rule.denominator = Denominator::kAnswered;
  presets.push_back(Make("tiers-80-90-100",
                         {InWhen(AtLeast(kCritical, 100), "unanimous"),
                          InWhen(AtLeast(kCritical, 90), "very strong"),
                          InWhen(AtLeast(kCritical, 80), "consensus")},
                         "IN at 80 % in 7-9, graded: consensus, very strong from 90 %, unanimous",
                         "Guidelines for designing Delphi studies, medifind 545896765"));
}

void AddRand(std::vector<Preset>& presets) {
  const std::string source =
      "RAND/UCLA Appropriateness Method, Fitch 2001, MR-1269; table in BMC MIDM 2012;12:93, Table "
      "7";
  const Criterion by_percentiles = {IprasTest(), {}, std::nullopt};
  const Criterion by_table = {
      TailsTest{{{8, 10, 3}, {11, 13, 4}, {14, 16, 5}}, kUnimportant, kCritical}, {}, std::nullopt};
  const auto clauses = [](const Criterion& disagreement) {
    const auto median = [](Comparison op, std::int64_t doubled) {
      return Figure(Statistic::kMedian, op, Fraction(doubled, 2));
    };
    return std::vector<Clause>{InWhen(All({median(Comparison::kAtLeast, 13), Not(disagreement)})),
                               OutWhen(All({median(Comparison::kLessThan, 7), Not(disagreement)}))};
  };
  presets.push_back(
      Make("ram",
           clauses(by_percentiles),
           "IN at a median of 6.5 or more, OUT under 3.5, without disagreement (IPR > IPRAS)",
           source));
  presets.push_back(Make("ram-table",
                         clauses(by_table),
                         "as ram, with disagreement by the table for panels of 8 to 16",
                         source));
}

void AddGrades(std::vector<Preset>& presets) {
  presets.push_back(Make(
      "consistency-grades",
      {InWhen(AtLeast(kCritical, 100), "perfect"),
       InWhen(Any({Figure(Statistic::kIqr, Comparison::kEqual, 0), NearMedian(1, 80)}),
              "very good"),
       InWhen(Any({NearMedian(1, 50), NearMedian(2, 80)}), "good"),
       InWhen(Any({NearMedian(2, 50), NearMedian(3, 80)}), "some")},
      "IN graded by the shares within 1, 2 and 3 of the median: perfect, very good, good, some",
      "PMC9790819, Table 2"));
}

void AddBeyond(std::vector<Preset>& presets) {
  presets.push_back(Make("percent-70",
                         {InWhen(AtLeast(kCritical, 70))},
                         "IN at 70 % or more in 7-9; never OUT",
                         "Plain 70 %, 3 of the 26 studies reviewed in authorea 433032"));
  presets.push_back(Make("choice-66",
                         {InWhen(AtLeast(kYes, 66))},
                         "IN where at least 66 % chose the option; 1 is chosen, 0 is not",
                         "Fast-track Delphi, Unisante/delphi_ft_demo, 000_parameters.R",
                         kYesNo));
  presets.push_back(Make("delphistar-75",
                         {InWhen(AtLeast({6, 7}, 75))},
                         "of 7 points: IN at 75 % or more in 6-7; never OUT",
                         "DELPHISTAR, PLOS ONE 2024, e0304651",
                         {1, 7, {{1, 2}, {3, 5}, {6, 7}}}));
  const OutsideTest outside{
      OutsideTest::Region::kMode,
      {{8, 10, 2}, {11, 13, 3}, {14, 16, 4}, {17, 19, 5}, {20, 22, 6}, {23, 25, 7}}};
  presets.push_back(Make("mode-table",
                         {InWhen({outside, {}, std::nullopt})},
                         "IN where few stand outside the mode, by a table for panels of 8 to 25",
                         "PMC5966219, Table 4"));
}

std::vector<Preset> MakeAll() {
  std::vector<Preset> presets;
  AddPercentRules(presets);
  AddHeap(presets);
  AddMeetingRules(presets);
  AddOtherScales(presets);
  AddRand(presets);
  AddGrades(presets);
  AddBeyond(presets);
  return presets;
}

}  // namespace

std::span<const Preset> Presets() {
  static const std::vector<Preset> kPresets = MakeAll();
  return kPresets;
}

const Preset* FindPreset(std::string_view name) {
  const auto presets = Presets();
  const auto found = std::find_if(presets.begin(), presets.end(), [&](const Preset& preset) {
    return preset.rule.name == name;
  });
  return found == presets.end() ? nullptr : &*found;
}

}  // namespace quorate::engine
