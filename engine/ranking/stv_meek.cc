#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/ranking/stv.h"
#include "engine/ranking/stv_universes.h"

namespace quorate::engine {

namespace {

// 18 decimals and 9 guard digits: a vote is 10^27.
using Guarded = boost::multiprecision::int512_t;

Guarded PowerOfTen(unsigned digits) {
  Guarded power = 1;
  for (unsigned i = 0; i < digits; ++i)
    power *= 10;
  return power;
}
const Guarded& OneVote() {
  static const Guarded kOne = PowerOfTen(27);
  return kOne;
}
// Figures no further apart are equal.
const Guarded& Near() {
  static const Guarded kNear = PowerOfTen(8);
  return kNear;
}
bool IsAbove(const Guarded& a, const Guarded& b) {
  return a - b >= Near();
}
Guarded RoundedUp(const Guarded& above, const Guarded& below) {
  return (above + below - 1) / below;
}

// Weights over one denominator fit this many bits; with 27 decimals twice there is room to spare.
constexpr unsigned kWeightBitsMax = 128;

// Ballots as they run now: places in turn, each with those not excluded, up to the first place that
// hands nothing on. Alike ones are one.
using Paths = std::map<std::vector<std::vector<std::size_t>>, Guarded>;

class MeekCount {
 public:
  MeekCount(const RankedCount& count, const OrderedBallots& ballots, const WholeWeights& weights)
      : count_(&count),
        ballots_(&ballots),
        weights_(&weights),
        fates_(count.profile.candidates.size(), StvFate::kContinuing),
        keeps_(fates_.size(), OneVote()),
        votes_(fates_.size(), 0),
        denominator_(weights.denominator) {
    for (std::size_t b = 0; b < ballots.size(); ++b) {
      if (!ballots[b].empty()) valid_ += Guarded(weights.units[b]);
    }
    Distribute();
    EndStage("first preferences", {});
  }

  std::vector<std::size_t> Run() {
    while (!FillLastSeats()) {
      Converge();
      if (stage_elected_) continue;
      std::vector<std::size_t> tied = Lowest();
      if (tied.size() > 1) return tied;
      Take(tied.front());
    }
    return {};
  }
  void Take(std::size_t candidate) {
    fates_[candidate] = StvFate::kExcluded;
    keeps_[candidate] = 0;
    paths_.clear();
    Distribute();
    EndStage("exclusion of", candidate);
  }
  [[nodiscard]] const StvUniverse& universe() const { return universe_; }
  [[nodiscard]] std::string Key() const {
    std::string key;
    for (std::size_t c = 0; c < fates_.size(); ++c)
      key += std::to_string(static_cast<int>(fates_[c])) + keeps_[c].str() + " ";
    return key;
  }

 private:
  void MakePaths() {
    for (std::size_t b = 0; b < ballots_->size(); ++b) {
      std::vector<std::vector<std::size_t>> path;
      Place place = kUnranked;
      bool hands_on = true;
      for (const auto& choice : (*ballots_)[b]) {
        if (fates_[choice.candidate] == StvFate::kExcluded) continue;
        if (choice.place != place) {
          if (!hands_on) break;
          path.emplace_back();
          hands_on = false;
          place = choice.place;
        }
        path.back().push_back(choice.candidate);
        hands_on |= fates_[choice.candidate] == StvFate::kElected;
      }
      if (!path.empty()) paths_[std::move(path)] += Guarded(weights_->units[b]);
    }
  }

  void Distribute() {
    if (paths_.empty()) MakePaths();
    std::fill(votes_.begin(), votes_.end(), Guarded(0));
    for (const auto& [path, units] : paths_) {
      Guarded weight = OneVote();
      for (const auto& group : path) {
        const Guarded part = weight / group.size();
        weight = 0;
        for (const std::size_t c : group) {
          votes_[c] += part * keeps_[c] / OneVote() * units;
          weight += part * (OneVote() - keeps_[c]) / OneVote();
        }
        if (weight == 0) break;
      }
    }
    Guarded in_play = 0;
    for (const Guarded& votes : votes_)
      in_play += votes;
    quota_ = in_play / (count_->options.seats + 1);
  }

  // Lowers what elected candidates keep until next to nothing is left over, somebody is elected, or
  // it goes no further.
  void Converge() {
    stage_elected_ = false;
    Guarded last;
    for (bool first = true;; first = false) {
      Distribute();
      if (ElectReached()) return;
      surplus_ = 0;
      for (std::size_t c = 0; c < fates_.size(); ++c) {
        if (fates_[c] == StvFate::kElected) surplus_ += votes_[c] - quota_;
      }
      const Guarded omega = PowerOfTen(18) * denominator_;
      if (!IsAbove(surplus_, omega)) return;
      if (!first && !IsAbove(last, surplus_)) return;
      last = surplus_;
      for (std::size_t c = 0; c < fates_.size(); ++c) {
        if (fates_[c] != StvFate::kElected) continue;
        // Rounded up twice, so that nobody ends below the quota.
        const Guarded kept = RoundedUp(keeps_[c] * quota_, OneVote());
        keeps_[c] = RoundedUp(kept * OneVote(), votes_[c]);
      }
    }
  }

  bool ElectReached() {
    std::vector<std::size_t> reached;
    for (std::size_t c = 0; c < fates_.size(); ++c) {
      if (fates_[c] == StvFate::kContinuing && IsAbove(votes_[c], quota_)) reached.push_back(c);
    }
    if (reached.empty()) return false;
    // The first stage has just been written.
    if (universe_.stages.size() > 1 || !universe_.winners.empty()) EndStage("votes handed on", {});
    Elect(reached);
    stage_elected_ = true;
    return true;
  }
  void Elect(std::vector<std::size_t> candidates) {
    std::stable_sort(candidates.begin(), candidates.end(), [&](std::size_t a, std::size_t b) {
      return IsAbove(votes_[a], votes_[b]);
    });
    for (const std::size_t c : candidates) {
      fates_[c] = StvFate::kElected;
      universe_.winners.push_back(c);
      universe_.stages.back().elected.push_back(c);
    }
    paths_.clear();
  }

  // Those whom the surplus that is left could not tell apart from the lowest.
  std::vector<std::size_t> Lowest() {
    std::vector<std::size_t> continuing;
    for (std::size_t c = 0; c < fates_.size(); ++c) {
      if (fates_[c] == StvFate::kContinuing) continuing.push_back(c);
    }
    const std::size_t continuing_count = continuing.size();
    Guarded least = votes_[continuing.front()];
    for (const std::size_t c : continuing)
      least = std::min(least, votes_[c]);
    least += std::max<Guarded>(surplus_, 0);
    std::erase_if(continuing, [&](std::size_t c) { return IsAbove(votes_[c], least); });
    last_tied_ = continuing.size() > 1 ? continuing : std::vector<std::size_t>();
    std::vector<std::size_t> tied = ChosenByOrder(continuing, count_->place_of, StvFate::kExcluded);
    const bool voteless =
        std::all_of(tied.begin(), tied.end(), [&](std::size_t c) { return votes_[c] == 0; });
    if (voteless) SettleVoteless(*count_, continuing_count, tied, universe_);
    return tied;
  }

  bool FillLastSeats() {
    const std::size_t seats_left = count_->options.seats - universe_.winners.size();
    std::vector<std::size_t> continuing;
    for (std::size_t c = 0; c < fates_.size(); ++c) {
      if (fates_[c] == StvFate::kContinuing) continuing.push_back(c);
    }
    if (seats_left > 0 && continuing.size() > seats_left) return false;
    if (seats_left > 0 && !continuing.empty()) {
      Distribute();
      EndStage("the last seats", {});
      Elect(continuing);
    }
    return true;
  }

  void EndStage(std::string act, std::optional<std::size_t> candidate) {
    StvStage stage{std::move(act), candidate, std::exchange(last_tied_, {}), {}, {}, {}, {}};
    using boost::multiprecision::cpp_int;
    const auto figure = [&](const Guarded& value) {
      return Fraction::Of(cpp_int(value), cpp_int(OneVote()) * cpp_int(denominator_));
    };
    stage.exhausted = figure(valid_ * OneVote());
    for (const Guarded& votes : votes_) {
      stage.votes.push_back(figure(votes));
      stage.exhausted -= stage.votes.back();
    }
    stage.quota = figure(quota_);
    for (const Guarded& keep : keeps_)
      stage.kept.push_back(Fraction::Of(cpp_int(keep), cpp_int(OneVote())));
    universe_.stages.push_back(std::move(stage));
  }

  const RankedCount* count_;
  const OrderedBallots* ballots_;
  const WholeWeights* weights_;
  std::vector<StvFate> fates_;
  std::vector<Guarded> keeps_;  // The part of a paper that a candidate keeps.
  std::vector<Guarded> votes_;
  Guarded denominator_;
  Guarded valid_ = 0;
  Guarded quota_ = 0;
  Guarded surplus_ = 0;
  Paths paths_;
  std::vector<std::size_t> last_tied_;
  StvUniverse universe_;
  bool stage_elected_ = false;
};

}  // namespace

Result<RankedAnswer> CountStvMeek(const RankedCount& count) {
  QUORATE_RETURN_IF_ERROR(CheckSeats(count));
  QUORATE_ASSIGN_OR_RETURN(const WholeWeights weights, ToWholeWeights(count.profile.weights));
  boost::multiprecision::cpp_int total = weights.denominator;
  for (const auto& units : weights.units)
    total += units;
  if (boost::multiprecision::msb(total) >= kWeightBitsMax) {
    return Refuse(Reason::kTooLarge,
                  "weights",
                  "over a common denominator they have more than 128 bits; use simpler fractions");
  }
  const OrderedBallots ballots(count.profile);
  return AnswerOf(count, FollowCounts(MeekCount(count, ballots, weights), StvCountsMax(ballots)));
}

}  // namespace quorate::engine
