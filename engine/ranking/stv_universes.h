// What all kinds of STV share: a record of the stages, and following every way to break a tie.

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/ranking/ranked_rule.h"
#include "engine/ranking/stage.h"

namespace quorate::engine {

// Ballots as lists of candidates, the best first; equal places in file order.
class OrderedBallots {
 public:
  struct Choice {
    std::uint32_t candidate;
    Place place;
  };
  explicit OrderedBallots(const Profile& profile);

  [[nodiscard]] std::size_t size() const { return begins_.size() - 1; }
  // All choices on all ballots.
  [[nodiscard]] std::size_t choice_count() const { return choices_.size(); }
  [[nodiscard]] std::span<const Choice> operator[](std::size_t ballot) const {
    return std::span(choices_).subspan(begins_[ballot], begins_[ballot + 1] - begins_[ballot]);
  }

 private:
  std::vector<Choice> choices_;  // Ballot after ballot.
  std::vector<std::size_t> begins_ = {0};
};

// Refuses more seats than candidates.
Status CheckSeats(const RankedCount& count);

enum class StvFate { kContinuing, kElected, kExcluded };

// One finished count.
struct StvUniverse {
  std::vector<std::size_t> winners;  // In order of election.
  std::vector<StvStage> stages;
  // Without a vote and with too few seats left for all of them, which ones win is open whatever
  // else happens; the winners hold the first of them. Empty if it did not come to that.
  std::vector<std::size_t> open;
};

struct StvOutcome {
  std::vector<StvUniverse> universes;  // One for each different set of winners; the first is the
                                       // one in which ties fell in file order.
  bool cut = false;                    // There may be more.
};

// How many counts are followed, so that even a large file ends in seconds.
std::size_t StvCountsMax(const OrderedBallots& ballots);

// Those of `tied` that the stated order puts first (or last, where one is to be excluded); all of
// them without an order. Requires at least one.
std::vector<std::size_t> ChosenByOrder(const std::vector<std::size_t>& tied,
                                       const std::vector<std::size_t>& place_of,
                                       StvFate wanted);

// Settles a tie among those without a vote, who are all alike: of the `tied`, one of whom is to be
// excluded, leaves the last. If there are seats for some of them in the end, they are noted as
// open. `continuing` is how many are neither elected nor excluded.
void SettleVoteless(const RankedCount& count,
                    std::size_t continuing,
                    std::vector<std::size_t>& tied,
                    StvUniverse& universe);

// The answer with stages in words and JSON. With one set of winners they stand in order of
// election; else all who win somewhere are tied.
RankedAnswer AnswerOf(const RankedCount& count, const StvOutcome& outcome);

// `State` is a count under way: Run() goes on to the end (answers an empty list) or to a tie
// (answers the tied candidates); Take(candidate) decides it; universe() is the record; Key() is
// equal for counts that go on alike.
template <typename State>
StvOutcome FollowCounts(State start, std::size_t counts_max) {
  struct Pending {
    State state;
    std::size_t choice;
  };
  StvOutcome outcome;
  std::set<std::vector<std::size_t>> found;
  std::set<std::string> seen;
  std::vector<Pending> pending;
  std::size_t counts = 0;
  std::optional<State> state(std::move(start));
  while (state) {
    const std::vector<std::size_t> tied = state->Run();
    if (tied.empty()) {
      std::vector<std::size_t> winners = state->universe().winners;
      std::sort(winners.begin(), winners.end());
      if (found.insert(winners).second) outcome.universes.push_back(state->universe());
    }
    for (auto choice = tied.rbegin(); choice != tied.rend(); ++choice)
      pending.push_back({*state, *choice});
    state.reset();
    while (!state && !pending.empty()) {
      if (++counts > counts_max) {
        outcome.cut = true;
        return outcome;
      }
      Pending next = std::move(pending.back());
      pending.pop_back();
      next.state.Take(next.choice);
      if (seen.insert(next.state.Key()).second) state.emplace(std::move(next.state));
    }
  }
  return outcome;
}

}  // namespace quorate::engine
