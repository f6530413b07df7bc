// What would have to hold of the scores for one measure of a rule to hold in one table, or not to.

#pragma once

#include "engine/ratings/consensus.h"
#include "engine/ratings/score_formula.h"

namespace quorate::engine {

// Which of the three truths a criterion should have.
enum class Want { kTrue, kFalse, kNotTrue, kNotFalse };

// Whether that truth is wanted.
bool Wants(Want want, Truth truth);
// What is wanted of a criterion whose negation should be as `want` says.
Want Negated(Want want);

// `table` is 0 for the panel, then come the groups. Requires a criterion that is no compound.
//
// Left out, so that the formula is relaxed: percentiles (IQR, IPRAS) on scales of more than
// kPercentilePointsMax points, which branch at every point of four, and an IPRAS whose slope is
// steeper than 2, under which a wider range can be less of a disagreement.
ScoreFormula::Part MeasureFormula(ScoreFormula& formula,
                                  const Criterion& criterion,
                                  std::size_t table,
                                  Want want);

inline constexpr int kPercentilePointsMax = 21;

}  // namespace quorate::engine
