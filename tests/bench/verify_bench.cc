// Full verification of a log of ballots of 40 ratings (every stage, tallies recomputed), against
// SHA-256 over the same leaves. DESIGN 9: at least 0.5 of that rate. Run with
// --benchmark_filter=100000 for the small one; the pair to compare is BM_HashLeaves and
// BM_VerifyPublic or BM_VerifyAuditor.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "engine/base/check.h"
#include "engine/log/checkpoint.h"
#include "engine/log/digest.h"
#include "engine/log/tree.h"
#include "engine/replay/codec.h"
#include "engine/replay/verify.h"
#include "engine/study/admit.h"
#include "engine/study/apply.h"

namespace quorate::engine {
namespace {

constexpr int kItems = 40;
constexpr int kPeople = 2'000;
constexpr const char* kLabel = "bench";
const std::string kOrigin = "quorate.example/studies/bench";

class Record {
 public:
  explicit Record(int entries) {
    Begin();
    // People replace their ballots until the log is as long as asked for.
    for (int i = 0; static_cast<int>(study_.size) < entries - kItems - 2; ++i) {
      const std::string person = Person(i % kPeople);
      CastBallots act{1, Channel::kSelf, {{person, {}}}};
      for (int item = 0; item < kItems; ++item) {
        const int score = 1 + (i * 7 + item * 3) % 9;
        act.ballots[0].answers.push_back({Label(item), AnswerState::kScored, score});
      }
      Do(act, {Role::kParticipant, person});
    }
    Do(CloseRound{1});
    const auto key = SigningKey::FromSeed(kOrigin, Ed25519Seed{});
    verifier_key = key->verifier().ToString();
    checkpoint = *SignCheckpoint({kOrigin, {tree_.size(), tree_.Root()}}, *key);
  }

  [[nodiscard]] Evidence Tier(bool with_openings) const {
    return {verifier_key, checkpoint, {}, leaves, with_openings ? openings : std::string_view()};
  }

  std::string verifier_key;
  std::string checkpoint;
  std::string leaves;
  std::string openings;

 private:
  static std::string Person(int number) { return "p" + std::to_string(100'000 + number); }
  static std::string Label(int item) { return "C" + std::to_string(10 + item); }

  void Do(Act act, Actor actor = {Role::kFacilitator, "f"}) {
    auto entries = Admit(study_, {std::move(actor), Instant{1'795'467'600}, std::move(act)});
    QUORATE_CHECK(entries.has_value());
    for (Entry& entry : *entries) {
      const auto sealed = Seal(kLabel, study_.size, entry, Entropy{});
      QUORATE_CHECK(sealed.has_value());
      Apply(entry, study_);
      tree_.Append(LeafHash(sealed->leaf));
      leaves += sealed->leaf + "\n";
      if (!sealed->opening.empty()) openings += sealed->opening + "\n";
    }
  }

  void Begin() {
    Do(CreateStudy{"Bench"});
    Do(DraftProtocol{*ReadProtocol(*ParseJson(
        R"({"title":"T","groups":[{"id":"patients"},{"id":"carers"}],"rounds":[{"rule":"comet-70-15"}]})"))});
    Do(FreezeProtocol{});
    EnrolParticipants enrol;
    for (int i = 0; i < kPeople; ++i) {
      enrol.enrolments.push_back({Person(i), {{i % 2 == 0 ? "patients" : "carers"}, 1}});
    }
    Do(std::move(enrol));
    AddItems items;
    for (int item = 0; item < kItems; ++item)
      items.items.push_back({Label(item), "An item"});
    Do(std::move(items));
    Do(OpenRound{});
  }

  Study study_;
  Tree tree_;
};

const Record& RecordOf(std::int64_t entries) {
  static std::map<std::int64_t, std::unique_ptr<Record>> records;
  auto& record = records[entries];
  if (!record) record = std::make_unique<Record>(static_cast<int>(entries));
  return *record;
}

void BM_HashLeaves(benchmark::State& state) {
  const Record& record = RecordOf(state.range(0));
  for (auto _ : state) {
    std::string_view rest = record.leaves;
    while (!rest.empty()) {
      const std::size_t end = rest.find('\n');
      benchmark::DoNotOptimize(Sha256(rest.substr(0, end)));
      rest.remove_prefix(end + 1);
    }
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

void VerifyTier(benchmark::State& state, bool with_openings, std::string_view expected) {
  const Record& record = RecordOf(state.range(0));
  for (auto _ : state) {
    const VerifyReport report = Verify(record.Tier(with_openings));
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

BENCHMARK(BM_HashLeaves)->Arg(100'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_VerifyPublic)->Arg(100'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_VerifyAuditor)->Arg(100'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace quorate::engine
