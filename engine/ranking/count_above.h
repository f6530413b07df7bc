// The loop of the pairwise matrix; nothing else touches every pair of every ballot.

#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace quorate::engine {

// Whether the level 0 is a level like any other, or takes no part in any comparison.
enum class Zeros { kLevel, kApart };

// above[a * size + b]: the units of the ballots with level(a) < level(b). `levels` holds `size`
// numbers a ballot. Requires units that add up to less than a quarter of 2^63.
std::vector<std::int64_t> CountAbove(std::span<const std::uint16_t> levels,
                                     std::span<const std::int64_t> units,
                                     std::size_t size,
                                     Zeros zeros);

}  // namespace quorate::engine
