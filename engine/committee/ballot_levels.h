// One exact figure for every ballot (its load, its money), though there are few different ones:
// after j acts of a sequential rule most ballots share a level. So 10,000 ballots cost a few big
// integers and not 10,000 fractions.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <boost/multiprecision/cpp_int.hpp>

#include "engine/base/fraction.h"
#include "engine/committee/approval_profile.h"

namespace quorate::engine {

class BallotLevels {
 public:
  using Int = boost::multiprecision::cpp_int;

  // Every ballot at numerator/denominator. Requires a denominator above zero.
  BallotLevels(std::size_t ballots, Int numerator, Int denominator)
      : level_of_(ballots, 0),
        levels_{std::move(numerator)},
        denominator_(std::move(denominator)) {}

  // Different levels, ascending, over one denominator; some may have no ballot.
  [[nodiscard]] const std::vector<Int>& levels() const { return levels_; }
  [[nodiscard]] const Int& denominator() const { return denominator_; }

  // The weight of `ballots` at each level.
  [[nodiscard]] std::vector<std::int64_t> WeightAtLevels(
      const ApprovalProfile& profile,
      const std::vector<std::uint32_t>& ballots) const;

  // Lifts each of `ballots` to new_levels[its level] / denominator. Brings the levels into lowest
  // terms and drops those that are not in use.
  void Move(const std::vector<std::uint32_t>& ballots,
            const std::vector<Int>& new_levels,
            const Int& denominator);
  // The same figures with the other sign.
  [[nodiscard]] BallotLevels Negated() const;

  // Equal for equal figures.
  [[nodiscard]] std::string Key() const;

 private:
  std::vector<std::uint32_t> level_of_;  // For each ballot.
  std::vector<Int> levels_;
  Int denominator_;
};

}  // namespace quorate::engine
