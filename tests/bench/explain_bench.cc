// What it costs to explain a round's verdicts, beside tallying it once.
//
// BM_Tally and BM_Explain run over the same round of 2,000 people, 100 items and 6 groups; the
// others show what each part takes, and growth.

#include <algorithm>
#include <cstdint>
#include <string>

#include <benchmark/benchmark.h>

#include "engine/base/check.h"
#include "engine/ratings/dissent.h"
#include "engine/ratings/explanation.h"
#include "engine/ratings/flip.h"
#include "engine/ratings/movement.h"
#include "engine/ratings/presets.h"
#include "engine/ratings/results.h"
#include "engine/ratings/sensitivity.h"

namespace {

using namespace quorate::engine;  // NOLINT(google-build-using-namespace): a program of its own.

// A fixed sequence of our own, so that every run explains the same answers.
class Sequence {
 public:
  std::uint32_t Next(std::uint32_t below) {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::uint32_t>((state_ >> 33U) % below);
  }

 private:
  std::uint64_t state_ = 20'261'123;
};

// Every item has a favored score, from which groups lean a little and people more, so that verdicts
// of every kind come about; one answer in twenty is "unable".
RoundRatings MakeRound(std::size_t people, std::size_t items, std::uint32_t groups) {
  Sequence sequence;
  RoundRatings round;
  for (std::uint32_t group = 0; group < groups; ++group) {
    round.groups.push_back("group " + std::to_string(group));
    round.AddHatSet({group});
  }
  for (std::size_t member = 0; member < people; ++member)
    round.hat_set_of.push_back(sequence.Next(groups));
  for (std::size_t item = 0; item < items; ++item) {
    round.items.push_back("item " + std::to_string(item));
    const int favored = 1 + static_cast<int>(sequence.Next(9));
    for (std::size_t member = 0; member < people; ++member) {
      const int lean = static_cast<int>(round.hat_set_of[member] % 3) - 1;
      const int own = static_cast<int>(sequence.Next(5)) - 2;
      const int score = std::clamp(favored + lean + own, 1, 9);
      round.answers.push_back(sequence.Next(20) == 0 ? kUnable : CodeOf(round.scale, score));
    }
  }
  return round;
}

const RoundRatings& Panel() {
  static const RoundRatings kRound = MakeRound(2'000, 100, 6);
  return kRound;
}

const ConsensusRule& RuleAt(std::int64_t index) {
  static const std::vector<std::string> kNames = {
      "comet-70-15-every-group", "comet-70-15", "fsmp-any-group-out", "median-iqr", "ram"};
  return FindPreset(kNames[static_cast<std::size_t>(index)])->rule;
}

std::vector<SamePerson> Everybody(const RoundRatings& round) {
  std::vector<SamePerson> people;
  for (std::uint32_t member = 0; member < round.member_count(); ++member)
    people.push_back({member, member});
  return people;
}

void BM_Tally(benchmark::State& state) {
  for (auto _ : state) {
    auto result = TallyRatings(Panel(), RuleAt(0), {}, 1);
    QUORATE_CHECK(result.has_value());
    benchmark::DoNotOptimize(result);
  }
}
BENCHMARK(BM_Tally)->Unit(benchmark::kMillisecond);

void RunExplain(benchmark::State& state,
                const RoundRatings& round,
                const ConsensusRule& rule,
                const VoicePolicy& voice) {
  const std::vector<SamePerson> people = Everybody(round);
  for (auto _ : state) {
    auto result = ExplainRound(round, rule, voice, 1, {{}, &round, people});
    QUORATE_CHECK(result.has_value());
    benchmark::DoNotOptimize(result);
  }
  // How much of it was proved.
  const auto flips = FindFlips(round, rule, voice, 1);
  double exact = 0;
  double all = 0;
  for (const ItemFlips& item : *flips) {
    for (const Flip& flip : item.by_group)
      exact += flip.exact() || !flip.at_least ? 1 : 0;
    exact += item.overall.exact() || !item.overall.at_least ? 1 : 0;
    all += 1 + static_cast<double>(item.by_group.size());
  }
  state.counters["exact"] = exact / all;
}

void BM_Explain(benchmark::State& state) {
  RunExplain(state, Panel(), RuleAt(state.range(0)), {});
}
BENCHMARK(BM_Explain)->ArgName("rule")->DenseRange(0, 4)->Unit(benchmark::kMillisecond);

void BM_ExplainEqualGroups(benchmark::State& state) {
  RunExplain(state, Panel(), RuleAt(1), {"", Voice::kEqualGroups, Hats::kDeclared, {}});
}
BENCHMARK(BM_ExplainEqualGroups)->Unit(benchmark::kMillisecond);

void BM_ExplainGrowth(benchmark::State& state) {
  const RoundRatings round = MakeRound(static_cast<std::size_t>(state.range(0)),
                                       static_cast<std::size_t>(state.range(1)),
                                       static_cast<std::uint32_t>(state.range(2)));
  RunExplain(state, round, RuleAt(0), {});
}
BENCHMARK(BM_ExplainGrowth)
    ->ArgNames({"people", "items", "groups"})
    ->Args({50, 66, 4})
    ->Args({2'000, 100, 3})
    ->Args({2'000, 100, 12})
    ->Args({2'000, 200, 6})
    ->Args({20'000, 100, 6})
    ->Args({200'000, 100, 6})
    ->Unit(benchmark::kMillisecond);

void BM_Sensitivity(benchmark::State& state) {
  for (auto _ : state)
    benchmark::DoNotOptimize(ExploreSensitivity(Panel(), RuleAt(0), {}, 1));
}
BENCHMARK(BM_Sensitivity)->Unit(benchmark::kMillisecond);

void BM_Flips(benchmark::State& state) {
  for (auto _ : state)
    benchmark::DoNotOptimize(FindFlips(Panel(), RuleAt(0), {}, 1));
}
BENCHMARK(BM_Flips)->Unit(benchmark::kMillisecond);

void BM_Movement(benchmark::State& state) {
  const std::vector<SamePerson> people = Everybody(Panel());
  for (auto _ : state)
    benchmark::DoNotOptimize(FindMovement(Panel(), Panel(), people, Hats::kDeclared));
}
BENCHMARK(BM_Movement)->Unit(benchmark::kMillisecond);

void BM_Dissent(benchmark::State& state) {
  for (auto _ : state)
    benchmark::DoNotOptimize(FindDissent(Panel(), RuleAt(0), {}, 1));
}
BENCHMARK(BM_Dissent)->Unit(benchmark::kMillisecond);

}  // namespace
