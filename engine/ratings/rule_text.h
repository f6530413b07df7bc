// A consensus rule in plain English, for protocols, reports and people who do not read JSON.

#pragma once

#include <string>

#include "engine/ratings/rule.h"

namespace quorate::engine {

// One sentence a clause, in order, then what else settles the verdict. For example:
//
//   IN when at least 70 % of those who scored are in 7 to 9 and less than 15 % of those who scored
//   are in 1 to 3.
std::string InWords(const ConsensusRule& rule);

// A criterion as half a sentence: "the median is at least 7".
std::string InWords(const ConsensusRule& rule, const Criterion& criterion);

// An exact number that is a percentage, for people: "70 %", "66.6 %". Cut, never rounded up, so
// that 69.96 % does not read as 70 %.
std::string Percent(const Fraction& share);

}  // namespace quorate::engine
