// The people who scored one item, put together as far as no figure can tell them apart.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/fraction.h"
#include "engine/ratings/electorate.h"
#include "engine/ratings/round_ratings.h"
#include "engine/ratings/rule.h"
#include "engine/ratings/tally.h"

namespace quorate::engine {

// People of one bloc with the same own weight.
struct Cohort {
  std::uint32_t bloc = 0;
  Fraction own = 1;
  std::vector<std::uint64_t> scores;  // How many gave each point of the scale.
};

// Those with somebody who scored the item, by bloc and weight.
std::vector<Cohort> CohortsOf(const RoundRatings& ratings,
                              const Electorate& electorate,
                              const ItemTally& tally,
                              std::size_t item);

// One item of a round, counted.
struct CountedItem {
  const ConsensusRule& rule;
  const std::vector<std::string>& groups;
  const Electorate& electorate;
  int round = 1;
  ItemTally tally;
  ItemTables tables;
  std::vector<Cohort> cohorts;
};

// Whether the cohort's people stand in that group's table.
bool StandsIn(const CountedItem& item, const Cohort& cohort, std::size_t group);

}  // namespace quorate::engine
