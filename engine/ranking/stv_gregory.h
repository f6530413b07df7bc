// STV that moves surpluses by weighing papers down: the weighted inclusive Gregory method.
// An arithmetic says how values are cut (stv_scottish.cc, stv_wig.cc).

#pragma once

#include <algorithm>

#include "engine/ranking/stv_universes.h"

namespace quorate::engine {

enum class TieHistory { kIgnored, kLatestStageFirst };

// `Arithmetic` has Value (of one paper, and of many), weights (one a ballot), quota,
// One() (a fresh paper), Times(value, weight), Reduce(value, surplus, votes), Share(value, n),
// HasQuota(votes) and ToFraction(value).
template <typename Arithmetic>
class GregoryCount {
 public:
  using Value = typename Arithmetic::Value;

  GregoryCount(const RankedCount& count,
               const OrderedBallots& ballots,
               const Arithmetic& arithmetic,
               TieHistory history)
      : count_(&count),
        ballots_(&ballots),
        arithmetic_(&arithmetic),
        history_(history),
        fates_(count.profile.candidates.size(), StvFate::kContinuing),
        votes_(fates_.size(), Value(0)),
        surplus_due_(fates_.size(), false),
        papers_(fates_.size()) {
    for (std::size_t ballot = 0; ballot < ballots.size(); ++ballot)
      GiveToNext({ballot, arithmetic.One()});
    EndStage("first preferences", std::nullopt, {});
  }

  // To the end, or to a tie.
  std::vector<std::size_t> Run() {
    while (!done_) {
      std::vector<std::size_t> tied = NextToMove();
      if (tied.size() > 1) return tied;
      Take(tied.front());
    }
    return {};
  }
  void Take(std::size_t candidate) {
    const bool excluded = !surplus_due_[candidate];
    std::vector<Paper> moved = std::move(papers_[candidate]);
    papers_[candidate].clear();
    const Value votes = votes_[candidate];
    if (excluded) {
      fates_[candidate] = StvFate::kExcluded;
      votes_[candidate] = Value(0);
    } else {
      surplus_due_[candidate] = false;
      const Value surplus = votes - arithmetic_->quota;
      for (Paper& paper : moved)
        paper.value = arithmetic_->Reduce(paper.value, surplus, votes);
      votes_[candidate] = arithmetic_->quota;
    }
    for (Paper& paper : moved)
      GiveToNext(std::move(paper));
    EndStage(excluded ? "exclusion of" : "surplus of", candidate, std::exchange(last_tied_, {}));
  }
  [[nodiscard]] const StvUniverse& universe() const { return universe_; }
  [[nodiscard]] std::string Key() const {
    std::string key;
    for (std::size_t c = 0; c < fates_.size(); ++c) {
      key += std::to_string(static_cast<int>(fates_[c])) + (surplus_due_[c] ? "s" : "-");
      if (fates_[c] == StvFate::kExcluded) continue;
      for (const StvStage& stage : universe_.stages)
        key += stage.votes[c].ToString() + " ";
      std::vector<Paper> papers = papers_[c];
      std::sort(papers.begin(), papers.end());
      for (const auto& [ballot, value] : papers)
        key += std::to_string(ballot) + ":" + arithmetic_->ToFraction(value).ToString() + ",";
    }
    return key;
  }

 private:
  struct Paper {
    std::size_t ballot;
    Value value;  // Of each paper that looks like this one.
    friend auto operator<=>(const Paper&, const Paper&) = default;
  };

  // To the best placed continuing candidate; equal ones share it.
  void GiveToNext(Paper paper) {
    const auto choices = (*ballots_)[paper.ballot];
    const auto is_open = [&](const OrderedBallots::Choice& choice) {
      return fates_[choice.candidate] == StvFate::kContinuing;
    };
    const auto first = std::find_if(choices.begin(), choices.end(), is_open);
    if (first == choices.end()) return;
    const auto next = std::find_if(
        first, choices.end(), [&](const auto& choice) { return choice.place != first->place; });
    const Value share = arithmetic_->Share(paper.value, std::count_if(first, next, is_open));
    for (auto choice = first; choice != next; ++choice) {
      if (!is_open(*choice)) continue;
      votes_[choice->candidate] += arithmetic_->Times(share, paper.ballot);
      papers_[choice->candidate].push_back({paper.ballot, share});
    }
  }

  [[nodiscard]] std::vector<std::size_t> Continuing() const {
    std::vector<std::size_t> continuing;
    for (std::size_t c = 0; c < fates_.size(); ++c) {
      if (fates_[c] == StvFate::kContinuing) continuing.push_back(c);
    }
    return continuing;
  }

  // Whose surplus is moved, or who is excluded: one, or those whom nothing tells apart.
  std::vector<std::size_t> NextToMove() {
    std::vector<std::size_t> open;
    for (std::size_t c = 0; c < fates_.size(); ++c) {
      if (surplus_due_[c]) open.push_back(c);
    }
    const StvFate wanted = open.empty() ? StvFate::kExcluded : StvFate::kElected;
    if (open.empty()) open = Continuing();
    KeepExtreme(open, wanted, [&](std::size_t c) -> const Value& { return votes_[c]; });
    if (history_ == TieHistory::kLatestStageFirst) {
      // The last stage holds what they have now.
      for (std::size_t s = universe_.stages.size(); open.size() > 1 && s-- > 0;) {
        const auto& votes = universe_.stages[s].votes;
        KeepExtreme(open, wanted, [&](std::size_t c) -> const Fraction& { return votes[c]; });
      }
    }
    last_tied_.assign(open.begin(), open.size() > 1 ? open.end() : open.begin());
    open = ChosenByOrder(open, count_->place_of, wanted);
    if (votes_[open.front()] == Value(0))
      SettleVoteless(*count_, Continuing().size(), open, universe_);
    return open;
  }
  template <typename VotesOf>
  static void KeepExtreme(std::vector<std::size_t>& open, StvFate wanted, VotesOf votes_of) {
    auto best = votes_of(open.front());
    for (const std::size_t c : open) {
      if (wanted == StvFate::kExcluded ? votes_of(c) < best : votes_of(c) > best)
        best = votes_of(c);
    }
    std::erase_if(open, [&](std::size_t c) { return votes_of(c) != best; });
  }

  void EndStage(std::string act,
                std::optional<std::size_t> candidate,
                std::vector<std::size_t> tied_with) {
    StvStage stage{std::move(act), candidate, std::move(tied_with), {}, arithmetic_->valid, {}, {}};
    for (const Value& votes : votes_) {
      stage.votes.push_back(arithmetic_->ToFraction(votes));
      stage.exhausted -= stage.votes.back();
    }
    stage.quota = arithmetic_->ToFraction(arithmetic_->quota);
    universe_.stages.push_back(std::move(stage));
    std::vector<std::size_t> reached = Continuing();
    std::erase_if(reached, [&](std::size_t c) { return !arithmetic_->HasQuota(votes_[c]); });
    Elect(reached);
    const std::vector<std::size_t> continuing = Continuing();
    const std::size_t seats_left = count_->options.seats - universe_.winners.size();
    if (continuing.size() <= seats_left) Elect(continuing);
    done_ = continuing.size() <= seats_left || seats_left == 0;
  }

  // Those with more votes go first, now or at the latest stage where they differ.
  void Elect(std::vector<std::size_t> candidates) {
    std::stable_sort(candidates.begin(), candidates.end(), [&](std::size_t a, std::size_t b) {
      const auto& stages = universe_.stages;
      for (auto stage = stages.rbegin(); stage != stages.rend(); ++stage) {
        if (stage->votes[a] != stage->votes[b]) return stage->votes[a] > stage->votes[b];
      }
      return false;
    });
    for (const std::size_t c : candidates) {
      fates_[c] = StvFate::kElected;
      surplus_due_[c] = votes_[c] > arithmetic_->quota;
      universe_.winners.push_back(c);
      universe_.stages.back().elected.push_back(c);
    }
  }

  const RankedCount* count_;
  const OrderedBallots* ballots_;
  const Arithmetic* arithmetic_;
  TieHistory history_;
  std::vector<StvFate> fates_;
  std::vector<Value> votes_;
  std::vector<bool> surplus_due_;
  std::vector<std::vector<Paper>> papers_;
  std::vector<std::size_t> last_tied_;
  StvUniverse universe_;
  bool done_ = false;
};

}  // namespace quorate::engine
