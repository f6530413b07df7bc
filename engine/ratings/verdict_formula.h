// What would have to hold of an item's scores for its verdict to be another.

#pragma once

#include "engine/ratings/rule.h"
#include "engine/ratings/score_formula.h"

namespace quorate::engine {

// The part that holds exactly where the rule gives another verdict than `now`, which is the item's
// and not INQUORATE; less than that where the formula is relaxed.
ScoreFormula::Part OtherVerdict(ScoreFormula& formula, Consensus now);

}  // namespace quorate::engine
