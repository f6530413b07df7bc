// size: one struct that is easier to believe in one piece.
//
// The dumb twin of engine/committee: every rule from its definition, with a fraction for every
// ballot and every committee tried. Slow and short, so that it can be believed.

#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "engine/committee/committee.h"

namespace quorate::engine {

using Committees = std::set<Committee>;

struct CommitteeTwin {
  std::uint32_t candidates = 0;
  std::uint32_t seats = 0;
  std::vector<WeightedApproval> ballots;

  [[nodiscard]] bool Approves(std::size_t ballot, CandidateId candidate) const {
    const auto& approved = ballots[ballot].approved;
    return std::find(approved.begin(), approved.end(), candidate) != approved.end();
  }
  [[nodiscard]] int Members(std::size_t ballot, const Committee& committee) const {
    return static_cast<int>(std::count_if(
        committee.begin(), committee.end(), [&](CandidateId c) { return Approves(ballot, c); }));
  }
  [[nodiscard]] Fraction Weight() const {
    Fraction weight;
    for (const auto& ballot : ballots)
      weight += ballot.weight;
    return weight;
  }
  [[nodiscard]] Fraction Support(CandidateId candidate) const {
    Fraction weight;
    for (std::size_t b = 0; b < ballots.size(); ++b) {
      if (Approves(b, candidate)) weight += ballots[b].weight;
    }
    return weight;
  }
  [[nodiscard]] Committees All(std::uint32_t size) const {
    Committees all;
    for (std::uint32_t bits = 0; bits < (1U << candidates); ++bits) {
      Committee committee;
      for (CandidateId c = 0; c < candidates; ++c) {
        if (((bits >> c) & 1U) != 0) committee.push_back(c);
      }
      if (committee.size() == size) all.insert(committee);
    }
    return all;
  }

  // What one ballot gives a committee.
  using Gain = std::function<Fraction(const WeightedApproval&, int members)>;
  static Gain GainOf(CommitteeRule rule) {
    return [rule](const WeightedApproval& ballot, int members) {
      const auto size = static_cast<std::int64_t>(ballot.approved.size());
      Fraction gain;
      if (rule == CommitteeRule::kApproval) gain = members;
      if (rule == CommitteeRule::kSatisfaction && members > 0) gain = Fraction(members, size);
      if (rule == CommitteeRule::kChamberlinCourant) gain = members > 0 ? 1 : 0;
      if (rule == CommitteeRule::kPav || rule == CommitteeRule::kSeqPav ||
          rule == CommitteeRule::kRevSeqPav) {
        for (int j = 1; j <= members; ++j)
          gain += Fraction(1, j);
      }
      return gain;
    };
  }
  [[nodiscard]] Fraction Score(const Committee& committee, const Gain& gain) const {
    Fraction score;
    for (std::size_t b = 0; b < ballots.size(); ++b)
      score += ballots[b].weight * gain(ballots[b], Members(b, committee));
    return score;
  }
  [[nodiscard]] Committees Best(CommitteeRule rule) const {
    std::optional<Fraction> most;
    Committees best;
    for (const Committee& committee : All(seats)) {
      const Fraction score = Score(committee, GainOf(rule));
      if (most && score < *most) continue;
      if (!most || score > *most) best.clear();
      most = score;
      best.insert(committee);
    }
    return best;
  }

  [[nodiscard]] static Committee With(Committee committee, CandidateId candidate) {
    committee.push_back(candidate);
    std::sort(committee.begin(), committee.end());
    return committee;
  }
  [[nodiscard]] std::vector<CandidateId> Others(const Committee& committee) const {
    std::vector<CandidateId> others;
    for (CandidateId c = 0; c < candidates; ++c) {
      if (std::find(committee.begin(), committee.end(), c) == committee.end()) others.push_back(c);
    }
    return others;
  }

  // Seat by seat, or away seat by seat.
  void Greedy(const Committee& committee, CommitteeRule rule, Committees& ends) const {
    if (committee.size() == seats) {
      ends.insert(committee);
      return;
    }
    const bool away = committee.size() > seats;
    std::vector<Committee> next;
    for (const CandidateId c : away ? committee : Others(committee)) {
      Committee changed = committee;
      if (away) {
        std::erase(changed, c);
      } else {
        changed = With(committee, c);
      }
      next.push_back(changed);
    }
    Fraction most;
    for (const Committee& changed : next)
      most = std::max(most, Score(changed, GainOf(rule)));
    for (const Committee& changed : next) {
      if (Score(changed, GainOf(rule)) == most) Greedy(changed, rule, ends);
    }
  }

  // `loads` for each ballot, a unit of its weight.
  void Phragmen(const Committee& committee,
                const std::vector<Fraction>& loads,
                Committees& ends) const {
    if (committee.size() == seats) {
      ends.insert(committee);
      return;
    }
    std::vector<std::optional<Fraction>> offers(candidates);
    std::optional<Fraction> least;
    for (const CandidateId c : Others(committee)) {
      if (Support(c).IsZero()) continue;
      Fraction load = 1;
      for (std::size_t b = 0; b < ballots.size(); ++b) {
        if (Approves(b, c)) load += loads[b] * ballots[b].weight;
      }
      offers[c] = load / Support(c);
      if (!least || *offers[c] < *least) least = offers[c];
    }
    for (const CandidateId c : Others(committee)) {
      if (offers[c] != least) continue;
      auto changed = loads;
      for (std::size_t b = 0; b < ballots.size() && least; ++b) {
        if (Approves(b, c)) changed[b] = *least;
      }
      Phragmen(With(committee, c), changed, ends);
    }
  }

  // The price to each, found by asking at every purse whether it is enough.
  [[nodiscard]] std::optional<Fraction> Price(CandidateId c,
                                              const std::vector<Fraction>& purses) const {
    std::set<Fraction> sizes;
    Fraction all;
    for (std::size_t b = 0; b < ballots.size(); ++b) {
      if (!Approves(b, c)) continue;
      sizes.insert(purses[b]);
      all += purses[b] * ballots[b].weight;
    }
    if (all < Fraction(1)) return std::nullopt;
    for (const Fraction& size : sizes) {
      Fraction poor;
      Fraction rich;
      for (std::size_t b = 0; b < ballots.size(); ++b) {
        if (!Approves(b, c)) continue;
        if (purses[b] < size) poor += purses[b] * ballots[b].weight;
        if (purses[b] >= size) rich += ballots[b].weight;
      }
      const Fraction price = (Fraction(1) - poor) / rich;
      if (price <= size) return price;
    }
    return std::nullopt;
  }
  void EqualShares(const Committee& committee,
                   const std::vector<Fraction>& purses,
                   Completion completion,
                   Committees& ends) const {
    std::vector<std::optional<Fraction>> prices(candidates);
    std::optional<Fraction> least;
    for (const CandidateId c : Others(committee)) {
      prices[c] = Price(c, purses);
      if (prices[c] && (!least || *prices[c] < *least)) least = prices[c];
    }
    if (committee.size() == seats || (!least && completion == Completion::kNone)) {
      ends.insert(committee);
    } else if (!least && completion == Completion::kPhragmen) {
      std::vector<Fraction> loads;
      for (const Fraction& purse : purses)
        loads.push_back(-purse);
      Phragmen(committee, loads, ends);
    } else if (!least) {
      Greedy(committee, CommitteeRule::kApproval, ends);
    } else {
      for (const CandidateId c : Others(committee)) {
        if (prices[c] != least) continue;
        auto left = purses;
        for (std::size_t b = 0; b < ballots.size(); ++b) {
          if (Approves(b, c)) left[b] -= std::min(left[b], *least);
        }
        EqualShares(With(committee, c), left, completion, ends);
      }
    }
  }

  [[nodiscard]] Committees Run(CommitteeRule rule, Completion completion) const {
    Committees ends;
    Committee everybody = Others({});
    if (rule == CommitteeRule::kSeqPav) Greedy({}, rule, ends);
    if (rule == CommitteeRule::kRevSeqPav) Greedy(everybody, rule, ends);
    if (rule == CommitteeRule::kPhragmen) Phragmen({}, std::vector<Fraction>(ballots.size()), ends);
    if (rule == CommitteeRule::kEqualShares) {
      const Fraction purse = Fraction(seats) / Weight();
      EqualShares({}, std::vector<Fraction>(ballots.size(), purse), completion, ends);
    }
    return ends.empty() ? Best(rule) : ends;
  }

  // Some group of ballots deserves 1 to `deserved_max` members and nobody in it has as many.
  [[nodiscard]] bool IsUnjust(const Committee& committee, std::uint32_t deserved_max) const {
    for (std::uint32_t bits = 1; bits < (1U << ballots.size()); ++bits) {
      Fraction weight;
      int most = 0;
      std::vector<CandidateId> agreed = Others({});
      for (std::size_t b = 0; b < ballots.size(); ++b) {
        if (((bits >> b) & 1U) == 0) continue;
        weight += ballots[b].weight;
        most = std::max(most, Members(b, committee));
        std::erase_if(agreed, [&](CandidateId c) { return !Approves(b, c); });
      }
      for (std::uint32_t deserved = 1; deserved <= deserved_max; ++deserved) {
        if (weight * Fraction(seats) >= Weight() * Fraction(deserved) &&
            agreed.size() >= deserved && most < static_cast<int>(deserved)) {
          return true;
        }
      }
    }
    return false;
  }
};

}  // namespace quorate::engine
