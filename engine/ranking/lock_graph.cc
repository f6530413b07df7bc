#include "engine/ranking/lock_graph.h"

namespace quorate::engine {

void LockGraph::Lock(std::size_t a, std::size_t b) {
  const auto begin = rows_.begin() + static_cast<std::ptrdiff_t>(b * words_);
  std::vector<std::uint64_t> beyond(begin, begin + static_cast<std::ptrdiff_t>(words_));
  beyond[b / 64] |= std::uint64_t{1} << (b % 64);
  for (std::size_t x = 0; x < size_; ++x) {
    if (x != a && !Reaches(x, a)) continue;
    for (std::size_t word = 0; word < words_; ++word)
      rows_[x * words_ + word] |= beyond[word];
  }
}

}  // namespace quorate::engine
