// Changes of ballots that change who wins, found by making them and counting again.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/ranking/margin_bounds.h"

namespace quorate::engine {

struct BallotChange {
  boost::multiprecision::cpp_int units;  // So many are changed.
  std::string sentence;                  // Which, and what comes of it.
};

// So many units of a ballot are taken out, and the row of marks comes in instead.
struct Swap {
  std::size_t ballot = 0;
  std::vector<std::uint16_t> row;  // Places or grades, one a candidate.
  boost::multiprecision::cpp_int units;
};

// The winners after the swaps, in file order, if they are others than before. Requires no more
// units of a ballot than there are.
std::optional<std::vector<std::size_t>> WinnersAfter(const CloseCount& count,
                                                     const std::vector<Swap>& swaps);

// "With 3 by weight changed, Bob wins."
std::string ChangedSentence(const CloseCount& count,
                            const boost::multiprecision::cpp_int& units,
                            const std::vector<std::size_t>& winners);

// The smallest change found among these: for each rival, the ballots that favor the winner most put
// the rival first and the winner last, or the rival first and nobody else, or the winner last.
// Looks for less than `below` units. Stops after a stated amount of work, so that the answer is the
// same on every machine.
std::optional<BallotChange> FindChange(const CloseCount& count,
                                       const boost::multiprecision::cpp_int& below);

// The smallest change of all that is smaller than `below` units, every one from `from` units on
// being tried. Absent where there is none; refuses with kTooLarge where more than kChangesTriedMax
// would have to be counted.
Result<std::optional<BallotChange>> TryEveryChange(const CloseCount& count,
                                                   const boost::multiprecision::cpp_int& from,
                                                   const boost::multiprecision::cpp_int& below);

// The same for instant runoff among at most five candidates without equal places, however many
// ballots there are; margin_runoff.cc says how. Refuses with kTooLarge what would take too long.
Result<std::optional<BallotChange>> FewestForOtherRunoff(
    const CloseCount& count,
    const boost::multiprecision::cpp_int& from,
    const boost::multiprecision::cpp_int& below);

}  // namespace quorate::engine
