// Ranks in which equal values share the mean of their places.

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

#include <boost/multiprecision/cpp_int.hpp>

namespace quorate::engine {

struct Ranks {
  std::vector<std::uint64_t> doubled;       // By value: twice its rank from 1, so a whole number.
  boost::multiprecision::cpp_int ties = 0;  // t^3 - t, summed over the groups of t equal values.
};

// The smallest value has the first rank. {7, 5, 7} has the ranks 2.5, 1 and 2.5, and ties of 6.
template <typename Value>
Ranks RanksOf(std::span<const Value> values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return values[a] < values[b];
  });
  Ranks ranks{std::vector<std::uint64_t>(values.size())};
  for (std::size_t begin = 0; begin < order.size();) {
    std::size_t end = begin + 1;
    while (end < order.size() && values[order[end]] == values[order[begin]])
      ++end;
    for (std::size_t place = begin; place < end; ++place)
      ranks.doubled[order[place]] = begin + 1 + end;
    const boost::multiprecision::cpp_int equal = end - begin;
    if (end - begin > 1) ranks.ties += equal * equal * equal - equal;
    begin = end;
  }
  return ranks;
}

}  // namespace quorate::engine
