// How fast the SQLite store appends and reads, beside what the disk itself allows: a loop that
// writes the same bytes to a plain file and syncs it. The figures are kept in
// services/store/README.md.

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <unistd.h>

#include "services/store/sqlite_store.h"
#include "tests/support/temporary_folder.h"

namespace quorate::services {

namespace {

constexpr std::uint64_t kReadEntries = 100'000;
constexpr off_t kPlainBytes = 16'000'000;

std::string RandomHex(std::mt19937_64& random, std::size_t length) {
  std::string text;
  while (text.size() < length)
    text += "0123456789abcdef"[random() % 16];
  return text;
}

// As many ballots of a usual size as there are entries, each with the record of its request.
StudyAppend Batch(std::uint64_t first, std::uint64_t count, std::mt19937_64& random) {
  StudyAppend append{.study = "bench", .first = first};
  for (std::uint64_t i = 0; i < count; ++i) {
    append.entries.push_back({RandomHex(random, 250), RandomHex(random, 400)});
    append.requests.push_back({.principal = "participant-" + std::to_string(random() % 200),
                               .request_id = RandomHex(random, 36),
                               .fingerprint = RandomHex(random, 64),
                               .reply = RandomHex(random, 300)});
  }
  return append;
}

std::string BytesOf(const StudyAppend& append) {
  std::string bytes;
  for (const StoredEntry& entry : append.entries)
    bytes += entry.leaf + entry.opening;
  for (const RequestRecord& request : append.requests) {
    bytes += request.principal + request.request_id + request.fingerprint + request.reply;
  }
  return bytes;
}

void CountEntries(benchmark::State& state) {
  state.counters["entries_per_second"] = benchmark::Counter(
      static_cast<double>(state.iterations() * state.range(0)), benchmark::Counter::kIsRate);
}

void SyncPlainFile(benchmark::State& state) {
  const support::TemporaryFolder folder;
  std::mt19937_64 random(1);
  const std::string bytes = BytesOf(Batch(0, static_cast<std::uint64_t>(state.range(0)), random));
  const int file = ::open((folder.path() / "plain").c_str(), O_CREAT | O_WRONLY, 0600);
  const std::string blank(kPlainBytes, ' ');
  if (::pwrite(file, blank.data(), blank.size(), 0) != kPlainBytes || ::fsync(file) != 0)
    std::abort();
  off_t offset = 0;
  for (auto _ : state) {
    if (offset + static_cast<off_t>(bytes.size()) > kPlainBytes) offset = 0;
    const ssize_t written = ::pwrite(file, bytes.data(), bytes.size(), offset);
    if (written < 0 || ::fdatasync(file) != 0) state.SkipWithError("the disk fails");
    offset += written;
  }
  ::close(file);
  CountEntries(state);
}
BENCHMARK(SyncPlainFile)->Arg(1)->Arg(8)->Arg(64)->Arg(512)->UseRealTime()->MinTime(2);

void AppendBatches(benchmark::State& state) {
  const support::TemporaryFolder folder;
  const auto store = *SqliteStore::Open(folder.path());
  std::mt19937_64 random(1);
  const auto count = static_cast<std::uint64_t>(state.range(0));
  std::uint64_t first = 0;
  for (auto _ : state) {
    state.PauseTiming();
    const StudyAppend append = Batch(first, count, random);
    state.ResumeTiming();
    if (!store->Append({&append, 1})) state.SkipWithError("an append was refused");
    first += count;
  }
  CountEntries(state);
}
BENCHMARK(AppendBatches)->Arg(1)->Arg(8)->Arg(64)->Arg(512)->UseRealTime()->MinTime(2);

void FillForReading(SqliteStore& store) {
  std::mt19937_64 random(1);
  for (std::uint64_t first = 0; first < kReadEntries; first += 1'000) {
    const StudyAppend append = Batch(first, 1'000, random);
    if (!store.Append({&append, 1})) std::abort();
  }
}

void ReadAll(benchmark::State& state) {
  const support::TemporaryFolder folder;
  const auto store = *SqliteStore::Open(folder.path());
  FillForReading(*store);
  const auto limit = static_cast<std::uint64_t>(state.range(0));
  for (auto _ : state) {
    for (std::uint64_t first = 0; first < kReadEntries; first += limit) {
      benchmark::DoNotOptimize(store->Read("bench", first, limit));
    }
  }
}
BENCHMARK(ReadAll)->Arg(1'000)->Arg(kReadEntries)->UseRealTime()->Unit(benchmark::kMillisecond);

void FindRequest(benchmark::State& state) {
  const support::TemporaryFolder folder;
  const auto store = *SqliteStore::Open(folder.path());
  FillForReading(*store);
  std::mt19937_64 random(2);
  for (auto _ : state) {
    benchmark::DoNotOptimize(store->FindRequest("bench", "participant-7", RandomHex(random, 36)));
  }
}
BENCHMARK(FindRequest)->UseRealTime();

void OpenFolder(benchmark::State& state) {
  const support::TemporaryFolder folder;
  FillForReading(**SqliteStore::Open(folder.path()));
  const auto check = state.range(0) == 0 ? OpeningCheck::kSizes : OpeningCheck::kWholeFile;
  for (auto _ : state)
    benchmark::DoNotOptimize(SqliteStore::Open(folder.path(), check));
}
BENCHMARK(OpenFolder)->Arg(0)->Arg(1)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace

}  // namespace quorate::services
