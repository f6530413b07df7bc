// What another rule says of a round's scores. Exploratory: a panel is bound by the rule it froze.

#pragma once

#include "engine/base/json.h"
#include "engine/study/study.h"

namespace quorate::engine {

// The round's items by verdict, in its order: {"in":[..],"out":[..],"none":[..],"inquorate":[..]},
// under the study's voice. Requires known contents, a survey round, and a rule on its scale.
Json VerdictsUnder(const Study& study, const Round& round, const ConsensusRule& rule);

}  // namespace quorate::engine
