// The loop of the pairwise matrix; nothing else touches every pair of every ballot.

#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/ranking/vector_width.h"

namespace quorate::engine {

// Whether the level 0 is a level like any other, stands after all others, or takes no part in any
// comparison.
enum class Zeros { kLevel, kLast, kApart };

// above[a * size + b]: the units of the ballots with level(a) before level(b). `levels` holds
// `size` numbers a ballot, none above `most`. Requires units that add up to less than a quarter of
// 2^63.
std::vector<std::int64_t> CountAbove(std::span<const std::uint16_t> levels,
                                     std::span<const std::int64_t> units,
                                     std::size_t size,
                                     std::size_t most,
                                     Zeros zeros,
                                     VectorWidth width = WidestHere());

// Whether level `a` stands before level `b`.
constexpr bool StandsBefore(std::uint16_t a, std::uint16_t b, Zeros zeros) {
  if (a == 0 && zeros != Zeros::kLevel) return false;
  return b == 0 ? zeros == Zeros::kLast : a < b;
}

}  // namespace quorate::engine
