// How fast several are chosen, from approvals and by STV. Elections resemble real ones: candidates
// differ in popularity and voters belong to camps, each of which favors some of them.

#include <cstdint>
#include <string>

#include <benchmark/benchmark.h>

#include "engine/base/check.h"
#include "engine/committee/committee.h"
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

ApprovalProfile MakeElection(std::size_t voters, CandidateId candidates) {
  constexpr std::uint32_t kCamps = 6;
  Sequence sequence;
  std::vector<std::string> names;
  std::vector<std::uint32_t> popularity;
  for (CandidateId c = 0; c < candidates; ++c) {
    names.push_back("candidate " + std::to_string(c));
    popularity.push_back(10 + sequence.Next(60));
  }
  std::vector<WeightedApproval> ballots(voters);
  for (WeightedApproval& ballot : ballots) {
    const std::uint32_t camp = sequence.Next(kCamps);
    for (CandidateId c = 0; c < candidates; ++c) {
      const std::uint32_t chance = c % kCamps == camp ? popularity[c] * 8 : popularity[c];
      if (sequence.Next(1000) < chance) ballot.approved.push_back(c);
    }
  }
  auto profile = ApprovalProfile::Make(std::move(names), ballots);
  QUORATE_CHECK(profile.has_value());
  return *std::move(profile);
}

void Choose(benchmark::State& state, CommitteeRule rule) {
  const ApprovalProfile profile = MakeElection(static_cast<std::size_t>(state.range(0)),
                                               static_cast<CandidateId>(state.range(1)));
  for (auto _ : state) {
    auto result = ChooseCommittee(profile, {rule, 10, Completion::kPhragmen, {}});
    QUORATE_CHECK(result.has_value());
    state.counters["proven"] = result->bound ? 0 : 1;
    benchmark::DoNotOptimize(result);
  }
}

void BM_Phragmen(benchmark::State& state) {
  Choose(state, CommitteeRule::kPhragmen);
}
BENCHMARK(BM_Phragmen)->Args({10'000, 200})->Unit(benchmark::kMillisecond);

void BM_EqualShares(benchmark::State& state) {
  Choose(state, CommitteeRule::kEqualShares);
}
BENCHMARK(BM_EqualShares)->Args({10'000, 200})->Unit(benchmark::kMillisecond);

void BM_SeqPav(benchmark::State& state) {
  Choose(state, CommitteeRule::kSeqPav);
}
BENCHMARK(BM_SeqPav)->Args({10'000, 200})->Unit(benchmark::kMillisecond);

void BM_Pav(benchmark::State& state) {
  Choose(state, CommitteeRule::kPav);
}
BENCHMARK(BM_Pav)->Args({1'000, 50})->Args({10'000, 50})->Unit(benchmark::kMillisecond);

void BM_ChamberlinCourant(benchmark::State& state) {
  Choose(state, CommitteeRule::kChamberlinCourant);
}
BENCHMARK(BM_ChamberlinCourant)->Args({10'000, 50})->Unit(benchmark::kMillisecond);

// Rankings of a random length, 5 seats. Every ballot stands alone, as it is hardest.
Profile MakeRankings(std::size_t ballots, std::size_t candidates) {
  Sequence sequence;
  Profile profile;
  for (std::size_t c = 0; c < candidates; ++c)
    profile.candidates.push_back("candidate " + std::to_string(c));
  profile.weights.assign(ballots, Fraction(1));
  profile.places.assign(ballots * candidates, kUnranked);
  for (std::size_t b = 0; b < ballots; ++b) {
    const auto length =
        static_cast<Place>(1 + sequence.Next(static_cast<std::uint32_t>(candidates)));
    for (Place place = 1; place <= length;) {
      // The earlier a candidate, the more popular.
      const std::uint32_t range = 1 + sequence.Next(static_cast<std::uint32_t>(candidates));
      Place& own = profile.places[b * candidates + sequence.Next(range)];
      if (own == kUnranked) own = place++;
    }
  }
  return profile;
}

void CountStv(benchmark::State& state, std::string_view rule) {
  const Profile profile = MakeRankings(static_cast<std::size_t>(state.range(0)),
                                       static_cast<std::size_t>(state.range(1)));
  RankedOptions options;
  options.seats = 5;
  for (auto _ : state) {
    auto answer = CountRanked(profile, *FindRankedRule(rule), options);
    QUORATE_CHECK(answer.has_value());
    benchmark::DoNotOptimize(answer);
  }
}

void BM_StvScottish(benchmark::State& state) {
  CountStv(state, "stv-scottish");
}
BENCHMARK(BM_StvScottish)->Args({100'000, 12})->Unit(benchmark::kMillisecond);

void BM_StvMeek(benchmark::State& state) {
  CountStv(state, "stv-meek");
}
BENCHMARK(BM_StvMeek)->Args({100'000, 12})->Unit(benchmark::kMillisecond);

void BM_StvWig(benchmark::State& state) {
  CountStv(state, "stv-wig");
}
BENCHMARK(BM_StvWig)->Args({100'000, 12})->Unit(benchmark::kMillisecond);

}  // namespace
