// Where scores lie and how far they are spread.

#pragma once

#include <cstddef>
#include <span>

#include "engine/base/fraction.h"
#include "engine/statistics/figure.h"

namespace quorate::engine {

// Exact but for roots. A spread of 0 does not mean that all agree: three people in ten may dissent
// while the quartiles are equal, so no figure here is to be read alone.
struct Spread {
  std::size_t n = 0;
  Figure<Fraction> mean, median;
  Figure<Fraction> q1, q3;
  Figure<Fraction> iqr;  // q3 - q1, the whole distance and not half of it.
  Figure<double> sd;     // With n - 1.
  Figure<double> cv;     // sd / mean, the coefficient of variation.
};

// Quartiles are type 7: linear between the ranks around (n - 1) p, as everywhere in the engine.
//
// Undefined: everything without scores; sd and cv with one; cv where the mean is 0 or below, since
// a share of such a mean means nothing.
Spread SpreadOf(std::span<const Fraction> values);
Spread SpreadOf(std::span<const int> scores);

}  // namespace quorate::engine
