// How near a verdict was to another: the fewest people who scored the item and would have had to
// give another score for it to change.
//
// Who scored stays who scored, so quorums, denominators and weights stay as they are, and an item
// that is INQUORATE stays so. A verdict changes where IN, OUT or NONE becomes another of them; a
// grade alone is no change.
//
// The answer is exact where it is proved from both sides: every set of criteria that could bring
// another verdict needs at least so many people, and the example, verified with ConsensusOf(),
// needs no more. Where the search for a proof is cut short (flip_search.h) both sides are told
// apart.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/panel/voice.h"
#include "engine/ratings/round_ratings.h"
#include "engine/ratings/rule.h"

namespace quorate::engine {

// So many people with the same hats who scored `from` and score `to` instead.
struct ScoreChange {
  std::uint64_t people = 0;
  std::vector<std::uint32_t> groups;  // In whose tables they stand; empty for people without one.
  int from = 0;
  int to = 0;
  friend bool operator==(const ScoreChange&, const ScoreChange&) = default;
};

struct Flip {
  // No fewer people can change the verdict. Absent where no change of scores can.
  std::optional<std::uint64_t> at_least;
  // So many can. Absent where none can, or where no way was found.
  std::optional<std::uint64_t> at_most;
  std::string why_not;               // Why none can; else empty.
  Consensus becomes{};               // By the example.
  std::vector<ScoreChange> example;  // Of `at_most` people; empty without one.

  [[nodiscard]] bool exact() const { return at_least && at_least == at_most; }
};

struct ItemFlips {
  Flip overall;
  std::vector<Flip> by_group;  // By group, where only those who stand in its table score otherwise.
};

// By item. Refuses what TallyRatings() refuses. Requires ratings that CheckRound() accepts.
Result<std::vector<ItemFlips>> FindFlips(const RoundRatings& ratings,
                                         const ConsensusRule& rule,
                                         const VoicePolicy& voice,
                                         int round);

}  // namespace quorate::engine
