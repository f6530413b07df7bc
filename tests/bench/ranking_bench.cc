// How fast ranked ballots are counted. Beside each rule stands a kernel that does the least its
// work comes to, over the same data and in the same run.

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "engine/base/check.h"
#include "engine/ranking/ballot_file.h"
#include "engine/ranking/count_above.h"
#include "engine/ranking/order_search.h"
#include "engine/ranking/pairwise.h"
#include "engine/ranking/ranked_rule.h"
#include "engine/ranking/widest_paths.h"
#include "tests/bench/voting_elections.h"

namespace {

using namespace quorate::engine;  // NOLINT(google-build-using-namespace): a program of its own.

// The matrix by the loop of its definition, one ballot after another.
void BM_PairwiseKernel(benchmark::State& state) {
  const auto size = static_cast<std::size_t>(state.range(1));
  const Profile profile = ShuffledBallots(static_cast<std::size_t>(state.range(0)), size);
  for (auto _ : state) {
    std::vector<std::int32_t> above(size * size, 0);
    for (std::size_t ballot = 0; ballot < profile.size(); ++ballot) {
      const Place* const row = &profile.places[ballot * size];
      for (std::size_t a = 0; a < size; ++a) {
        for (std::size_t b = 0; b < size; ++b)
          above[a * size + b] += row[a] < row[b] ? 1 : 0;
      }
    }
    benchmark::DoNotOptimize(above);
  }
}
BENCHMARK(BM_PairwiseKernel)->Args({100'000, 50})->Unit(benchmark::kMillisecond);

void BM_Pairwise(benchmark::State& state) {
  const Profile profile = ShuffledBallots(static_cast<std::size_t>(state.range(0)),
                                          static_cast<std::size_t>(state.range(1)));
  for (auto _ : state) {
    auto pairwise = Pairwise::Of(profile, Unranked::kLast);
    QUORATE_CHECK(pairwise.has_value());
    benchmark::DoNotOptimize(pairwise);
  }
}
BENCHMARK(BM_Pairwise)
    ->Args({10'000, 50})
    ->Args({100'000, 10})
    ->Args({100'000, 50})
    ->Args({100'000, 200})
    ->Args({1'000'000, 50})
    ->Unit(benchmark::kMillisecond);

// Max-min in blocks of rows and columns that fit the cache, over numbers that mean nothing, at the
// widest vectors that the compiler has for the machine.
[[gnu::always_inline]] inline void MaxMin(std::vector<std::int32_t>& paths, std::size_t size) {
  constexpr std::size_t kBlock = 64;
  for (std::size_t block = 0; block < size; block += kBlock) {
    for (std::size_t from = 0; from < size; ++from) {
      std::int32_t* const row = &paths[from * size];
      for (std::size_t via = block; via < std::min(size, block + kBlock); ++via) {
        const std::int32_t* const onward = &paths[via * size];
        const std::int32_t link = row[via];
#pragma GCC ivdep
        for (std::size_t to = 0; to < size; ++to)
          row[to] = std::max(row[to], std::min(link, onward[to]));
      }
    }
  }
}
[[gnu::optimize("O3")]] void MaxMinPlain(std::vector<std::int32_t>& paths, std::size_t size) {
  MaxMin(paths, size);
}
#if defined(__x86_64__)
[[gnu::optimize("O3"), gnu::target("avx2")]] void MaxMinAvx2(std::vector<std::int32_t>& paths,
                                                             std::size_t size) {
  MaxMin(paths, size);
}
[[gnu::optimize("O3"), gnu::target("avx512f,avx512vl,prefer-vector-width=512")]] void MaxMinAvx512(
    std::vector<std::int32_t>& paths,
    std::size_t size) {
  MaxMin(paths, size);
}
#endif

void MaxMinAt(VectorWidth width, std::vector<std::int32_t>& paths, std::size_t size) {
#if defined(__x86_64__)
  if (width == VectorWidth::kAvx512) return MaxMinAvx512(paths, size);
  if (width == VectorWidth::kAvx2) return MaxMinAvx2(paths, size);
#endif
  MaxMinPlain(paths, size);
}

// The second number is the vector's width as in VectorWidth.
bool RunsHere(benchmark::State& state) {
  const auto widths = VectorWidthsHere();
  const bool runs = static_cast<std::size_t>(state.range(1)) < widths.size();
  if (!runs) state.SkipWithError("this machine has no such vectors");
  return runs;
}

void BM_MaxMinKernel(benchmark::State& state) {
  if (!RunsHere(state)) return;
  const auto size = static_cast<std::size_t>(state.range(0));
  Sequence sequence;
  std::vector<std::int32_t> links(size * size);
  for (auto& link : links)
    link = static_cast<std::int32_t>(sequence.Next(500'000));
  for (auto _ : state) {
    std::vector<std::int32_t> paths = links;
    MaxMinAt(static_cast<VectorWidth>(state.range(1)), paths, size);
    benchmark::DoNotOptimize(paths);
  }
}
BENCHMARK(BM_MaxMinKernel)->ArgsProduct({{1'000}, {0, 1, 2}})->Unit(benchmark::kMillisecond);

void BM_WidestPaths(benchmark::State& state) {
  if (!RunsHere(state)) return;
  const auto size = static_cast<std::size_t>(state.range(0));
  Sequence sequence;
  std::vector<std::uint32_t> links(size * size);
  for (auto& link : links)
    link = sequence.Next(500'000);
  for (auto _ : state) {
    std::vector<std::uint32_t> paths = links;
    WidestPaths(paths, size, static_cast<VectorWidth>(state.range(1)));
    benchmark::DoNotOptimize(paths);
  }
}
BENCHMARK(BM_WidestPaths)->ArgsProduct({{1'000}, {0, 1, 2}})->Unit(benchmark::kMillisecond);

void CountOften(benchmark::State& state,
                const Profile& profile,
                const char* rule,
                const RankedOptions& options = {}) {
  for (auto _ : state) {
    auto answer = CountRanked(profile, *FindRankedRule(rule), options);
    QUORATE_CHECK(answer.has_value());
    benchmark::DoNotOptimize(answer);
  }
}

// The rule from ballots to answer: matrix, order of strengths, paths, ranking.
void BM_Schulze(benchmark::State& state) {
  CountOften(state, ShuffledBallots(101, static_cast<std::size_t>(state.range(0))), "schulze");
}
BENCHMARK(BM_Schulze)->Arg(100)->Arg(300)->Arg(1'000)->Unit(benchmark::kMillisecond);

void BM_RankedPairsInOneOrder(benchmark::State& state) {
  RankedOptions options;
  options.tie = {TieRule::kLot, {}, "bench"};
  CountOften(state,
             ShuffledBallots(101, static_cast<std::size_t>(state.range(0))),
             "ranked-pairs",
             options);
}
BENCHMARK(BM_RankedPairsInOneOrder)->Arg(100)->Arg(300)->Arg(1'000)->Unit(benchmark::kMillisecond);

// Dynamic programming over all sets of candidates, nothing ruled out and nothing counted.
void BM_KemenyKernel(benchmark::State& state) {
  const auto size = static_cast<std::size_t>(state.range(0));
  Sequence sequence;
  std::vector<std::int32_t> against(size * size);
  for (auto& units : against)
    units = static_cast<std::int32_t>(sequence.Next(1'001));
  for (auto _ : state) {
    std::vector<std::int32_t> best(std::size_t{1} << size, 0);
    for (std::size_t set = 1; set < best.size(); ++set) {
      std::int32_t least = INT32_MAX;
      for (std::size_t top = 0; top < size; ++top) {
        if ((set >> top & 1U) == 0) continue;
        std::int32_t cost = best[set & ~(std::size_t{1} << top)];
        for (std::size_t below = 0; below < size; ++below)
          cost += (set >> below & 1U) != 0 ? against[below * size + top] : 0;
        least = std::min(least, cost);
      }
      best[set] = least;
    }
    benchmark::DoNotOptimize(best);
  }
}
BENCHMARK(BM_KemenyKernel)->Arg(14)->Arg(20)->Unit(benchmark::kMillisecond);

// 1,001 voters with a common order and mistakes: at 80 of 100 they agree, at 97 hardly.
void BM_KemenyNoisy(benchmark::State& state) {
  CountOften(state,
             NoisyBallots(static_cast<std::size_t>(state.range(2)),
                          static_cast<std::size_t>(state.range(0)),
                          static_cast<std::uint32_t>(state.range(1))),
             "kemeny");
}
BENCHMARK(BM_KemenyNoisy)
    ->ArgsProduct({{14, 20, 30, 40}, {80, 95}, {1'001}})
    ->Args({20, 97, 21})
    ->Args({40, 95, 21})
    ->Unit(benchmark::kMillisecond);

// Voters who agree on nothing: a random tournament, with three voters one of equal margins.
void BM_KemenyShuffled(benchmark::State& state) {
  CountOften(state,
             ShuffledBallots(static_cast<std::size_t>(state.range(1)),
                             static_cast<std::size_t>(state.range(0))),
             "kemeny");
}
BENCHMARK(BM_KemenyShuffled)
    ->ArgsProduct({{10, 14, 20, 24}, {3, 1'001}})
    ->Args({30, 1'001})
    ->Args({40, 1'001})
    ->Unit(benchmark::kMillisecond);

// Reading every place once.
void BM_PlacesKernel(benchmark::State& state) {
  const Profile profile = PopularBallots(static_cast<std::size_t>(state.range(0)),
                                         static_cast<std::size_t>(state.range(1)));
  for (auto _ : state) {
    std::uint64_t sum = 0;
    for (const Place place : profile.places)
      sum += place;
    benchmark::DoNotOptimize(sum);
  }
}
BENCHMARK(BM_PlacesKernel)->Args({100'000, 12})->Unit(benchmark::kMillisecond);

void BM_Irv(benchmark::State& state) {
  CountOften(state,
             PopularBallots(static_cast<std::size_t>(state.range(0)),
                            static_cast<std::size_t>(state.range(1))),
             "irv");
}
BENCHMARK(BM_Irv)->Args({10'000, 12})->Args({100'000, 12})->Unit(benchmark::kMillisecond);

void BM_Borda(benchmark::State& state) {
  CountOften(state,
             PopularBallots(static_cast<std::size_t>(state.range(0)),
                            static_cast<std::size_t>(state.range(1))),
             "borda");
}
BENCHMARK(BM_Borda)->Args({100'000, 12})->Unit(benchmark::kMillisecond);

// A .blt file of that many ballots of twelve candidates.
std::string BltFile(std::size_t ballots) {
  const Profile profile = PopularBallots(ballots, 12);
  std::string text = "12 5\n";
  for (std::size_t ballot = 0; ballot < profile.size(); ++ballot) {
    text += '1';
    for (Place place = 1; place <= 12; ++place) {
      for (std::size_t c = 0; c < 12; ++c) {
        if (profile.PlacesOf(ballot)[c] == place) text += ' ' + std::to_string(c + 1);
      }
    }
    text += " 0\n";
  }
  text += "0\n";
  for (const std::string& name : profile.candidates)
    text += '"' + name + "\"\n";
  return text;
}

void BM_BytesKernel(benchmark::State& state) {
  const std::string text = BltFile(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    std::uint64_t lines = 0;
    for (const char c : text)
      lines += c == '\n' ? 1U : 0U;
    benchmark::DoNotOptimize(lines);
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(text.size()) * state.iterations());
}
BENCHMARK(BM_BytesKernel)->Arg(100'000)->Unit(benchmark::kMillisecond);

void BM_ReadBlt(benchmark::State& state) {
  const std::string text = BltFile(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    auto profile = ReadBallotFile(text, BallotFormat::kBlt, BallotKind::kRanks);
    QUORATE_CHECK(profile.has_value());
    benchmark::DoNotOptimize(profile);
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(text.size()) * state.iterations());
}
BENCHMARK(BM_ReadBlt)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

}  // namespace
