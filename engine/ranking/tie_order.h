// The order that decides between tied candidates: declared, or drawn by a lot that anybody can
// repeat.

#pragma once

#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/ranking/ranked_rule.h"

namespace quorate::engine {

// Each candidate's place, the smallest first; names that the order leaves out share the last place,
// which is the number of candidates. Empty without a tie rule. Refuses strangers and repetitions.
//
// The lot: candidates sorted by their bytes, then shuffled from the end by drawing j = x mod (i +
// 1) with x from SplitMix64, whose state starts as the FNV-1a 64 hash of the seed's bytes. So
// neither the file's order nor the machine matters.
Result<std::vector<std::size_t>> PlacesInTieOrder(const std::vector<std::string>& candidates,
                                                  const TieBreak& tie);

// Candidates by place.
std::vector<std::size_t> OrderOf(const std::vector<std::size_t>& places);

}  // namespace quorate::engine
