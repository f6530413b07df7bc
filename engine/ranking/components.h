// The strong components of who beats whom: sets, Kemeny's parts and ranked pairs' parts.

#pragma once

#include <cstddef>
#include <vector>

#include "engine/ranking/pairwise.h"

namespace quorate::engine {

// Candidates that reach one another by "is not beaten by", best component first: everybody in one
// component beats everybody in the later ones. The first is the Smith set. Members in file order.
std::vector<std::vector<std::size_t>> TiersOf(const Pairwise& pairwise);

// Candidates that reach one another by "beats", in an order in which nobody beats anybody in an
// earlier circle: of those that may come next, the one with the first member in file order. Members
// in file order. Ties lie between circles or within them; every tier is one circle or several.
std::vector<std::vector<std::size_t>> CirclesOf(const Pairwise& pairwise);

// The union of the components of "beats" that nobody outside beats: the Schwartz set, in file
// order.
std::vector<std::size_t> SchwartzSetOf(const Pairwise& pairwise);

}  // namespace quorate::engine
