#include "engine/committee/seat_replay.h"

#include <algorithm>
#include <map>
#include <utility>

namespace quorate::engine {

SeatReplay::SeatReplay(const ApprovalProfile& profile, CommitteeRule rule, const Fraction& budget)
    : profile_(&profile),
      rule_(rule),
      members_(profile.ballots().size(), 0),
      carried_(profile.ballots().size()) {
  const Fraction everybody = profile.WeightOf(profile.total_units());
  for (std::size_t ballot = 0; ballot < members_.size(); ++ballot) {
    if (rule == CommitteeRule::kRevSeqPav)
      members_[ballot] = static_cast<std::uint32_t>(profile.ballots()[ballot].approved.size());
    if (rule == CommitteeRule::kEqualShares) carried_[ballot] = budget / everybody;
  }
}

Fraction SeatReplay::Harmonic(CandidateId candidate, std::uint32_t offset) const {
  std::map<std::uint32_t, Fraction> weight_by_members;
  for (const std::uint32_t ballot : profile_->SupportersOf(candidate))
    weight_by_members[members_[ballot]] += WeightOf(ballot);
  Fraction sum;
  for (const auto& [members, weight] : weight_by_members)
    sum += weight / Fraction(members + offset);
  return sum;
}

// From the poorest up: who cannot pay a full share gives everything.
std::optional<Fraction> SeatReplay::PriceOf(CandidateId candidate) const {
  std::map<Fraction, Fraction> weight_by_purse;
  for (const std::uint32_t ballot : profile_->SupportersOf(candidate))
    weight_by_purse[carried_[ballot]] += WeightOf(ballot);
  Fraction due = 1;
  Fraction paying = profile_->WeightOf(profile_->SupportOf(candidate));
  for (const auto& [purse, weight] : weight_by_purse) {
    if (due <= purse * paying) return due / paying;
    due -= purse * weight;
    paying -= weight;
  }
  return std::nullopt;
}

std::optional<Fraction> SeatReplay::FigureOf(CandidateId candidate) const {
  if (rule_ == CommitteeRule::kSeqPav) return Harmonic(candidate, 1);
  if (rule_ == CommitteeRule::kRevSeqPav) return Harmonic(candidate, 0);
  if (rule_ == CommitteeRule::kEqualShares) return PriceOf(candidate);
  if (profile_->SupportOf(candidate) == 0) return std::nullopt;
  Fraction load = 1;
  for (const std::uint32_t ballot : profile_->SupportersOf(candidate))
    load += carried_[ballot] * WeightOf(ballot);
  return load / profile_->WeightOf(profile_->SupportOf(candidate));
}

Fraction SeatReplay::MoneyBehind(CandidateId candidate) const {
  Fraction money;
  for (const std::uint32_t ballot : profile_->SupportersOf(candidate))
    money += carried_[ballot] * WeightOf(ballot);
  return money;
}

void SeatReplay::Take(const CommitteeStep& step) {
  const std::optional<Fraction> figure = FigureOf(step.candidate);
  const bool pays = rule_ == CommitteeRule::kEqualShares && step.act == "elected";
  for (const std::uint32_t ballot : profile_->SupportersOf(step.candidate)) {
    members_[ballot] += rule_ == CommitteeRule::kRevSeqPav ? -1U : 1U;
    if (rule_ == CommitteeRule::kPhragmen && figure) carried_[ballot] = *figure;
    if (pays && figure) carried_[ballot] = std::max(Fraction(0), carried_[ballot] - *figure);
  }
}

}  // namespace quorate::engine
