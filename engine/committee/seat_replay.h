// A sequential rule played again from its steps, with exact figures for any candidate before each
// step: what answers "and what would it have been for her?".

#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "engine/committee/committee.h"

namespace quorate::engine {

class SeatReplay {
 public:
  // Everybody at the beginning. `budget` is Equal Shares' own, in seats; others do not look at it.
  SeatReplay(const ApprovalProfile& profile, CommitteeRule rule, const Fraction& budget);

  // What decides about the candidate now. Sequential PAV: what it adds; reverse: what its going
  // costs; Phragmén: its supporters' load a unit of weight; Equal Shares: the price a unit of
  // weight. Absent where nobody approves the candidate under Phragmén, or supporters cannot pay.
  [[nodiscard]] std::optional<Fraction> FigureOf(CandidateId candidate) const;
  // What the candidate's supporters have left together, under Equal Shares.
  [[nodiscard]] Fraction MoneyBehind(CandidateId candidate) const;
  // Carries the step out. Seats that Equal Shares fills without money change nothing here.
  void Take(const CommitteeStep& step);

 private:
  [[nodiscard]] Fraction WeightOf(std::uint32_t ballot) const {
    return profile_->WeightOf(profile_->ballots()[ballot].units);
  }
  [[nodiscard]] Fraction Harmonic(CandidateId candidate, std::uint32_t offset) const;
  [[nodiscard]] std::optional<Fraction> PriceOf(CandidateId candidate) const;

  const ApprovalProfile* profile_;
  CommitteeRule rule_;
  std::vector<std::uint32_t> members_;  // Of the committee so far, that each ballot approves.
  std::vector<Fraction> carried_;       // A unit of each ballot's weight: its load, or its money.
};

}  // namespace quorate::engine
