// What can be proven about a margin from the figures of a count; margin.h says how.

#pragma once

#include <optional>
#include <vector>

#include "engine/base/result.h"
#include "engine/ranking/ranked_rule.h"

namespace quorate::engine {

// A count with one winner (or, of STV, one set), and its ballots in whole units of weight.
struct CloseCount {
  const Profile& profile;
  const RankedRule& rule;
  const RankedOptions& options;
  const RankedAnswer& answer;
  const WholeWeights& weights;
};

// The fewest units that bring `rival` level with the winner, for rules that add up points.
boost::multiprecision::cpp_int UnitsToDrawLevel(const CloseCount& count, std::size_t rival);

// Whether the rule adds up points, so that UnitsToDrawLevel is exact for each rival.
bool AddsUpPoints(const RankedRule& rule);

// A number of units below which no change has an effect; at least 1. Not for rules that add up
// points.
Result<boost::multiprecision::cpp_int> UnitsSurelyNeeded(const CloseCount& count);

}  // namespace quorate::engine
