// Who rated what: raters by items, with gaps. What agreement and concordance are computed from.

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/ratings/round_ratings.h"
#include "engine/ratings/scale.h"

namespace quorate::engine {

struct RatingMatrix {
  std::size_t items = 0;
  std::size_t raters = 0;
  std::vector<std::optional<int>> ratings;  // Item-major; absent where a rater did not rate.

  [[nodiscard]] const std::optional<int>& At(std::size_t item, std::size_t rater) const {
    return ratings[item * raters + rater];
  }
};

// The members of a group by their declared hat, or everybody where no group is given. Nobody stands
// in two groups, as comparisons between groups need; somebody without a group stands in none.
std::vector<std::uint32_t> MembersOf(const RoundRatings& round, std::optional<std::uint32_t> group);

// The scores of the whole panel or of one group. Unable, not understood, skipped and not shown are
// gaps. A rater is a member, in the order of MembersOf().
RatingMatrix MatrixOf(const RoundRatings& round, std::optional<std::uint32_t> group);

// The different ratings in the matrix, ascending; empty where nobody rated.
std::vector<int> ObservedCategories(const RatingMatrix& matrix);
// Every point of the scale, ascending, whether used or not.
std::vector<int> PointsOf(const Scale& scale);

}  // namespace quorate::engine
