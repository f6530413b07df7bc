// The same scores under the published rules. Exploratory by nature: a panel is bound by the rule it
// froze, and choosing among rules after the votes are in is shopping. What this shows is how much
// of a result is the panel's and how much the rule's (Webbe et al., Trials 2023;24: different
// criteria applied to the same Delphis gave widely different sets).

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/panel/voice.h"
#include "engine/ratings/consensus.h"
#include "engine/ratings/round_ratings.h"
#include "engine/ratings/rule.h"

namespace quorate::engine {

struct OtherRule {
  std::string preset;
  std::string why_not;               // Why it cannot be applied to these scores; else empty.
  std::vector<ItemConsensus> items;  // By item; empty where `why_not` is not.
  std::uint64_t different = 0;       // Items whose verdict is another than under the own rule.
};

// Every preset but the one that `rule` equals, in the order of lists, under the same voice and in
// the same round. One cannot be applied where it is for another scale, looks at groups where there
// are none, speaks about other rounds only, or has a table by size of panel that holds none of the
// items' sizes.
//
// Refuses what TallyRatings() refuses. Requires ratings that CheckRound() accepts.
Result<std::vector<OtherRule>> ApplyPresets(const RoundRatings& ratings,
                                            const ConsensusRule& rule,
                                            const VoicePolicy& voice,
                                            int round);

}  // namespace quorate::engine
