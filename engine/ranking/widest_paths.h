// Strongest paths: of all ways from one candidate to another, the one whose weakest link is
// strongest.

#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/ranking/vector_width.h"

namespace quorate::engine {

// Turns link strengths into path strengths in place, row after row, `size` by `size`; 0 is no link.
// O(size^3). The diagonal is of no meaning.
void WidestPaths(std::vector<std::uint32_t>& strengths,
                 std::size_t size,
                 VectorWidth width = WidestHere());

// One strongest path with its ends, the first in candidate order among equals; empty where there is
// none.
std::vector<std::size_t> WidestPath(const std::vector<std::uint32_t>& links,
                                    std::size_t size,
                                    std::size_t from,
                                    std::size_t to);

}  // namespace quorate::engine
