// How fast a round is tallied, beside the least that any tally must do: read the same bytes once.
//
// BM_SumBytes and BM_Tally run over the same matrix; their ratio is the figure to reach. The other
// two show growth, and what exact person weights cost.

#include <cstdint>
#include <string>

#include <benchmark/benchmark.h>

#include "engine/base/check.h"
#include "engine/ratings/presets.h"
#include "engine/ratings/results.h"

namespace {

using namespace quorate::engine;  // NOLINT(google-build-using-namespace): a program of its own.

// A fixed sequence of our own, so that every run tallies the same answers.
class Sequence {
 public:
  std::uint32_t Next(std::uint32_t below) {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::uint32_t>((state_ >> 33U) % below);
  }

 private:
  std::uint64_t state_ = 20'261'123;
};

enum class Order { kByGroup, kMixed };

RoundRatings MakeRound(std::size_t people, std::size_t items, std::uint32_t groups, Order order) {
  Sequence sequence;
  RoundRatings round;
  for (std::uint32_t group = 0; group < groups; ++group) {
    round.groups.push_back("group " + std::to_string(group));
    round.AddHatSet({group});
  }
  for (std::size_t member = 0; member < people; ++member) {
    round.hat_set_of.push_back(order == Order::kMixed
                                   ? sequence.Next(groups)
                                   : static_cast<std::uint32_t>(member * groups / people));
  }
  for (std::size_t item = 0; item < items; ++item)
    round.items.push_back("item " + std::to_string(item));
  const auto codes = static_cast<std::uint32_t>(CodeCount(round.scale));
  round.answers.reserve(people * items);
  for (std::size_t i = 0; i < people * items; ++i) {
    round.answers.push_back(static_cast<AnswerCode>(sequence.Next(codes)));
  }
  return round;
}

void RunTally(benchmark::State& state, const RoundRatings& round, const VoicePolicy& voice) {
  const ConsensusRule& rule = FindPreset("comet-70-15-every-group")->rule;
  for (auto _ : state) {
    auto result = TallyRatings(round, rule, voice, 1);
    QUORATE_CHECK(result.has_value());
    benchmark::DoNotOptimize(result);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(round.answers.size()));
}

// The million people, hundred items and four groups of the design's figure.
const RoundRatings& BigRound() {
  static const RoundRatings kRound = MakeRound(1'000'000, 100, 4, Order::kByGroup);
  return kRound;
}

[[gnu::optimize("O3"), gnu::target("avx2")]] std::uint64_t SumBytes(
    const std::vector<AnswerCode>& bytes) {
  std::uint64_t sum = 0;
  for (const AnswerCode byte : bytes)
    sum += byte;
  return sum;
}

void BM_SumBytes(benchmark::State& state) {
  const RoundRatings& round = BigRound();
  for (auto _ : state) {
    auto sum = SumBytes(round.answers);
    benchmark::DoNotOptimize(sum);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(round.answers.size()));
}
BENCHMARK(BM_SumBytes)->Unit(benchmark::kMillisecond);

void BM_Tally(benchmark::State& state) {
  RunTally(state, BigRound(), {});
}
BENCHMARK(BM_Tally)->Unit(benchmark::kMillisecond);

void BM_TallyEqualGroups(benchmark::State& state) {
  RunTally(state, BigRound(), {"", Voice::kEqualGroups, Hats::kDeclared, {}});
}
BENCHMARK(BM_TallyEqualGroups)->Unit(benchmark::kMillisecond);

void BM_TallyGrowth(benchmark::State& state) {
  const auto round = MakeRound(static_cast<std::size_t>(state.range(0)),
                               static_cast<std::size_t>(state.range(1)),
                               static_cast<std::uint32_t>(state.range(2)),
                               Order::kByGroup);
  RunTally(state, round, {});
}
BENCHMARK(BM_TallyGrowth)
    ->ArgNames({"people", "items", "groups"})
    ->Args({50, 66, 4})
    ->Args({1'000, 100, 4})
    ->Args({100'000, 100, 4})
    ->Args({100'000, 200, 4})
    ->Args({100'000, 100, 16})
    ->Unit(benchmark::kMillisecond);

// People in the order of arrival: every row is first brought into the order of groups.
void BM_TallyMixedOrder(benchmark::State& state) {
  static const RoundRatings kRound = MakeRound(1'000'000, 20, 4, Order::kMixed);
  RunTally(state, kRound, {});
}
BENCHMARK(BM_TallyMixedOrder)->Unit(benchmark::kMillisecond);

// Every person another weight; all denominators from 1 to 97.
void BM_TallyPersonWeights(benchmark::State& state) {
  static const RoundRatings kRound = [] {
    RoundRatings round = MakeRound(100'000, 20, 4, Order::kByGroup);
    for (std::size_t member = 0; member < round.member_count(); ++member) {
      const auto whole = static_cast<std::int64_t>(member);
      round.weights.emplace_back(whole + 1, whole % 97 + 1);
    }
    return round;
  }();
  RunTally(state, kRound, {"", Voice::kPersonWeights, Hats::kDeclared, {}});
}
BENCHMARK(BM_TallyPersonWeights)->Unit(benchmark::kMillisecond);

}  // namespace
