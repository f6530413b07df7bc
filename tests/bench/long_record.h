// A study's log of any length, made by the engine alone: 2,000 people rate 40 items on a nine-point
// scale, and replace their ballots until the log is long enough; then the round is closed.

#pragma once

#include <string>
#include <utility>

#include "engine/base/check.h"
#include "engine/log/checkpoint.h"
#include "engine/log/tree.h"
#include "engine/replay/codec.h"
#include "engine/study/admit.h"
#include "engine/study/apply.h"

namespace quorate::engine {

class LongRecord {
 public:
  // At least as long as `entries`, by as many as the findings of the closing.
  explicit LongRecord(int entries) {
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

  std::string verifier_key;
  std::string checkpoint;
  std::string leaves;
  std::string openings;

 private:
  static constexpr int kItems = 40;
  static constexpr int kPeople = 2'000;
  static constexpr const char* kLabel = "bench";
  static constexpr const char* kOrigin = "quorate.example/studies/bench";

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

}  // namespace quorate::engine
