// A tally as a table for people.

#pragma once

#include <string>

#include "engine/ratings/results.h"
#include "engine/ratings/rule.h"

namespace quorate::cli {

// Each item on a line with its consensus and figures, its groups below it. Shares are cut to a
// tenth of a percent, never rounded up: what reads 70 % is at least 70 %.
std::string RatingsTable(const engine::RatingsResult& result,
                         const engine::ConsensusRule& rule,
                         int round);

}  // namespace quorate::cli
