// Dissent that a verdict hides: groups that would decide against each other, and a panel that
// gathers at both ends of the scale.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/fraction.h"
#include "engine/base/result.h"
#include "engine/panel/voice.h"
#include "engine/ratings/consensus.h"
#include "engine/ratings/round_ratings.h"
#include "engine/ratings/rule.h"

namespace quorate::engine {

// One group as if it were the whole panel, with its people's own weights and no quorum.
struct GroupAlone {
  std::uint64_t scored = 0;
  bool heard = false;              // Large enough for dissent.
  ItemConsensus consensus;         // INQUORATE where nobody scored.
  std::optional<Fraction> median;  // As in the group's table.
  std::optional<Band> band;        // That holds the median; between two bands the higher.
};

struct ItemDissent {
  std::uint64_t scored = 0;        // Of the panel.
  std::vector<GroupAlone> groups;  // By group.
  // Groups large enough to be heard of which one alone would say IN and another OUT.
  bool verdicts_split = false;
  // Groups large enough to be heard whose medians lie in different bands.
  bool medians_split = false;
  // Whether the panel's people gather at both ends; absent where that is undefined.
  std::optional<bool> two_peaked;
};

// Where two-peaked is undefined for a whole scale: the reason; else empty.
std::string WhyNoPeaks(const Scale& scale);

// Whether the histogram has two peaks: at least a third of the people score in the lowest band and
// at least a third in the highest (the RAND/UCLA Appropriateness Method's test of disagreement for
// panels of any size: Fitch et al., RAND MR-1269, 2001), and there is a valley: every point between
// these bands holds fewer people than the fullest point of either. The valley is ours; without it
// scores spread evenly over 1 to 9 would pass.
//
// Absent without scores, and where WhyNoPeaks() gives a reason.
std::optional<bool> TwoPeaked(const Scale& scale, const std::vector<std::uint64_t>& histogram);

// By item. A group is large enough to be heard if at least `least` people scored; 1 at least.
// Refuses what TallyRatings() refuses. Requires ratings that CheckRound() accepts.
Result<std::vector<ItemDissent>> FindDissent(const RoundRatings& ratings,
                                             const ConsensusRule& rule,
                                             const VoicePolicy& voice,
                                             int round,
                                             std::uint64_t least = 1);

}  // namespace quorate::engine
