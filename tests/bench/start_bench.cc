// How long a server takes to serve with a study of 100,000 entries, ballots of 40 ratings, in its
// folder: at most 1 s. Then what that start is made of, each part alone: reading the log from
// SQLite, hashing its leaves into the tree, and replaying it.
//
// Also what a cast ballot of 40 ratings takes of a study's memory: at most 200 bytes.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>
#include <malloc.h>

#include "engine/base/check.h"
#include "engine/log/digest.h"
#include "engine/log/tree.h"
#include "engine/replay/codec.h"
#include "engine/replay/fold.h"
#include "engine/study/admit.h"
#include "engine/study/apply.h"
#include "services/server/app.h"
#include "services/store/sqlite_store.h"
#include "services/studies/studies.h"
#include "tests/support/study_driver.h"
#include "tests/support/temporary_folder.h"

namespace quorate::services {
namespace {

constexpr int kItems = 40;
constexpr std::uint64_t kEntries = 100'000;
constexpr std::size_t kEntriesAtOnce = 4'096;
constexpr const char* kLabel = "study-1";

// As long as the random ones.
std::string LongPseudonym(int person) {
  return engine::ToHex(engine::Sha256(std::to_string(person))).substr(0, 16);
}

engine::Entry BallotOf(int person, int revision) {
  engine::BallotCast ballot{
      LongPseudonym(person), 1, revision, engine::Channel::kSelf, {}, engine::BallotContent{}};
  for (int item = 0; item < kItems; ++item) {
    ballot.content->answers.push_back({support::ItemLabel(100 + item),
                                       engine::AnswerState::kScored,
                                       1 + (person * 7 + item + revision) % 9});
  }
  return {{engine::Role::kParticipant, ballot.participant},
          engine::Instant{1'795'392'000},
          std::move(ballot)};
}

// A study up to its open round, entry by entry.
std::vector<engine::Entry> Beginning(int people) {
  engine::Study study;
  std::vector<engine::Entry> log;
  engine::AddItems items;
  for (int item = 0; item < kItems; ++item)
    items.items.push_back({support::ItemLabel(100 + item), "x"});
  engine::EnrolParticipants panel;
  for (int person = 0; person < people; ++person)
    panel.enrolments.push_back({LongPseudonym(person), {{"patients"}, 1}});
  for (engine::Act act :
       std::vector<engine::Act>{engine::CreateStudy{"T"},
                                engine::DraftProtocol{support::TwoGroupProtocol()},
                                engine::FreezeProtocol{},
                                std::move(items),
                                std::move(panel),
                                engine::OpenRound{}}) {
    auto entries = engine::Admit(
        study,
        {{engine::Role::kFacilitator, "f1"}, engine::Instant{1'795'392'000}, std::move(act)});
    QUORATE_CHECK(entries.has_value());
    for (engine::Entry& entry : *entries) {
      engine::Apply(entry, study);
      log.push_back(std::move(entry));
    }
  }
  return log;
}

// A data folder with the study in it, made once.
class Folder {
 public:
  Folder() {
    constexpr int kPeople = 5'000;
    auto store = SqliteStore::Open(folder_.path());
    QUORATE_CHECK(store.has_value());
    std::vector<engine::Entry> log = Beginning(kPeople);
    for (int number = 0; log.size() < kEntries; ++number)
      log.push_back(BallotOf(number % kPeople, 1 + number / kPeople));
    StudyAppend append{.study = kLabel};
    for (std::uint64_t sequence = 0; sequence < kEntries; ++sequence) {
      auto sealed = engine::Seal(kLabel, sequence, log[sequence], engine::Entropy{});
      QUORATE_CHECK(sealed.has_value());
      append.entries.push_back({std::move(sealed->leaf), std::move(sealed->opening)});
      if (append.entries.size() < kEntriesAtOnce && sequence + 1 < kEntries) continue;
      QUORATE_CHECK((*store)->Append(std::span(&append, 1)).has_value());
      append = {.study = kLabel, .first = sequence + 1};
    }
  }
  [[nodiscard]] const std::filesystem::path& path() const { return folder_.path(); }

 private:
  support::TemporaryFolder folder_;
};

const std::filesystem::path& SharedFolder() {
  static const Folder folder;
  return folder.path();
}

std::vector<StoredEntry> ReadAll(const Store& store) {
  std::vector<StoredEntry> log;
  while (log.size() < kEntries) {
    auto part = store.Read(kLabel, log.size(), kEntriesAtOnce);
    QUORATE_CHECK(part.has_value() && !part->empty());
    for (StoredEntry& entry : *part)
      log.push_back(std::move(entry));
  }
  return log;
}

std::vector<StoredEntry> SharedLog() {
  auto store = SqliteStore::Open(SharedFolder());
  QUORATE_CHECK(store.has_value());
  return ReadAll(**store);
}

// The whole server, from nothing to SERVING. The files are in the system's cache.
void BM_StartToServing(benchmark::State& state) {
  Config config;
  config.data = SharedFolder();
  config.listen = "127.0.0.1:0";
  const Log log(LogFormat::kText, LogLevel::kError);
  for (auto unused : state) {
    auto app = App::Start(config, log);
    QUORATE_CHECK(app.has_value());
    state.PauseTiming();
    (*app)->Stop(std::chrono::milliseconds(0));
    app->reset();
    state.ResumeTiming();
  }
}
BENCHMARK(BM_StartToServing)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(5);

void BM_OpenStudies(benchmark::State& state) {
  auto store = SqliteStore::Open(SharedFolder());
  QUORATE_CHECK(store.has_value());
  const support::TemporaryFolder signed_folder;
  for (auto unused : state) {
    const auto studies = Studies::Open(
        **store, support::StillOutside(), support::OptionsIn(signed_folder.path() / "signed"));
    QUORATE_CHECK(studies.has_value());
  }
}
BENCHMARK(BM_OpenStudies)->Unit(benchmark::kMillisecond)->UseRealTime();

void BM_ReadLog(benchmark::State& state) {
  auto store = SqliteStore::Open(SharedFolder());
  QUORATE_CHECK(store.has_value());
  for (auto unused : state)
    benchmark::DoNotOptimize(ReadAll(**store));
}
BENCHMARK(BM_ReadLog)->Unit(benchmark::kMillisecond)->UseRealTime();

void BM_HashLog(benchmark::State& state) {
  const std::vector<StoredEntry> log = SharedLog();
  for (auto unused : state) {
    engine::Tree tree;
    for (const StoredEntry& entry : log)
      tree.Append(engine::LeafHash(entry.leaf));
    benchmark::DoNotOptimize(tree.Root());
  }
}
BENCHMARK(BM_HashLog)->Unit(benchmark::kMillisecond)->UseRealTime();

void BM_ReplayLog(benchmark::State& state) {
  const std::vector<StoredEntry> log = SharedLog();
  for (auto unused : state) {
    engine::Study study;
    for (const StoredEntry& entry : log) {
      const engine::SealedEntry sealed{entry.leaf, entry.opening};
      QUORATE_CHECK(engine::Replay(kLabel, sealed, study).has_value());
    }
  }
}
BENCHMARK(BM_ReplayLog)->Unit(benchmark::kMillisecond)->UseRealTime();

std::size_t BytesInUse() {
  const struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

// `grown` as the server holds it while ballots come in, with the room that vectors keep for more;
// `copied` without that room.
void BM_MemoryOfBallots(benchmark::State& state) {
  const auto voters = static_cast<int>(state.range(0));
  for (auto unused : state) {
    engine::Study study;
    for (const engine::Entry& entry : Beginning(voters))
      engine::Apply(entry, study);
    const std::size_t before = BytesInUse();
    for (int person = 0; person < voters; ++person)
      engine::Apply(BallotOf(person, 1), study);
    const std::size_t grown = BytesInUse() - before;
    const engine::BallotBox copy = study.FindRound(1)->box;
    const std::size_t copied = BytesInUse() - before - grown;
    state.counters["grown_bytes"] = static_cast<double>(grown) / voters;
    state.counters["copied_bytes"] = static_cast<double>(copied) / voters;
    benchmark::DoNotOptimize(copy);
  }
}
BENCHMARK(BM_MemoryOfBallots)->Arg(100'000)->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace quorate::services
