// Agreement between raters beyond what chance would bring: the kappa family.
//
// All are (p_a - p_e) / (1 - p_e): p_a is how often two raters of an item agree, p_e how often they
// would by chance, and the coefficients differ in what they call chance. They describe a panel and
// decide nothing. Formulas, with weights and with gaps: Gwet, Handbook of Inter-Rater Reliability
// (4th edition, 2014), as in the R package irrCAC.

#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "engine/base/result.h"
#include "engine/statistics/figure.h"
#include "engine/statistics/rating_matrix.h"
#include "engine/statistics/weighting.h"

namespace quorate::engine {

// What each calls chance:
enum class Coefficient {
  kFleiss,           // Raters draw from the panel's overall shares.
  kConger,           // Each rater draws from their own shares: Cohen for more than two.
  kCohen,            // The same for exactly two raters, over items that both rated.
  kScott,            // Fleiss for exactly two raters, over items that both rated.
  kBrennanPrediger,  // All categories are equally likely.
  kGwet,             // Only hard items are guessed: AC1, with weights AC2. Steady near unanimity.
  kKrippendorff,     // alpha: Fleiss over items with two ratings or more, with a small-sample term.
};

// The spellings of the command line: "fleiss", "brennan-prediger".
const char* Name(Coefficient coefficient);
Result<Coefficient> ParseCoefficient(std::string_view text);

// Where a figure is undefined, those after it are too, except that p_a and p_e stand beside a
// coefficient whose p_e is 1.
struct Agreement {
  std::size_t raters = 0;      // Those who rated at least one item.
  std::size_t items = 0;       // Those that two raters or more rated: what p_a is the mean over.
  std::size_t categories = 0;  // q. On a scale with unused points, Gwet's and Brennan-Prediger's
                               // coefficients and all scaled weights depend on it.
  Figure<double> observed;     // p_a.
  Figure<double> expected;     // p_e.
  Figure<double> coefficient;
};

// `categories` is what could be rated, ascending: ObservedCategories() or PointsOf() a scale.
//
// Undefined: without an item that two raters rated; kCohen and kScott for other than two raters;
// where p_e comes from ratings of one item alone (all but Brennan-Prediger's and Gwet's), since the
// coefficient is then the same whatever was rated; where all ratings lie in one category and p_e is
// 1; and where WeightsOf() is. Requires every rating to be a category, which is checked.
Agreement AgreementOf(const RatingMatrix& matrix,
                      Coefficient coefficient,
                      Weighting weighting,
                      std::span<const int> categories);

}  // namespace quorate::engine
