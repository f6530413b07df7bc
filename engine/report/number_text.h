// Exact fractions as people and spreadsheets read them. Rounding is done on integers, half away
// from zero, so that every machine writes the same digits.

#pragma once

#include <string>

#include "engine/base/fraction.h"

namespace quorate::engine {

// `value` with exactly `places` decimals: 2/3 with two is "0.67", -1/2 with none is "-1". Requires
// places from 0 to 18.
std::string DecimalText(const Fraction& value, int places);

// A share as a percentage with one decimal and no sign: 16/23 is "69.6". What rounds up to a
// threshold has not reached it; the exact fraction always stands beside it.
std::string PercentText(const Fraction& share);

}  // namespace quorate::engine
