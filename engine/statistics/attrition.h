// Attrition bias: were those who left before the later round different from those who stayed?
//
// For each person the mean of the scores they gave in the earlier round is taken, and the means of
// completers are compared with those of leavers. Leavers who scored lower were the dissenters, and
// the consensus that follows is partly their absence (Williamson et al., Trials 2012;13:132; the
// COMET Handbook, Trials 2017;18(S3):280).

#pragma once

#include <cstddef>
#include <optional>

#include "engine/base/fraction.h"
#include "engine/statistics/figure.h"
#include "engine/statistics/rank_sum.h"
#include "engine/statistics/round_pair.h"
#include "engine/statistics/spread.h"

namespace quorate::engine {

struct Stayers {
  std::size_t people = 0;  // With those who scored no item in the earlier round.
  Spread means;            // Of the others' mean scores; n says how many these are.
};

struct Attrition {
  Stayers completers;
  Stayers leavers;
  Figure<Fraction> retained;  // Completers over all.
  RankSum rank_sum;           // Completers first: a U above half the pairs says they scored higher.
  // Mean of completers minus mean of leavers, over their pooled standard deviation.
  Figure<double> standardized_difference;
};

// Of those who answered in the earlier round: the whole panel, or a group as declared there. To
// answer is to score an item, or to say "unable" or "not understood"; a completer is who answered
// in the later round too, whichever items.
//
// Undefined: retained where nobody answered; the test as rank_sum.h says; the standardized
// difference where either side is empty, where both are of one, and where the deviation is 0.
Attrition AttritionOf(const RoundPair& pair, std::optional<std::uint32_t> group);

}  // namespace quorate::engine
