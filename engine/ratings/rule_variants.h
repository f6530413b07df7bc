// A rule with its limits moved a little, for asking what difference that would have made, and what
// a rule looks at at all.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "engine/ratings/rule.h"

namespace quorate::engine {

// Every share, near the median or in a band, over those who answered. `plus` stays.
ConsensusRule WithUnableCounted(const ConsensusRule& rule);
// Every share over those who scored, and without `plus`: who gave no score counts nowhere.
ConsensusRule WithUnableLeftOut(const ConsensusRule& rule);

// Every threshold of a share moved by so many percentage points, IN and OUT alike. It stops at 0 %
// and 100 %; one that lies beyond them already stays.
ConsensusRule WithThresholdsMoved(const ConsensusRule& rule, int points);

// ">=" becomes ">" and "<=" becomes "<", for shares, medians and means; IQRs, counts and the
// RAND/UCLA tests stay as their methods have them.
ConsensusRule WithStrictLimits(const ConsensusRule& rule);
// The other way round.
ConsensusRule WithNonStrictLimits(const ConsensusRule& rule);

// Whether both ask the same in that round, whichever way a denominator is written down.
bool AskTheSame(const ConsensusRule& a, const ConsensusRule& b, int round);

// Whether a clause of that round looks at groups at all, and whether it calls `group` by name.
bool LooksAtGroups(const ConsensusRule& rule, int round);
bool NamesGroup(const ConsensusRule& rule, const std::string& group, int round);

// The smallest and the largest panel that the round's tables by size of panel speak about; absent
// where no clause has one.
std::optional<std::pair<std::uint64_t, std::uint64_t>> PanelSizes(const ConsensusRule& rule,
                                                                  int round);

}  // namespace quorate::engine
