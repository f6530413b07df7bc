// Who stayed with the study, and whether those who left had answered otherwise.

#pragma once

#include "engine/base/json.h"
#include "engine/study/study.h"

namespace quorate::engine {

// Compares a survey round with the study's first one:
//
//   {"since": "round/1", "panel": FIGURES, "groups": {group: FIGURES}, "suppressed"?: [group]}
//   FIGURES = {"before","stayed","left","joined","stayed_mean"?,"left_mean"?}
//
// Counts of people: who answered then, of those who also answered now and who did not, and who
// answered now only. To answer is to score, to be unable or not to understand; to skip everything
// is not. A mean is that of each person's own mean score in the first round, exact, over those who
// scored something then; a large difference says that leaving has shifted the panel.
//
// Groups that fewer than k of the people counted here belong to are left out and named. A pair of
// means is left out where either stands for fewer than k people, or would give away such a pair of
// another group by subtraction; from rules version 3 on, by any combination (k_rule.h). k = 1
// leaves nothing out. Requires that the voters of both rounds are known, and an earlier closed
// survey round. Whoever was erased is counted nowhere.
Json AttritionOf(const Study& study, const Round& round, int k);

// The study's first survey round. Requires one.
const Round& FirstSurvey(const Study& study);

}  // namespace quorate::engine
