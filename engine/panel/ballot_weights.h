// What each ballot weighs under a voice policy where whole ballots are counted, as in a ranking,
// rather than answers one by one.

#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/base/fraction.h"
#include "engine/base/result.h"
#include "engine/panel/voice.h"

namespace quorate::engine {

// Who cast a ballot: the groups, the declared hat first, and the weight set by the organizer.
struct Voter {
  std::vector<std::uint32_t> hats;  // Indices into the groups.
  Fraction own_weight = 1;
};

// One weight a voter, by the same conventions as a tally's panel: a voice that shares weight within
// a group shares it among the voters given here; under split hats a person speaks in parts through
// each group, under the others through the first hat alone. A voter may weigh 0.
//
// Refuses a voter without a hat where the voice needs groups, and a group that somebody speaks
// through but that has no stated weight.
Result<std::vector<Fraction>> BallotWeights(const VoicePolicy& policy,
                                            std::span<const std::string> groups,
                                            std::span<const Voter> voters);

}  // namespace quorate::engine
