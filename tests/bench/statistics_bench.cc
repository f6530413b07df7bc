// How fast 2,000 people's ratings of 100 items are described: agreement, concordance, and what
// changed between two rounds. Measured against reading the same ratings once and counting them.

#include <cstdint>
#include <optional>
#include <vector>

#include <benchmark/benchmark.h>

#include "engine/base/check.h"
#include "engine/statistics/agreement.h"
#include "engine/statistics/concordance.h"
#include "engine/statistics/signed_rank.h"

namespace {

using namespace quorate::engine;  // NOLINT(google-build-using-namespace): a program of its own.

constexpr std::size_t kPeople = 2'000;
constexpr std::size_t kItems = 100;

// A fixed sequence of our own, so that every run describes the same ratings.
class Sequence {
 public:
  std::uint32_t Next(std::uint32_t below) {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::uint32_t>((state_ >> 33U) % below);
  }

 private:
  std::uint64_t state_ = 20'261'126;
};

// Items differ in how high they are rated; one rating in ten is missing.
RatingMatrix MakeRatings(bool gaps) {
  Sequence sequence;
  RatingMatrix matrix{kItems, kPeople, {}};
  for (std::size_t item = 0; item < kItems; ++item) {
    const int low = 1 + static_cast<int>(item % 5);
    for (std::size_t person = 0; person < kPeople; ++person) {
      const int rating = low + static_cast<int>(sequence.Next(5));
      const bool gap = gaps && sequence.Next(10) == 0;
      matrix.ratings.push_back(gap ? std::nullopt : std::optional(rating));
    }
  }
  return matrix;
}

void BM_CountRatings(benchmark::State& state) {
  const RatingMatrix matrix = MakeRatings(true);
  for (auto _ : state) {
    std::vector<std::uint64_t> counts(10);
    for (const auto& rating : matrix.ratings)
      ++counts[static_cast<std::size_t>(rating.value_or(0))];
    benchmark::DoNotOptimize(counts);
  }
}
BENCHMARK(BM_CountRatings)->Unit(benchmark::kMillisecond);

void BM_Agreement(benchmark::State& state) {
  const RatingMatrix matrix = MakeRatings(true);
  const auto categories = ObservedCategories(matrix);
  const auto coefficient = static_cast<Coefficient>(state.range(0));
  for (auto _ : state) {
    auto agreement = AgreementOf(matrix, coefficient, Weighting::kQuadratic, categories);
    QUORATE_CHECK(agreement.coefficient.has_value());
    benchmark::DoNotOptimize(agreement);
  }
  state.SetLabel(Name(coefficient));
}
BENCHMARK(BM_Agreement)
    ->Arg(static_cast<int>(Coefficient::kFleiss))
    ->Arg(static_cast<int>(Coefficient::kConger))
    ->Arg(static_cast<int>(Coefficient::kGwet))
    ->Arg(static_cast<int>(Coefficient::kKrippendorff))
    ->Unit(benchmark::kMillisecond);

void BM_Concordance(benchmark::State& state) {
  const RatingMatrix matrix = MakeRatings(false);
  for (auto _ : state) {
    auto concordance = ConcordanceOf(matrix);
    QUORATE_CHECK(concordance.w.has_value());
    benchmark::DoNotOptimize(concordance);
  }
}
BENCHMARK(BM_Concordance)->Unit(benchmark::kMillisecond);

void BM_Wilcoxon(benchmark::State& state) {
  Sequence sequence;
  std::vector<std::vector<int>> before(kItems);
  std::vector<std::vector<int>> after(kItems);
  for (std::size_t item = 0; item < kItems; ++item) {
    for (std::size_t person = 0; person < kPeople; ++person) {
      before[item].push_back(1 + static_cast<int>(sequence.Next(9)));
      after[item].push_back(1 + static_cast<int>(sequence.Next(9)));
    }
  }
  for (auto _ : state) {
    for (std::size_t item = 0; item < kItems; ++item) {
      auto test = SignedRankOf(before[item], after[item]);
      QUORATE_CHECK(test.plain.has_value());
      benchmark::DoNotOptimize(test);
    }
  }
}
BENCHMARK(BM_Wilcoxon)->Unit(benchmark::kMillisecond);

}  // namespace
