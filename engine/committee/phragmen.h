// Phragmén's sequential rule: every seat is a load of one that its voters carry; the next seat goes
// where the heaviest voter stays lightest, the load shared as evenly as that allows.

#pragma once

#include <string>
#include <vector>

#include "engine/committee/ballot_levels.h"
#include "engine/committee/universes.h"

namespace quorate::engine {

// One universe of the rule (universes.h).
class PhragmenState {
 public:
  // `progress` holds who is elected already and `loads` what each unit of weight carries; Equal
  // Shares hands over the money left as a load below zero. Candidates whom nobody approves come
  // last, all of them tied: no load of theirs is finite.
  PhragmenState(const ApprovalProfile& profile,
                std::uint32_t seats,
                Progress progress,
                BallotLevels loads);
  static PhragmenState Fresh(const ApprovalProfile& profile, std::uint32_t seats);

  [[nodiscard]] std::vector<CandidateId> Choices() const;
  void Take(CandidateId candidate, const std::vector<CandidateId>& tied);
  [[nodiscard]] Committee committee() const { return progress_.committee(); }
  [[nodiscard]] const std::vector<CommitteeStep>& steps() const { return progress_.steps(); }
  [[nodiscard]] std::string Key() const { return progress_.Key() + loads_.Key(); }

 private:
  // What each unit among the candidate's supporters would carry, times `weight` and times the
  // loads' denominator. Requires a supporter.
  [[nodiscard]] BallotLevels::Int LoadIfElected(CandidateId candidate) const;

  const ApprovalProfile* profile_;
  std::uint32_t seats_;
  Progress progress_;
  BallotLevels loads_;
};

}  // namespace quorate::engine
