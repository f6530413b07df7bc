// How fast several are chosen, from approvals and by STV. Elections resemble real ones: candidates
// differ in popularity and voters belong to camps, each of which favors some of them. Beside them
// stand kernels: one pass over the approvals for each seat, or over the places for each candidate.

#include <cstdint>
#include <string>

#include <benchmark/benchmark.h>

#include "engine/base/check.h"
#include "engine/committee/committee.h"
#include "engine/ranking/ranked_rule.h"
#include "tests/bench/voting_elections.h"

namespace {

using namespace quorate::engine;  // NOLINT(google-build-using-namespace): a program of its own.

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

// The approvals of each candidate's supporters added up anew for each of the ten seats.
void BM_ApprovalsKernel(benchmark::State& state) {
  const ApprovalProfile profile = MakeElection(static_cast<std::size_t>(state.range(0)),
                                               static_cast<CandidateId>(state.range(1)));
  for (auto _ : state) {
    std::int64_t sum = 0;
    for (int seat = 0; seat < 10; ++seat) {
      for (CandidateId c = 0; c < profile.candidate_count(); ++c) {
        for (const std::uint32_t ballot : profile.SupportersOf(c))
          sum += profile.ballots()[ballot].units;
      }
    }
    benchmark::DoNotOptimize(sum);
  }
}
BENCHMARK(BM_ApprovalsKernel)
    ->Args({10'000, 50})
    ->Args({10'000, 200})
    ->Unit(benchmark::kMillisecond);

void BM_Phragmen(benchmark::State& state) {
  Choose(state, CommitteeRule::kPhragmen);
}
BENCHMARK(BM_Phragmen)
    ->Args({1'000, 200})
    ->Args({10'000, 50})
    ->Args({10'000, 200})
    ->Unit(benchmark::kMillisecond);

void BM_EqualShares(benchmark::State& state) {
  Choose(state, CommitteeRule::kEqualShares);
}
BENCHMARK(BM_EqualShares)
    ->Args({1'000, 200})
    ->Args({10'000, 50})
    ->Args({10'000, 200})
    ->Unit(benchmark::kMillisecond);

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

void CountStv(benchmark::State& state, std::string_view rule) {
  const Profile profile = PopularBallots(static_cast<std::size_t>(state.range(0)),
                                         static_cast<std::size_t>(state.range(1)));
  RankedOptions options;
  options.seats = 5;
  for (auto _ : state) {
    auto answer = CountRanked(profile, *FindRankedRule(rule), options);
    QUORATE_CHECK(answer.has_value());
    benchmark::DoNotOptimize(answer);
  }
}

// Every paper looked at once for each candidate who may go.
void BM_PapersKernel(benchmark::State& state) {
  const Profile profile = PopularBallots(static_cast<std::size_t>(state.range(0)),
                                         static_cast<std::size_t>(state.range(1)));
  for (auto _ : state) {
    std::uint64_t sum = 0;
    for (std::size_t gone = 0; gone < profile.candidates.size(); ++gone) {
      for (std::size_t ballot = 0; ballot < profile.size(); ++ballot)
        sum += profile.PlacesOf(ballot)[gone];
    }
    benchmark::DoNotOptimize(sum);
  }
}
BENCHMARK(BM_PapersKernel)->Args({100'000, 12})->Unit(benchmark::kMillisecond);

void BM_StvScottish(benchmark::State& state) {
  CountStv(state, "stv-scottish");
}
BENCHMARK(BM_StvScottish)
    ->Args({10'000, 12})
    ->Args({100'000, 12})
    ->Args({100'000, 24})
    ->Unit(benchmark::kMillisecond);

void BM_StvMeek(benchmark::State& state) {
  CountStv(state, "stv-meek");
}
BENCHMARK(BM_StvMeek)
    ->Args({10'000, 12})
    ->Args({100'000, 12})
    ->Args({100'000, 24})
    ->Unit(benchmark::kMillisecond);

void BM_StvWig(benchmark::State& state) {
  CountStv(state, "stv-wig");
}
BENCHMARK(BM_StvWig)
    ->Args({10'000, 12})
    ->Args({100'000, 12})
    ->Args({100'000, 24})
    ->Unit(benchmark::kMillisecond);

}  // namespace
