#include "engine/report/changes.h"

#include <array>
#include <utility>

#include "engine/report/counting.h"
#include "engine/report/flow.h"

namespace quorate::engine {

namespace {

constexpr std::array<std::optional<Verdict>, 5> kOrder = {Verdict::kIn,
                                                          Verdict::kOut,
                                                          Verdict::kNone,
                                                          Verdict::kInquorate,
                                                          std::nullopt};

using Passage = std::pair<std::optional<Verdict>, std::optional<Verdict>>;

void AddTransitions(const Study& study,
                    const Round& from,
                    const Round& to,
                    std::vector<Transition>& transitions) {
  std::vector<Passage> passages;
  for (const Item& item : study.items) {
    passages.emplace_back(VerdictAt(study, from, item.id), VerdictAt(study, to, item.id));
  }
  for (const auto& before : kOrder) {
    for (const auto& after : kOrder) {
      if (!before && !after) continue;
      Transition transition{from.number, to.number, before, after, {}};
      for (std::size_t i = 0; i < passages.size(); ++i) {
        if (passages[i] == Passage(before, after)) transition.items.push_back(study.items[i].id);
      }
      if (!transition.items.empty()) transitions.push_back(std::move(transition));
    }
  }
}

}  // namespace

std::vector<VerdictChange> ChangesOf(const Study& study) {
  const std::vector<Counting> countings = Countings(study);
  std::vector<VerdictChange> changes;
  for (const Item& item : study.items) {
    const TalliedItem* before = nullptr;
    std::string basis;
    for (const Counting& counting : countings) {
      for (const TalliedItem* result : counting.results) {
        if (result->item.item != item.id) continue;
        if (before != nullptr) changes.push_back({basis, counting.basis, before, result});
        before = result;
        basis = counting.basis;
      }
    }
  }
  return changes;
}

std::vector<Transition> TransitionsOf(const Study& study) {
  std::vector<Transition> transitions;
  for (std::size_t i = 1; i < study.rounds.size(); ++i) {
    const Round& from = study.rounds[i - 1];
    const Round& to = study.rounds[i];
    if (from.state != RoundState::kClosed || to.state != RoundState::kClosed) continue;
    AddTransitions(study, from, to, transitions);
  }
  return transitions;
}

}  // namespace quorate::engine
