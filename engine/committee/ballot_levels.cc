#include "engine/committee/ballot_levels.h"

#include <algorithm>
#include <iterator>

namespace quorate::engine {

std::vector<std::int64_t> BallotLevels::WeightAtLevels(
    const ApprovalProfile& profile,
    const std::vector<std::uint32_t>& ballots) const {
  std::vector<std::int64_t> weight(levels_.size(), 0);
  for (const std::uint32_t ballot : ballots)
    weight[level_of_[ballot]] += profile.ballots()[ballot].units;
  return weight;
}

void BallotLevels::Move(const std::vector<std::uint32_t>& ballots,
                        const std::vector<Int>& new_levels,
                        const Int& denominator) {
  // First both sets over the product of the denominators: the old ones, then the new ones.
  const auto old_count = static_cast<std::uint32_t>(levels_.size());
  std::vector<Int> values;
  values.reserve(levels_.size() * 2);
  for (const Int& level : levels_)
    values.push_back(level * denominator);
  for (const Int& level : new_levels)
    values.push_back(level * denominator_);
  Int shared = denominator_ * denominator;
  for (const std::uint32_t ballot : ballots)
    level_of_[ballot] += old_count;

  std::vector<bool> used(values.size(), false);
  for (const std::uint32_t level : level_of_)
    used[level] = true;
  std::vector<Int> sorted;
  Int divisor = shared;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!used[i]) continue;
    sorted.push_back(values[i]);
    divisor = boost::multiprecision::gcd(divisor, values[i]);
  }
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  std::vector<std::uint32_t> place(values.size(), 0);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!used[i]) continue;
    const auto found = std::lower_bound(sorted.begin(), sorted.end(), values[i]);
    place[i] = static_cast<std::uint32_t>(std::distance(sorted.begin(), found));
  }
  for (std::uint32_t& level : level_of_)
    level = place[level];
  for (Int& level : sorted)
    level /= divisor;
  levels_ = std::move(sorted);
  denominator_ = shared / divisor;
}

BallotLevels BallotLevels::Negated() const {
  BallotLevels other = *this;
  std::reverse(other.levels_.begin(), other.levels_.end());
  for (Int& level : other.levels_)
    level = -level;
  const auto last = static_cast<std::uint32_t>(levels_.size() - 1);
  for (std::uint32_t& level : other.level_of_)
    level = last - level;
  return other;
}

std::string BallotLevels::Key() const {
  std::string key = denominator_.str();
  for (const Int& level : levels_)
    key += " " + level.str();
  key += ':';
  for (const std::uint32_t level : level_of_) {
    for (unsigned shift = 0; shift < 32; shift += 8)
      key += static_cast<char>((level >> shift) & 0xFFU);
  }
  return key;
}

}  // namespace quorate::engine
