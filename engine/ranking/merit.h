// Grades as majority judgment compares them.
//
// Weights make "one median after another" a matter of measure. Walking outward from the middle of
// the sorted grades, the grade just below and the grade just above it change only where a grade's
// share ends; candidates are compared at the first depth where they differ, the lower grade first.
// For whole ballots this is the removal of one median after another (Balinski and Laraki, Majority
// Judgment, 2011).

#pragma once

#include <compare>
#include <cstddef>
#include <vector>

#include "engine/base/fraction.h"
#include "engine/base/result.h"
#include "engine/ranking/profile.h"
#include "engine/ranking/ranked_rule.h"

namespace quorate::engine {

// The weight of each grade of the scale, worst first.
using Merit = std::vector<Fraction>;

// One a candidate, blanks filled as the options say. Refuses where they are not, and some candidate
// has more grades than another.
Result<std::vector<Merit>> MeritsOf(const Profile& profile, Missing missing);

// The index of the lower median; 0 where there is no weight.
std::size_t MedianOf(const Merit& merit);

// Where two merits part: how far from the middle, and the grades of both there.
struct MeritGap {
  std::strong_ordering order = std::strong_ordering::equal;  // The greater is the better one.
  Fraction depth;  // The weight that lies between the middle and the place, on either side.
  Grade of_one = kMissing;
  Grade of_other = kMissing;
  bool below_the_middle = true;  // Which side told them apart.
};
MeritGap CompareMerits(const Merit& one, const Merit& other);

}  // namespace quorate::engine
