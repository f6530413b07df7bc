// How fast ranked ballots are counted: the pairwise matrix, Schulze beside the least that its paths
// cost, and ranked pairs in one tie order.

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "engine/base/check.h"
#include "engine/ranking/pairwise.h"
#include "engine/ranking/ranked_rule.h"

namespace {

using namespace quorate::engine;  // NOLINT(google-build-using-namespace): a program of its own.

// A fixed sequence of our own, so that every run counts the same ballots.
class Sequence {
 public:
  std::uint32_t Next(std::uint32_t below) {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::uint32_t>((state_ >> 33U) % below);
  }

 private:
  std::uint64_t state_ = 20'261'123;
};

// Strict rankings of all candidates, shuffled.
Profile MakeProfile(std::size_t ballots, std::size_t candidates) {
  Sequence sequence;
  Profile profile;
  for (std::size_t c = 0; c < candidates; ++c)
    profile.candidates.push_back("candidate " + std::to_string(c));
  profile.weights.assign(ballots, Fraction(1));
  std::vector<Place> places(candidates);
  std::iota(places.begin(), places.end(), Place{1});
  for (std::size_t ballot = 0; ballot < ballots; ++ballot) {
    for (std::size_t i = candidates - 1; i > 0; --i)
      std::swap(places[i], places[sequence.Next(static_cast<std::uint32_t>(i + 1))]);
    profile.places.insert(profile.places.end(), places.begin(), places.end());
  }
  return profile;
}

void BM_Pairwise(benchmark::State& state) {
  const Profile profile = MakeProfile(static_cast<std::size_t>(state.range(0)),
                                      static_cast<std::size_t>(state.range(1)));
  for (auto _ : state) {
    auto pairwise = Pairwise::Of(profile, Unranked::kLast);
    QUORATE_CHECK(pairwise.has_value());
    benchmark::DoNotOptimize(pairwise);
  }
}
BENCHMARK(BM_Pairwise)
    ->Args({10'000, 50})
    ->Args({100'000, 50})
    ->Args({1'000'000, 50})
    ->Unit(benchmark::kMillisecond);

// Max-min in blocks of rows and columns that fit the cache, over numbers that mean nothing.
void BM_MaxMinKernel(benchmark::State& state) {
  const auto size = static_cast<std::size_t>(state.range(0));
  constexpr std::size_t kBlock = 64;
  Sequence sequence;
  std::vector<std::int32_t> links(size * size);
  for (auto& link : links)
    link = static_cast<std::int32_t>(sequence.Next(500'000)) - 250'000;
  for (auto _ : state) {
    std::vector<std::int32_t> paths = links;
    for (std::size_t block = 0; block < size; block += kBlock) {
      for (std::size_t from = 0; from < size; ++from) {
        std::int32_t* const row = &paths[from * size];
        for (std::size_t via = block; via < std::min(size, block + kBlock); ++via) {
          const std::int32_t* const onward = &paths[via * size];
          const std::int32_t link = row[via];
          for (std::size_t to = 0; to < size; ++to)
            row[to] = std::max(row[to], std::min(link, onward[to]));
        }
      }
    }
    benchmark::DoNotOptimize(paths);
  }
}
BENCHMARK(BM_MaxMinKernel)->Arg(1'000)->Unit(benchmark::kMillisecond);

void CountOften(benchmark::State& state, const char* rule, const RankedOptions& options) {
  const Profile profile = MakeProfile(101, static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    auto answer = CountRanked(profile, *FindRankedRule(rule), options);
    QUORATE_CHECK(answer.has_value());
    benchmark::DoNotOptimize(answer);
  }
}

void BM_Schulze(benchmark::State& state) {
  CountOften(state, "schulze", {});
}
BENCHMARK(BM_Schulze)->Arg(100)->Arg(1'000)->Unit(benchmark::kMillisecond);

void BM_RankedPairsInOneOrder(benchmark::State& state) {
  RankedOptions options;
  options.tie = {TieRule::kLot, {}, "bench"};
  CountOften(state, "ranked-pairs", options);
}
BENCHMARK(BM_RankedPairsInOneOrder)->Arg(100)->Arg(1'000)->Unit(benchmark::kMillisecond);

}  // namespace
