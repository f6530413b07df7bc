// What the verdicts would have been otherwise: under another voice, without one of the groups, with
// limits a little higher or lower. A verdict that every what-if leaves alone can be relied upon;
// one that hangs on a single group or on `>=` against `>` should be reported as such.
//
// Two verdicts differ where one is IN, OUT, NONE or INQUORATE and the other is not the same. A
// grade alone is no difference.

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

struct WhatIf {
  enum class Kind {
    kNoWeights,      // One person one voice; what becomes of two hats stays.
    kEqualGroups,    // Every group the same voice; what becomes of two hats stays.
    kWithoutGroup,   // As if those who speak through `group` had not been there.
    kCompleters,     // As if only those who completed the study had been there.
    kUnableCounted,  // "Unable" and "not understood" below the line of every share.
    kUnableLeftOut,  // Neither above nor below the line of any share.
    kThresholdUp,    // Every threshold of a share 5 percentage points higher, at most 100 %.
    kThresholdDown,  // 5 percentage points lower, at least 0 %.
    kStrict,         // ">=" read as ">" and "<=" as "<", for shares, medians and means.
    kNonStrict,      // The other way round.
  };
  Kind kind = Kind::kNoWeights;
  std::string group;    // Of kWithoutGroup.
  std::string why_not;  // Why it cannot be asked, or is the same by construction; else empty.
  std::vector<ItemConsensus> items;  // By item; empty where `why_not` is not.
  // Who scored the item among those who are left, where people are left out (without a group,
  // completers); else empty.
  std::vector<std::uint64_t> scored;
};

struct Sensitivity {
  std::vector<ItemConsensus> items;  // The rule's own verdicts.
  std::vector<WhatIf> what_ifs;      // All of them, in the order above, a kWithoutGroup a group.
};

// "no-weights", "equal-groups", "without", "completers", "unable-counted", "unable-left-out",
// "threshold+5", "threshold-5", "strict", "non-strict".
const char* Name(WhatIf::Kind kind);

// Whether one is another verdict than the other.
bool Differ(const ItemConsensus& a, const ItemConsensus& b);

// The verdicts of every what-if. `completed` says by member who completed the study; where it is
// empty, kCompleters is not asked.
//
// Without a group means: under `declared`, those who declared it are gone; under `split` and
// `each-group` they take that hat off, and whoever wore no other is gone. The group is no group any
// more: scopes range over the others, and no quorum waits for it. A rule that calls the group by
// name cannot be asked without it. So the answer is that of TallyRatings() over the ratings without
// those people, that hat and that group. Completers only is the same without those who left, but
// every group stays. The panel's quorum was a condition of the count that was held: where it was
// met, it is not asked again of those who are left.
//
// Refuses what TallyRatings() refuses. Requires ratings that CheckRound() accepts.
Result<Sensitivity> ExploreSensitivity(const RoundRatings& ratings,
                                       const ConsensusRule& rule,
                                       const VoicePolicy& voice,
                                       int round,
                                       const std::vector<bool>& completed = {});

}  // namespace quorate::engine
