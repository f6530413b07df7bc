// The best orders among candidates who beat one another in circles: those that turn round the least
// of the victories, by margin.

#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "engine/ranking/pairwise.h"

namespace quorate::engine {

struct BestOrders {
  boost::multiprecision::cpp_int count;  // Of all best orders.
  std::vector<std::size_t> firsts;       // Who stands first in one of them; in file order.
  std::vector<std::size_t> order;        // One of them, the first in file order.
};

// Sets that may be kept; any 21 members need no more.
inline constexpr std::size_t kOrderSetsMax = std::size_t{1} << 21U;
// More members do not fit one set.
inline constexpr std::size_t kOrderMembersMax = 64;

// Dynamic programming over the sets that can stand at the bottom, smaller ones first. A set is kept
// only if an order that ends in it can still be as good as the best one known: the victories turned
// round so far, and for the rest the circles of three that share no victory, each of which turns
// round at least its weakest one. So 40 members of a realistic election need few sets, and members
// without any order among them need all.
//
// Nothing where that takes more than `sets_max` sets or there are more than kOrderMembersMax
// members. The work is that number times the square of the members at most. Requires members, in
// file order.
std::optional<BestOrders> FindBestOrders(const Pairwise& pairwise,
                                         std::span<const std::size_t> members,
                                         std::size_t sets_max = kOrderSetsMax);

}  // namespace quorate::engine
