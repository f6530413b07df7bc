// The fewest people who can make a formula of scores true, proved from both sides.
//
// The formula's branches are tried in the order of how many people they need at least: the first
// that can be met by so few is the answer. A search that takes too long is cut short, and then says
// what it has proved and what it has found.

#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "engine/ratings/score_formula.h"
#include "engine/ratings/score_moves.h"

namespace quorate::engine {

// How much one search may do: branches opened, and tries at moving people, over all and with one
// number of people in one branch.
inline constexpr std::uint64_t kBranchesMax = 4'000;
inline constexpr std::uint64_t kTriesMax = 4'000;
inline constexpr std::uint64_t kTriesABranch = 1'000;

struct FewestMoves {
  std::optional<std::uint64_t> at_least;  // Absent where nobody's moves can.
  std::optional<std::uint64_t> at_most;   // Absent where none can, or none were found.
  std::vector<Move> moves;                // Of `at_most` people.
};

// The fewest of the movable people whose moves make `root` hold. It does not hold yet. `verify` is
// asked whether moves that should do so really change the verdict; nothing is believed without it.
FewestMoves FindFewestMoves(const ScoreFormula& formula,
                            ScoreFormula::Part root,
                            const Movable& movable,
                            const std::function<bool(const std::vector<Move>&)>& verify);

}  // namespace quorate::engine
