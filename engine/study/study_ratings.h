// The ballots of a closing as the ratings engine counts them.

#pragma once

#include <string>
#include <vector>

#include "engine/ratings/round_ratings.h"
#include "engine/study/study.h"

namespace quorate::engine {

// What a closing counts: a box, the items it asked about, and the rule for them. The box and the
// rule are the study's own.
struct Ballots {
  std::string basis;
  const BallotBox& box;
  std::vector<ItemVersion> items;
  const ConsensusRule& rule;
  int round = 0;
};

// Of a survey round.
Ballots BallotsOf(const Study& study, const Round& round);
// Of an iteration of a vote, from 1.
Ballots BallotsOf(const Study& study, const Vote& vote, std::size_t iteration);

// Member i is the i-th voter of the box, item j the j-th of its items. Requires known contents.
RoundRatings RatingsOf(const Study& study, const Ballots& ballots);

// Whether the voter of that row answered something: a score, unable or not understood. Somebody who
// only skipped did not.
bool Answered(const BallotBox& box, std::size_t row, std::size_t questions);

}  // namespace quorate::engine
