// Durable ballots of 40 ratings through the committer, with many callers at once: on SQLite, and on
// a store in memory, which shows what the committer itself costs.

#include <atomic>
#include <memory>
#include <string>

#include <benchmark/benchmark.h>

#include "engine/base/check.h"
#include "services/store/memory_store.h"
#include "services/store/sqlite_store.h"
#include "services/studies/studies.h"
#include "tests/support/study_driver.h"
#include "tests/support/temporary_folder.h"

namespace quorate::services {
namespace {

constexpr int kItems = 40;
constexpr int kPeople = 500;

// One server for all threads of a benchmark.
struct Server {
  explicit Server(std::unique_ptr<Store> on) : store(std::move(on)) {
    auto opened = Studies::Open(
        *store, support::StillOutside(), support::OptionsIn(signed_folder.path() / "signed"));
    QUORATE_CHECK(opened.has_value());
    studies = *std::move(opened);
    support::OpenFirstRound(*studies, "s", kPeople, kItems);
  }

  support::TemporaryFolder signed_folder;
  std::unique_ptr<Store> store;
  std::unique_ptr<Studies> studies;
  std::atomic<int> next = 0;
};

void CastBallots(benchmark::State& state, Server& server) {
  for (auto unused : state) {
    const int number = ++server.next;
    const auto reply = server.studies->Execute(
        support::BallotRequest("s", 1 + number % kPeople, "r" + std::to_string(number), kItems));
    QUORATE_CHECK(reply.has_value());
  }
  state.SetItemsProcessed(state.iterations());
}

void BM_BallotsOnMemory(benchmark::State& state) {
  static Server server(std::make_unique<MemoryStore>());
  CastBallots(state, server);
}
BENCHMARK(BM_BallotsOnMemory)->Threads(1)->Threads(64)->UseRealTime();

void BM_BallotsOnSqlite(benchmark::State& state) {
  static support::TemporaryFolder folder;
  static Server server([] {
    auto store = SqliteStore::Open(folder.path());
    QUORATE_CHECK(store.has_value());
    return std::unique_ptr<Store>(*std::move(store));
  }());
  CastBallots(state, server);
}
BENCHMARK(BM_BallotsOnSqlite)->Threads(1)->Threads(64)->UseRealTime();

}  // namespace
}  // namespace quorate::services
