// The folder of a long log: written, read and verified whole, with every file beside the log
// written again; and one proof that an entry is in it. The counters are bytes on disk. There is no
// rate to compare with: these are the sizes and times that README.md states.

#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>

#include "clients/cli/bundle.h"
#include "clients/cli/bundle_folder.h"
#include "clients/cli/bundle_proofs.h"
#include "tests/bench/long_record.h"
#include "tests/support/temporary_folder.h"

namespace quorate::cli {
namespace {

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = text.find('\n', begin);
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

// What a server would hand out of a log of `entries`.
const BundleParts& PartsOf(std::int64_t entries, engine::Tier tier) {
  static std::map<std::pair<std::int64_t, engine::Tier>, BundleParts> made;
  const auto [at, fresh] = made.try_emplace({entries, tier});
  if (fresh) {
    const engine::LongRecord record(static_cast<int>(entries));
    BundleParts& parts = at->second;
    parts.tier = tier;
    parts.verifier_key = record.verifier_key;
    parts.checkpoint = record.checkpoint;
    parts.leaves = Lines(record.leaves);
    if (tier == engine::Tier::kAuditor) parts.openings = Lines(record.openings);
  }
  return at->second;
}

// Bytes under a folder, or of one of its files.
double BytesAt(const std::filesystem::path& path) {
  if (std::filesystem::is_regular_file(path))
    return static_cast<double>(std::filesystem::file_size(path));
  double bytes = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path)) {
    if (entry.is_regular_file()) bytes += static_cast<double>(entry.file_size());
  }
  return bytes;
}

// What `quorate publish` does once it has the log: everything derived, verified, written durably.
void Publish(benchmark::State& state, engine::Tier tier) {
  const BundleParts& parts = PartsOf(state.range(0), tier);
  const support::TemporaryFolder folder;
  const std::string record = (folder.path() / "record").string();
  for (auto _ : state) {
    if (const auto written = WriteBundle(record, parts); !written)
      state.SkipWithError(written.error().message.c_str());
  }
  state.counters["bytes"] = BytesAt(record);
  state.counters["entries"] = BytesAt(record + "/entries.ndjson");
  state.counters["page"] = BytesAt(record + "/index.html");
  state.counters["tiles"] =
      std::filesystem::exists(record + "/tile") ? BytesAt(record + "/tile") : 0;
}

// What `quorate verify` does.
void VerifyFolder(benchmark::State& state, engine::Tier tier) {
  const support::TemporaryFolder folder;
  const std::string record = (folder.path() / "record").string();
  if (!WriteBundle(record, PartsOf(state.range(0), tier))) state.SkipWithError("not written");
  for (auto _ : state) {
    const auto bundle = ReadBundle(record);
    const engine::VerifyReport report = VerifyBundle(*bundle);
    if (report.failed()) state.SkipWithError(report.result.c_str());
  }
}

void BM_PublishPublic(benchmark::State& state) {
  Publish(state, engine::Tier::kPublic);
}
void BM_PublishAuditor(benchmark::State& state) {
  Publish(state, engine::Tier::kAuditor);
}
void BM_VerifyPublic(benchmark::State& state) {
  VerifyFolder(state, engine::Tier::kPublic);
}
void BM_VerifyAuditor(benchmark::State& state) {
  VerifyFolder(state, engine::Tier::kAuditor);
}

// What `quorate log proof` does on a folder: read it, hash it whole, prove one entry.
void BM_ProveEntry(benchmark::State& state) {
  const support::TemporaryFolder folder;
  const std::string record = (folder.path() / "record").string();
  if (!WriteBundle(record, PartsOf(state.range(0), engine::Tier::kPublic)))
    state.SkipWithError("not written");
  for (auto _ : state) {
    const auto bundle = ReadBundle(record);
    const auto proof = ProveEntry(*bundle, 5'000, 0);
    if (!proof) state.SkipWithError(proof.error().message.c_str());
    state.counters["bytes"] = static_cast<double>(proof->size());
  }
}

void Sizes(benchmark::internal::Benchmark* bench) {
  bench->Arg(10'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond)->UseRealTime();
}
BENCHMARK(BM_PublishPublic)->Apply(Sizes);
BENCHMARK(BM_PublishAuditor)->Apply(Sizes);
BENCHMARK(BM_VerifyPublic)->Apply(Sizes);
BENCHMARK(BM_VerifyAuditor)->Apply(Sizes);
BENCHMARK(BM_ProveEntry)->Apply(Sizes);

}  // namespace
}  // namespace quorate::cli
