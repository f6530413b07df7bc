// Exact fractions as people and spreadsheets read them. Rounding is done on integers, half away
// from zero, so that every machine writes the same digits.

#pragma once

#include <string>

#include "engine/base/fraction.h"

namespace quorate::engine {

// `value` with exactly `places` decimals: 2/3 with two is "0.67", -1/2 with none is "-1". Requires
// places from 0 to 18.
std::string DecimalText(const Fraction& value, int places);

// A share as a percentage with one decimal and no sign: 16/23 is "69.5". Cut, never rounded up, as
// everywhere a share meets a threshold: what reads 70 % is at least 70 %. Requires a share of 0 or
// more.
std::string PercentText(const Fraction& share);

}  // namespace quorate::engine
