// Sequential rules under ties: every way of breaking them is followed, so that the answer does not
// depend on how the first tie happened to fall.

#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/committee/committee.h"

namespace quorate::engine {

enum class Ties { kFollowAll, kTakeFirst };

struct Outcomes {
  std::vector<Committee> committees;  // In file order.
  std::vector<CommitteeStep> steps;   // To the first of them.
  Cut cut = Cut::kNo;
  bool met_tie = false;
};

// `State` is one universe: Choices() answers the candidates tied for the next act, ascending, empty
// at the end; Take(candidate, tied) carries one out and records the step; committee() is sorted;
// Key() is equal for two states if they go on alike. At most `states_max` states are looked into.
template <typename State>
Outcomes FollowTies(State start, Ties ties, std::size_t states_max) {
  struct Pending {
    std::shared_ptr<const State> parent;
    CandidateId choice;
    std::shared_ptr<const std::vector<CandidateId>> tied;
  };
  Outcomes outcomes;
  std::set<Committee> found;
  std::set<std::string> seen;
  std::vector<Pending> pending;
  std::optional<State> state(std::move(start));
  std::size_t states = 0;
  while (true) {
    const auto choices = std::make_shared<const std::vector<CandidateId>>(state->Choices());
    if (choices->empty()) {
      Committee committee = state->committee();
      if (found.empty() || committee < *found.begin()) outcomes.steps = state->steps();
      found.insert(std::move(committee));
    } else if (choices->size() == 1 || ties == Ties::kTakeFirst) {
      outcomes.met_tie |= choices->size() > 1;
      state->Take(choices->front(), *choices);
      continue;
    } else {
      outcomes.met_tie = true;
      const auto parent = std::make_shared<const State>(*std::move(state));
      for (auto choice = choices->rbegin(); choice != choices->rend(); ++choice)
        pending.push_back({parent, *choice, choices});
    }
    state.reset();
    while (!state && !pending.empty() && found.size() <= kCommitteesMax && states < states_max) {
      const Pending next = std::move(pending.back());
      pending.pop_back();
      ++states;
      State child = *next.parent;
      child.Take(next.choice, *next.tied);
      if (seen.insert(child.Key()).second) state.emplace(std::move(child));
    }
    if (!state) break;
  }
  outcomes.cut = pending.empty() && found.size() <= kCommitteesMax ? Cut::kNo : Cut::kYes;
  outcomes.committees.assign(found.begin(), found.end());
  if (outcomes.committees.size() > kCommitteesMax) outcomes.committees.resize(kCommitteesMax);
  return outcomes;
}

// How many states may be looked into, so that a hostile file ends in seconds.
inline std::size_t StatesMax(const ApprovalProfile& profile) {
  constexpr std::size_t kWork = 400'000'000;
  std::size_t size = 100;
  for (const auto& ballot : profile.ballots())
    size += ballot.approved.size() + 1;
  return std::max<std::size_t>(200, std::min<std::size_t>(50'000, kWork / (size * 20)));
}

// Whoever has been elected so far, and how: what every sequential rule keeps.
class Progress {
 public:
  explicit Progress(std::uint32_t candidates) : elected_(candidates, false) {}

  [[nodiscard]] bool Has(CandidateId candidate) const { return elected_[candidate]; }
  [[nodiscard]] std::uint32_t size() const { return size_; }
  [[nodiscard]] Committee committee() const {
    Committee committee;
    for (CandidateId c = 0; c < elected_.size(); ++c) {
      if (elected_[c]) committee.push_back(c);
    }
    return committee;
  }
  [[nodiscard]] const std::vector<CommitteeStep>& steps() const { return steps_; }

  // `tied` holds the candidate itself.
  void Elect(CommitteeStep step, const std::vector<CandidateId>& tied) {
    elected_[step.candidate] = true;
    ++size_;
    Record(std::move(step), tied);
  }
  void Record(CommitteeStep step, const std::vector<CandidateId>& tied) {
    for (const CandidateId other : tied) {
      if (other != step.candidate) step.tied_with.push_back(other);
    }
    steps_.push_back(std::move(step));
  }
  void Mark(CandidateId candidate, bool elected) { elected_[candidate] = elected; }
  // One character a candidate.
  [[nodiscard]] std::string Key() const {
    std::string key;
    for (const bool elected : elected_)
      key += elected ? '1' : '0';
    return key;
  }

 private:
  std::vector<bool> elected_;
  std::uint32_t size_ = 0;
  std::vector<CommitteeStep> steps_;
};

}  // namespace quorate::engine
