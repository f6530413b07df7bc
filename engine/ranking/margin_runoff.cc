// The exact margin of instant runoff among few candidates, as Magrino, Rivest, Shen and Wagner
// (Computing the Margin of Victory in IRV Elections, EVT/WOTE 2011) and Blom and others find it:
// for each order of elimination that ends with another winner, the fewest changed ballots that
// make the count follow it.
//
// Under one order a ballot matters only by who holds it in each round, which is a rising list of
// places in the order: of n candidates there are 2^n such lists. In round r nobody who is left may
// have less than the one who goes; each of these constraints has a slack, and taking a ballot out
// or putting one in moves it by 1 at most.

#include <algorithm>
#include <numeric>
#include <optional>

#include "engine/ranking/margin_witness.h"

namespace quorate::engine {

namespace {

using boost::multiprecision::cpp_int;
using Vector = std::vector<std::int64_t>;  // One a constraint.

constexpr std::size_t kSearchedMax = 5;
constexpr std::int64_t kUnitsMax = std::int64_t{1} << 40U;
constexpr std::int64_t kStepsMax = 3'000'000;

// Candidates in the order in which they go; the last one wins.
using Order = std::vector<std::size_t>;
// A set of places in the order, as bits: who holds the ballot in turn.
using Holders = std::size_t;

// What a ballot with these holders adds to each slack.
Vector EffectOf(Holders holders, std::size_t size) {
  Vector effect;
  for (std::size_t round = 0; round + 1 < size; ++round) {
    const Holders left = holders >> round;
    const std::size_t holder =
        left == 0 ? size : round + static_cast<std::size_t>(__builtin_ctzll(left));
    for (std::size_t other = round + 1; other < size; ++other)
      effect.push_back((holder == other ? 1 : 0) - (holder == round ? 1 : 0));
  }
  return effect;
}

bool IsNoBetter(const Vector& a, const Vector& b) {
  return std::equal(
      a.begin(), a.end(), b.begin(), [](std::int64_t x, std::int64_t y) { return x <= y; });
}

// Who holds the ballot in turn when candidates go in this order.
Holders HoldersOf(const CloseCount& count, std::size_t ballot, const Order& order) {
  const auto places = count.profile.PlacesOf(ballot);
  Holders holders = 0;
  std::size_t from = 0;
  while (from < order.size()) {
    std::size_t best = order.size();
    for (std::size_t i = from; i < order.size(); ++i) {
      const Place place = places[order[i]];
      if (place != kUnranked && (best == order.size() || place < places[order[best]])) best = i;
    }
    if (best == order.size()) break;
    holders |= Holders{1} << best;
    from = best + 1;
  }
  return holders;
}

bool HasEqualPlaces(const CloseCount& count) {
  for (std::size_t ballot = 0; ballot < count.profile.size(); ++ballot) {
    std::vector<bool> taken(count.profile.candidates.size() + 1, false);
    for (const Place place : count.profile.PlacesOf(ballot)) {
      if (place != kUnranked && taken[place]) return true;
      taken[place] = true;
    }
  }
  return false;
}

// Ballots of one kind that may be taken out, or a kind that may be put in.
struct Kind {
  Holders holders = 0;
  std::int64_t units = 0;
  Vector effect;
};

// Whether so many ballots can be exchanged that all slacks are at least 0.
class Exchange {
 public:
  Exchange(std::vector<Kind> out, std::vector<Kind> in, std::int64_t& steps_left)
      : out_(std::move(out)), in_(std::move(in)), steps_left_(steps_left) {
    least_out_ = Extremes(out_, false);
    most_in_ = Extremes(in_, true);
  }

  bool Find(Vector slack, std::int64_t units) {
    taken_.assign(out_.size(), 0);
    put_.assign(in_.size(), 0);
    return TakeOut(std::move(slack), 0, units, units);
  }
  [[nodiscard]] const std::vector<Kind>& out() const { return out_; }
  [[nodiscard]] const std::vector<Kind>& in() const { return in_; }
  [[nodiscard]] const Vector& taken() const { return taken_; }
  [[nodiscard]] const Vector& put() const { return put_; }

 private:
  // For each constraint, the extreme effect among the kinds from each one on.
  static std::vector<Vector> Extremes(const std::vector<Kind>& kinds, bool most) {
    std::vector<Vector> extremes(kinds.size() + 1);
    for (std::size_t i = kinds.size(); i-- > 0;) {
      extremes[i] = kinds[i].effect;
      for (std::size_t c = 0; c < extremes[i].size() && !extremes[i + 1].empty(); ++c) {
        extremes[i][c] = most ? std::max(extremes[i][c], extremes[i + 1][c])
                              : std::min(extremes[i][c], extremes[i + 1][c]);
      }
    }
    return extremes;
  }
  static Vector Moved(Vector slack, const Vector& effect, std::int64_t times) {
    for (std::size_t c = 0; c < slack.size(); ++c)
      slack[c] += effect[c] * times;
    return slack;
  }
  [[nodiscard]] bool MayReach(const Vector& slack,
                              std::size_t out,
                              std::int64_t to_take,
                              std::size_t in,
                              std::int64_t to_put) const {
    for (std::size_t c = 0; c < slack.size(); ++c) {
      const std::int64_t taking = to_take == 0 ? 0 : -least_out_[out][c] * to_take;
      const std::int64_t putting = to_put == 0 ? 0 : most_in_[in][c] * to_put;
      if (slack[c] + taking + putting < 0) return false;
    }
    return true;
  }

  bool TakeOut(Vector slack, std::size_t kind, std::int64_t to_take, std::int64_t to_put) {
    if (--steps_left_ < 0) return false;
    if (to_take == 0) return PutIn(std::move(slack), 0, to_put);
    if (kind == out_.size() || !MayReach(slack, kind, to_take, 0, to_put)) return false;
    for (std::int64_t n = std::min(to_take, out_[kind].units); n >= 0; --n) {
      taken_[kind] = n;
      if (TakeOut(Moved(slack, out_[kind].effect, -n), kind + 1, to_take - n, to_put)) return true;
    }
    taken_[kind] = 0;
    return false;
  }
  bool PutIn(Vector slack, std::size_t kind, std::int64_t to_put) {
    if (--steps_left_ < 0) return false;
    if (to_put == 0) return *std::min_element(slack.begin(), slack.end()) >= 0;
    if (kind == in_.size() || !MayReach(slack, out_.size(), 0, kind, to_put)) return false;
    for (std::int64_t n = to_put; n >= 0; --n) {
      put_[kind] = n;
      if (PutIn(Moved(slack, in_[kind].effect, n), kind + 1, to_put - n)) return true;
    }
    put_[kind] = 0;
    return false;
  }

  std::vector<Kind> out_;
  std::vector<Kind> in_;
  std::vector<Vector> least_out_;
  std::vector<Vector> most_in_;
  Vector taken_;
  Vector put_;
  std::int64_t& steps_left_;
};

// The kinds of ballots there are under this order, those first whose going helps most.
std::vector<Kind> KindsThere(const CloseCount& count, const Order& order) {
  std::vector<std::int64_t> units(std::size_t{1} << order.size(), 0);
  for (std::size_t ballot = 0; ballot < count.profile.size(); ++ballot)
    units[HoldersOf(count, ballot, order)] +=
        count.weights.units[ballot].convert_to<std::int64_t>();
  std::vector<Kind> kinds;
  for (Holders holders = 0; holders < units.size(); ++holders) {
    if (units[holders] > 0)
      kinds.push_back({holders, units[holders], EffectOf(holders, order.size())});
  }
  std::stable_sort(kinds.begin(), kinds.end(), [](const Kind& x, const Kind& y) {
    return std::accumulate(x.effect.begin(), x.effect.end(), std::int64_t{0}) <
           std::accumulate(y.effect.begin(), y.effect.end(), std::int64_t{0});
  });
  return kinds;
}

// The kinds that no other kind outdoes.
std::vector<Kind> KindsWorthPutting(std::size_t size) {
  std::vector<Kind> kinds;
  for (Holders holders = 0; holders < (Holders{1} << size); ++holders) {
    const Vector effect = EffectOf(holders, size);
    bool outdone = false;
    for (Holders other = 0; other < (Holders{1} << size) && !outdone; ++other) {
      const Vector better = EffectOf(other, size);
      outdone = IsNoBetter(effect, better) && (better != effect || other < holders);
    }
    if (!outdone) kinds.push_back({holders, kUnitsMax, effect});
  }
  return kinds;
}

Vector SlackOf(const std::vector<Kind>& there) {
  Vector slack(there.front().effect.size(), 0);
  for (const Kind& kind : there) {
    for (std::size_t c = 0; c < slack.size(); ++c)
      slack[c] += kind.effect[c] * kind.units;
  }
  return slack;
}

// The exchange as swaps of real ballots.
std::vector<Swap> SwapsOf(const CloseCount& count, const Order& order, const Exchange& exchange) {
  std::vector<std::vector<std::uint16_t>> rows;
  for (std::size_t i = 0; i < exchange.in().size(); ++i) {
    std::vector<std::uint16_t> row(order.size(), kUnranked);
    Place place = 0;
    for (std::size_t p = 0; p < order.size(); ++p) {
      if ((exchange.in()[i].holders >> p & 1U) != 0) row[order[p]] = ++place;
    }
    rows.insert(rows.end(), static_cast<std::size_t>(exchange.put()[i]), row);
  }
  std::vector<Swap> swaps;
  for (std::size_t i = 0; i < exchange.out().size(); ++i) {
    std::int64_t left = exchange.taken()[i];
    for (std::size_t ballot = 0; ballot < count.profile.size() && left > 0; ++ballot) {
      if (HoldersOf(count, ballot, order) != exchange.out()[i].holders) continue;
      for (cpp_int units = count.weights.units[ballot]; units > 0 && left > 0; --units, --left) {
        swaps.push_back({ballot, rows.back(), 1});
        rows.pop_back();
      }
    }
  }
  return swaps;
}

}  // namespace

Result<std::optional<BallotChange>> FewestForOtherRunoff(const CloseCount& count,
                                                         const cpp_int& from,
                                                         const cpp_int& below) {
  const std::size_t size = count.profile.candidates.size();
  cpp_int total = 0;
  for (const cpp_int& units : count.weights.units)
    total += units;
  const auto refusal = [] {
    return Refuse(Reason::kTooLarge, "the runoff is too large to search");
  };
  if (size > kSearchedMax || total > kUnitsMax || HasEqualPlaces(count)) return refusal();
  const std::vector<Kind> worth = KindsWorthPutting(size);
  std::int64_t steps_left = kStepsMax;
  for (auto units = from.convert_to<std::int64_t>(); units < below; ++units) {
    Order order(size);
    std::iota(order.begin(), order.end(), std::size_t{0});
    do {
      if (order.back() == count.answer.winners.front()) continue;
      const std::vector<Kind> there = KindsThere(count, order);
      Exchange exchange(there, worth, steps_left);
      const bool found = exchange.Find(SlackOf(there), units);
      if (steps_left < 0) return refusal();
      if (!found) continue;
      const auto winners = WinnersAfter(count, SwapsOf(count, order, exchange));
      if (!winners) return refusal();
      return std::optional(BallotChange{
          units,
          ChangedSentence(count, units, *winners) + " No order of elimination does with less."});
    } while (std::next_permutation(order.begin(), order.end()));
  }
  return std::optional<BallotChange>();
}

}  // namespace quorate::engine
