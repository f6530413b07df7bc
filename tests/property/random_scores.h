// One person's score in two rounds, at random.

#pragma once

#include "engine/statistics/round_pair.h"
#include "tests/property/ratings_world.h"

namespace quorate::engine {

// From 1 to `points`; a third stay as they were.
inline PairedScores RandomScores(Generator& random, int people, int points) {
  PairedScores scores;
  for (int person = 0; person < people; ++person) {
    scores.before.push_back(1 + random.Below(points));
    const bool same = random.OneIn(3);
    scores.after.push_back(same ? scores.before.back() : 1 + random.Below(points));
  }
  return scores;
}

}  // namespace quorate::engine
