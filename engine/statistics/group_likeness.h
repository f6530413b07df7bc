// How alike the stakeholder groups of one round judge the items.

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/base/fraction.h"
#include "engine/ratings/round_ratings.h"
#include "engine/statistics/figure.h"
#include "engine/statistics/spread.h"

namespace quorate::engine {

// When an item is in for a group: at least `share` of its scores lie in the band, exactly compared.
// 16 of 23 is below 70 %.
struct InBand {
  Band band = {7, 9};
  Fraction share = {7, 10};
};

// One item as one group, or the whole panel, scored it.
struct GroupItem {
  Spread spread;
  Figure<Fraction> share;  // In the band.
  Figure<bool> in;
};

// By item: the scores of a group's members by declared hat, or of everybody where no group is
// given. The share, and so whether the item is in, is undefined where none of them scored it.
std::vector<GroupItem> GroupItemsOf(const RoundRatings& round,
                                    std::optional<std::uint32_t> group,
                                    const InBand& rule);

// Two groups, over the items that both scored.
struct GroupLikeness {
  std::uint32_t first = 0;  // Places in RoundRatings::groups.
  std::uint32_t second = 0;
  std::size_t both_in = 0;
  std::size_t only_first = 0;
  std::size_t only_second = 0;
  std::size_t both_out = 0;
  std::vector<Figure<Fraction>>
      median_differences;  // By item: the first group's minus the second's.
  Figure<Fraction> alike;  // Items in for both or for neither, over the items that both scored.
  Figure<double> kappa;    // Cohen's, of in and out.
};

// Every pair of groups once. Undefined: a median difference where one of the two has no score;
// `alike` and kappa where they share no item; kappa also where they share one alone, and where all
// items are in for both or all are out.
std::vector<GroupLikeness> LikenessesOf(const RoundRatings& round, const InBand& rule);

}  // namespace quorate::engine
