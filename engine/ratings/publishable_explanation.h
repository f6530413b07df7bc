// The k rule for explanations: what of an item's explanation may stand in the clear. What would
// have been decided without somebody tells what that somebody answered.

#pragma once

#include <string>
#include <vector>

#include "engine/base/json.h"

namespace quorate::engine {

// An item's explanation (ItemToJson() in explanation.h) as anybody may read it.
//
// Nothing is left about a group in which 1 to k-1 people scored, nor about those that `suppressed`
// names because the item's tally keeps them back: not how many scored, no verdict without it, no
// flip, no movement, no part in dissent, and no example that moves its people. If those groups hold
// fewer than k people together, the smallest group that is left goes too, since subtraction would
// bring them back. A group nobody scored in stays.
//
// A what-if that leaves fewer than k people in, or out, is kept back whatever it answered. If fewer
// than k of the panel scored, only the item and its consensus are left. Movement goes by the people
// who scored twice, by the same rules.
//
// `suppressed` lists the groups kept back, and `withheld` the what-ifs, so that nobody takes their
// absence for an answer.
Json PublishableExplanation(const Json& item,
                            int k,
                            const std::vector<std::string>& suppressed = {});

}  // namespace quorate::engine
