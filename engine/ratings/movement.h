// Who moved where between two rounds, by the same people's answers about the same items.
//
// The majority is what the feedback showed: the earlier round's median over the whole panel, every
// person once, those who did not come back included. It does not say why anybody moved.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/fraction.h"
#include "engine/base/result.h"
#include "engine/panel/voice.h"
#include "engine/ratings/round_ratings.h"

namespace quorate::engine {

// One person's number in either round.
struct SamePerson {
  std::uint32_t before = 0;
  std::uint32_t after = 0;
};

// People, each once.
struct Moves {
  std::uint64_t both = 0;     // Scored the item in both rounds.
  std::uint64_t changed = 0;  // Of these, gave another score.
  std::uint64_t toward = 0;   // Of these, nearer to the majority than before.
  std::uint64_t away = 0;     // Farther from it. Equally near on the other side is neither.
  std::uint64_t came = 0;     // Scored in the later round only.
  std::uint64_t stopped = 0;  // Scored in the earlier round only.
  friend bool operator==(const Moves&, const Moves&) = default;
};

struct ItemMovement {
  std::string item;
  std::optional<Fraction> majority;  // Absent where nobody scored it before.
  Moves panel;
  std::vector<Moves> groups;  // By group of the later round.
};

// The items asked in both rounds, in the order of the later one. Groups are the later round's, in
// whose tables people stand as `hats` says: by their first hat, or by each.
//
// Refuses another scale, a member that does not exist, and a member named twice. Requires ratings
// that CheckRound() accepts.
Result<std::vector<ItemMovement>> FindMovement(const RoundRatings& before,
                                               const RoundRatings& after,
                                               const std::vector<SamePerson>& people,
                                               Hats hats);

}  // namespace quorate::engine
