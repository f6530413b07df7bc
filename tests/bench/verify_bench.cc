// Full verification of a log of ballots of 40 ratings (every stage, tallies recomputed), as
// `quorate verify` runs it, against SHA-256 over the same leaves on one thread. DESIGN 9: at least
// 0.5 of that rate. The pairs to compare are BM_HashLeaves and BM_VerifyPublic; BM_HashWhole, which
// hashes the openings too, and BM_VerifyAuditor. All by the clock; the leaves were touched before,
// since the first reading of a fresh page costs more than hashing it.

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "clients/cli/crew.h"
#include "engine/log/digest.h"
#include "engine/replay/verify.h"
#include "tests/bench/long_record.h"

namespace quorate::engine {
namespace {

const LongRecord& RecordOf(std::int64_t entries) {
  static std::map<std::int64_t, std::unique_ptr<LongRecord>> records;
  auto& record = records[entries];
  if (!record) record = std::make_unique<LongRecord>(static_cast<int>(entries));
  return *record;
}

void HashLines(std::string_view rest) {
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    benchmark::DoNotOptimize(Sha256(rest.substr(0, end)));
    rest.remove_prefix(end + 1);
  }
}

void BM_HashLeaves(benchmark::State& state) {
  const LongRecord& record = RecordOf(state.range(0));
  HashLines(record.leaves);
  for (auto _ : state)
    HashLines(record.leaves);
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

void BM_HashWhole(benchmark::State& state) {
  const LongRecord& record = RecordOf(state.range(0));
  HashLines(record.openings);
  for (auto _ : state) {
    HashLines(record.leaves);
    HashLines(record.openings);
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

Evidence EvidenceOf(const LongRecord& record, bool with_openings) {
  return {record.verifier_key,
          record.checkpoint,
          {},
          record.leaves,
          with_openings ? record.openings : std::string_view()};
}

void VerifyTier(benchmark::State& state, bool with_openings, std::string_view expected) {
  const LongRecord& record = RecordOf(state.range(0));
  cli::Crew crew;
  for (auto _ : state) {
    const VerifyReport report = Verify(EvidenceOf(record, with_openings), std::ref(crew));
    if (report.result != expected) state.SkipWithError(report.result.c_str());
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

// Without the openings: every leaf hashed, read, asked of the rules of conduct and applied.
void BM_VerifyPublic(benchmark::State& state) {
  VerifyTier(state, false, "PARTIAL (commitments not opened)");
}

// With them: every commitment opened (twice the bytes to hash), every ballot read, every tally
// recomputed.
void BM_VerifyAuditor(benchmark::State& state) {
  VerifyTier(state, true, "VERIFIED");
}

void Sizes(benchmark::internal::Benchmark* bench) {
  bench->Arg(100'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond)->UseRealTime();
}
BENCHMARK(BM_HashLeaves)->Apply(Sizes);
BENCHMARK(BM_VerifyPublic)->Apply(Sizes);
BENCHMARK(BM_HashWhole)->Apply(Sizes);
BENCHMARK(BM_VerifyAuditor)->Apply(Sizes);

}  // namespace
}  // namespace quorate::engine
