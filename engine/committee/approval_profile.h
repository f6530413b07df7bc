// Approval ballots, counted: who approves whom, with exact weights.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/fraction.h"
#include "engine/base/result.h"

namespace quorate::engine {

// A candidate's place in the file.
using CandidateId = std::uint32_t;
// Candidates in file order, each once.
using Committee = std::vector<CandidateId>;

// One ballot as it was read. The candidates may come in any order; one named twice counts once.
struct WeightedApproval {
  std::vector<CandidateId> approved;
  Fraction weight = 1;
};

// The ballots of an election, identical ones merged. Weights are whole multiples of one unit, the
// largest that divides them all, so
// that counting adds machine integers and stays exact.
class ApprovalProfile {
 public:
  // All weights together are at most this many units. Beyond it a profile is refused, never
  // rounded: 2^40 leaves room for the products that the rules compute.
  static constexpr std::int64_t kUnitsMax = std::int64_t{1} << 40U;

  // Refuses a weight that is not above zero, a candidate that does not exist, and weights so
  // different that kUnitsMax is passed.
  static Result<ApprovalProfile> Make(std::vector<std::string> candidates,
                                      const std::vector<WeightedApproval>& ballots);

  struct Ballot {
    Committee approved;  // At least one.
    std::int64_t units = 0;
  };

  [[nodiscard]] const std::vector<std::string>& candidates() const { return candidates_; }
  [[nodiscard]] std::uint32_t candidate_count() const {
    return static_cast<std::uint32_t>(candidates_.size());
  }
  // Different ballots that approve somebody, in the order of their candidates.
  [[nodiscard]] const std::vector<Ballot>& ballots() const { return ballots_; }
  // The numbers of the ballots that approve `candidate`, ascending.
  [[nodiscard]] const std::vector<std::uint32_t>& SupportersOf(CandidateId candidate) const {
    return supporters_[candidate];
  }
  // The weight of those ballots.
  [[nodiscard]] std::int64_t SupportOf(CandidateId candidate) const { return support_[candidate]; }
  // Everybody's weight. Blank ballots count here and nowhere else: they hold a share of the budget
  // that Equal Shares spends, and of the voters whom justified representation protects.
  [[nodiscard]] std::int64_t total_units() const { return total_units_; }
  [[nodiscard]] std::int64_t blank_units() const { return blank_units_; }
  // The weight of one unit.
  [[nodiscard]] const Fraction& unit() const { return unit_; }
  [[nodiscard]] Fraction WeightOf(std::int64_t units) const { return unit_ * Fraction(units); }

  // The same election with its candidates in another order: candidate i becomes the one that was
  // order[i]. Requires a permutation.
  [[nodiscard]] ApprovalProfile Reordered(const std::vector<CandidateId>& order) const;

 private:
  void Index();

  std::vector<std::string> candidates_;
  std::vector<Ballot> ballots_;
  std::vector<std::vector<std::uint32_t>> supporters_;
  std::vector<std::int64_t> support_;
  std::int64_t total_units_ = 0;
  std::int64_t blank_units_ = 0;
  Fraction unit_ = 1;
};

}  // namespace quorate::engine
