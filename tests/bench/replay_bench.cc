// Replaying a log of ballots of 40 ratings, against SHA-256 over the same leaves. The figure is for
// replay with full verification: at least 0.5 of that rate.

#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "engine/base/check.h"
#include "engine/log/commitment.h"
#include "engine/log/digest.h"
#include "engine/replay/codec.h"
#include "engine/replay/fold.h"
#include "engine/study/admit.h"
#include "engine/study/apply.h"

namespace quorate::engine {
namespace {

constexpr int kBallots = 100'000;
constexpr int kItems = 40;
constexpr std::string_view kLabel = "study-1";

struct Log {
  Study before;  // Just before the first ballot.
  std::vector<SealedEntry> ballots;
};

std::string Pseudonym(int person) {
  const Digest digest = Sha256(std::to_string(person));
  return ToHex(digest).substr(0, 16);
}

void Do(Log& log, Act act) {
  auto entries =
      Admit(log.before, {{Role::kFacilitator, "f1"}, Instant{1'795'467'600}, std::move(act)});
  QUORATE_CHECK(entries.has_value());
  for (const Entry& entry : *entries)
    Apply(entry, log.before);
}

Entry BallotOf(int person) {
  BallotCast ballot{Pseudonym(person), 1, 1, Channel::kSelf, {}, BallotContent{}};
  for (int item = 0; item < kItems; ++item) {
    ballot.content->answers.push_back(
        {"C" + std::to_string(10 + item), AnswerState::kScored, 1 + (person * 7 + item) % 9});
  }
  return {{Role::kParticipant, ballot.participant}, Instant{1'795'392'000}, std::move(ballot)};
}

Log MakeLog() {
  Log log;
  const auto protocol = ReadProtocol(*ParseJson(
      R"({"title":"T","groups":[{"id":"patients"}],"rounds":[{"rule":"comet-70-15"}]})"));
  QUORATE_CHECK(protocol.has_value());
  Do(log, CreateStudy{"T"});
  Do(log, DraftProtocol{*protocol});
  Do(log, FreezeProtocol{});
  AddItems items;
  for (int item = 0; item < kItems; ++item)
    items.items.push_back({"C" + std::to_string(10 + item), "x"});
  Do(log, std::move(items));
  for (int person = 0; person < kBallots; ++person) {
    const Membership membership{{"patients"}, 1};
    Apply({{}, {}, ParticipantEnrolled{Pseudonym(person), {}, membership}}, log.before);
  }
  Do(log, OpenRound{});
  for (int person = 0; person < kBallots; ++person) {
    Entry entry = BallotOf(person);
    const std::uint64_t sequence = log.before.size + static_cast<std::uint64_t>(person);
    log.ballots.push_back(*Seal(kLabel, sequence, entry, Entropy{}));
  }
  return log;
}

const Log& SharedLog() {
  static const Log log = MakeLog();
  return log;
}

void CountEntries(benchmark::State& state) {
  state.SetItemsProcessed(state.iterations() * kBallots);
  state.counters["leaf_bytes"] = static_cast<double>(SharedLog().ballots.front().leaf.size());
  state.counters["opening_bytes"] = static_cast<double>(SharedLog().ballots.front().opening.size());
}

void BM_Sha256OverLeaves(benchmark::State& state) {
  const Log& log = SharedLog();
  for (auto unused : state) {
    for (const SealedEntry& entry : log.ballots)
      benchmark::DoNotOptimize(LeafHash(entry.leaf));
  }
  CountEntries(state);
}
BENCHMARK(BM_Sha256OverLeaves)->Unit(benchmark::kMillisecond);

void BM_CommitmentsOverOpenings(benchmark::State& state) {
  const Log& log = SharedLog();
  for (auto unused : state) {
    for (const SealedEntry& entry : log.ballots)
      benchmark::DoNotOptimize(Commit(entry.opening));
  }
  CountEntries(state);
}
BENCHMARK(BM_CommitmentsOverOpenings)->Unit(benchmark::kMillisecond);

void Reading(benchmark::State& state, bool openings) {
  const Log& log = SharedLog();
  for (auto unused : state) {
    std::uint64_t sequence = log.before.size;
    for (const SealedEntry& entry : log.ballots) {
      const auto opened =
          Open(kLabel, sequence++, entry.leaf, openings ? std::string_view(entry.opening) : "");
      QUORATE_CHECK(opened.has_value());
    }
  }
  CountEntries(state);
}
void BM_OpenLeavesAlone(benchmark::State& state) {
  Reading(state, false);
}
BENCHMARK(BM_OpenLeavesAlone)->Unit(benchmark::kMillisecond);
void BM_OpenLeavesAndOpenings(benchmark::State& state) {
  Reading(state, true);
}
BENCHMARK(BM_OpenLeavesAndOpenings)->Unit(benchmark::kMillisecond);

void BM_Replay(benchmark::State& state) {
  const Log& log = SharedLog();
  for (auto unused : state) {
    state.PauseTiming();
    Study study = log.before;
    state.ResumeTiming();
    for (const SealedEntry& entry : log.ballots)
      QUORATE_CHECK(Replay(kLabel, entry, study).has_value());
  }
  CountEntries(state);
}
BENCHMARK(BM_Replay)->Unit(benchmark::kMillisecond);

void BM_Seal(benchmark::State& state) {
  std::vector<Entry> entries;
  for (int person = 0; person < 1'000; ++person)
    entries.push_back(BallotOf(person));
  for (auto unused : state) {
    std::uint64_t sequence = 0;
    for (Entry& entry : entries)
      benchmark::DoNotOptimize(Seal(kLabel, sequence++, entry, Entropy{}));
  }
  state.SetItemsProcessed(state.iterations() * 1'000);
}
BENCHMARK(BM_Seal)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace quorate::engine
