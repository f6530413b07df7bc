#include "engine/statistics/mcnemar.h"

#include <algorithm>

#include "engine/base/check.h"

namespace quorate::engine {

BandMoves MovesOf(std::span<const int> before, std::span<const int> after, const Band& band) {
  QUORATE_CHECK(before.size() == after.size());
  BandMoves moves;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const bool was_in = before[i] >= band.low && before[i] <= band.high;
    const bool is_in = after[i] >= band.low && after[i] <= band.high;
    if (was_in) {
      ++(is_in ? moves.stayed_in : moves.left);
    } else {
      ++(is_in ? moves.entered : moves.stayed_out);
    }
  }
  return moves;
}

McNemar McNemarOf(const BandMoves& moves) {
  const std::uint64_t moved = moves.left + moves.entered;
  if (moved == 0) {
    const auto nobody = Because("nobody entered or left the band");
    return {nobody, nobody};
  }
  const std::uint64_t fewer = std::min(moves.left, moves.entered);
  const auto difference = static_cast<double>(moved - 2 * fewer);
  const double corrected = std::max(0.0, difference - 1);
  return {TwoSidedCoin(fewer, moved),
          TestChiSquare(corrected * corrected / static_cast<double>(moved), 1)};
}

}  // namespace quorate::engine
