// A table's scores in few pieces, from the scale's low end to its high end, counting people and
// each once: what pictures, changes and dissent speak about. Shares under the voice policy, which
// decide, stand in the tables.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/json.h"
#include "engine/study/event.h"

namespace quorate::engine {

struct AnswerStretch {
  std::int64_t low = 0;
  std::int64_t high = 0;
  std::int64_t people = 0;
};

// The rule's bands where there are two to five of them and each point of the scale lies in exactly
// one. Else the points below the scale's middle, the middle itself if a point lies there, and those
// above. Empty for a table without a histogram.
std::vector<AnswerStretch> StretchesOf(const Json& table);

// Everybody in them.
std::int64_t PeopleOf(const std::vector<AnswerStretch>& stretches);

// How many people scored from `low` to `high`, both included.
std::int64_t PeopleWithin(const Json& table, std::int64_t low, std::int64_t high);

// "1 to 3"; "5" for a single point; in a yes-or-no vote "no" and "yes".
std::string Words(const AnswerStretch& stretch, VoteKind kind = VoteKind::kRating);

// A head count of a table, such as "scored"; 0 where it has none, or one that cannot be.
std::int64_t PeopleAt(const Json& table, std::string_view name);

}  // namespace quorate::engine
