// Two rounds of one study, laid side by side: the same people, the same items.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/ratings/round_ratings.h"

namespace quorate::engine {

// Where one person, item or group stands in the earlier round and in the later.
struct Link {
  std::uint32_t before = 0;
  std::uint32_t after = 0;
  friend bool operator==(const Link&, const Link&) = default;
};

// The rounds must outlive the pair.
struct RoundPair {
  const RoundRatings& before;
  const RoundRatings& after;
  std::vector<Link> people;  // In both rounds, in the order of the earlier.
  std::vector<Link> items;   // Likewise.
};

// A person's scores in both rounds stand at the same place.
struct PairedScores {
  std::vector<int> before;
  std::vector<int> after;
};

// Matches people and items by name. Items keep their meaning only if their wording did; a reworded
// item needs another name. `people_before` and `people_after` name the rounds' members.
//
// Refuses a name that stands twice in one of the lists, as many names as there are not members,
// and rounds on different scales.
Result<RoundPair> PairRounds(const RoundRatings& before,
                             std::span<const std::string> people_before,
                             const RoundRatings& after,
                             std::span<const std::string> people_after);

// The scores of those who scored the item, a place in RoundPair::items, in both rounds: of the
// whole panel, or of a group of the earlier round by the hat declared there.
PairedScores ScoresOf(const RoundPair& pair, std::size_t item, std::optional<std::uint32_t> group);

}  // namespace quorate::engine
