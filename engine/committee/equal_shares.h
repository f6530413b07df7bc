// The Method of Equal Shares: everybody gets the same money, a seat costs one, and its supporters
// pay for it in equal shares as far as their money goes.

#pragma once

#include <string>
#include <vector>

#include "engine/committee/ballot_levels.h"
#include "engine/committee/phragmen.h"
#include "engine/committee/universes.h"

namespace quorate::engine {

// One universe of the rule (universes.h), completion by Phragmén or by approvals included.
class EqualSharesState {
 public:
  // `budget` seats are shared among all, people with blank ballots too. At most `seats` are
  // elected, even if there is money for more.
  EqualSharesState(const ApprovalProfile& profile,
                   std::uint32_t seats,
                   std::uint32_t budget,
                   Completion completion);

  // Whoever costs their supporters the least each (the most that one unit of weight has to pay);
  // then, if nobody can be paid for, what the completion says.
  [[nodiscard]] std::vector<CandidateId> Choices() const;
  void Take(CandidateId candidate, const std::vector<CandidateId>& tied);
  [[nodiscard]] Committee committee() const { return progress_.committee(); }
  [[nodiscard]] const std::vector<CommitteeStep>& steps() const { return progress_.steps(); }
  [[nodiscard]] std::string Key() const;

 private:
  struct Price {
    BallotLevels::Int amount;  // Over `share` and the purses' denominator.
    std::int64_t share = 0;    // Zero: the supporters cannot pay for a seat together.
  };
  [[nodiscard]] Price PriceOf(CandidateId candidate) const;
  [[nodiscard]] std::vector<CandidateId> Affordable() const;
  [[nodiscard]] std::vector<CandidateId> MostApproved() const;
  void Buy(CandidateId candidate, const std::vector<CandidateId>& tied);

  const ApprovalProfile* profile_;
  std::uint32_t seats_;
  Completion completion_;
  Progress progress_;
  BallotLevels purses_;  // What one unit of weight has left.
  // The completion by Phragmén, once it has begun.
  std::optional<PhragmenState> loads_;
};

// All outcomes of the rule with its completion. `budget` is set to the seats that money was given
// for: more than `seats` only under kIncrement.
Outcomes EqualShares(const ApprovalProfile& profile,
                     const CommitteeRequest& request,
                     Ties ties,
                     std::uint32_t& budget);

}  // namespace quorate::engine
