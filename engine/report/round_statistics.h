// How alike a round's answers were and what moved since the round before: the field's statistics,
// as a describing supplement. They decide nothing.

#pragma once

#include "engine/base/json.h"
#include "engine/study/event.h"
#include "engine/study/study.h"

namespace quorate::engine {

// Of a closed survey round, for a tier:
//
//   {"items": n, "ratings": n, "points": n,
//    "agreement": [{"coefficient","weighting","value" | "undefined"}],
//    "concordance"?: {"panel": W, "groups": {group: W}},
//    "change"?: {"since": "round/1", "items": [{"item","people","changed","kappa"…,"v","p"…}]}}
//   W = {"raters","left_out","items","w" | "undefined", "chi_square"?,"degrees"?,"p"?}
//
// Counts are integers as strings, figures have three decimals (p four), and what is undefined says
// why. Agreement comes from the panel's tables that the tier may see, so that anybody can compute
// it again from the published histograms: `items` have one (those beyond some
// five million scores are left out), and `points` of the scale are the categories. Concordance
// (Kendall's W), kappa and Wilcoxon's V over single people's answers are for auditors, while all of
// their ballots are known.
Json RoundStatistics(const Study& study, const Round& round, Tier tier);

}  // namespace quorate::engine
