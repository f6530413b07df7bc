#include "engine/statistics/rating_matrix.h"

#include <numeric>
#include <set>

namespace quorate::engine {

std::vector<std::uint32_t> MembersOf(const RoundRatings& round,
                                     std::optional<std::uint32_t> group) {
  std::vector<std::uint32_t> members;
  for (std::size_t member = 0; member < round.member_count(); ++member) {
    const HatSet& hats = round.hat_sets[round.hat_set_of[member]];
    const bool within = !group || (!hats.empty() && hats.front() == *group);
    if (within) members.push_back(static_cast<std::uint32_t>(member));
  }
  return members;
}

RatingMatrix MatrixOf(const RoundRatings& round, std::optional<std::uint32_t> group) {
  const auto members = MembersOf(round, group);
  RatingMatrix matrix{round.items.size(), members.size(), {}};
  matrix.ratings.reserve(matrix.items * matrix.raters);
  for (std::size_t item = 0; item < matrix.items; ++item) {
    for (const std::uint32_t member : members) {
      const AnswerCode code = round.At(item, member);
      matrix.ratings.push_back(code < kFirstScore ? std::nullopt
                                                  : std::optional(ScoreOf(round.scale, code)));
    }
  }
  return matrix;
}

std::vector<int> ObservedCategories(const RatingMatrix& matrix) {
  std::set<int> categories;
  for (const auto& rating : matrix.ratings) {
    if (rating) categories.insert(*rating);
  }
  return {categories.begin(), categories.end()};
}

std::vector<int> PointsOf(const Scale& scale) {
  std::vector<int> points(static_cast<std::size_t>(scale.points()));
  std::iota(points.begin(), points.end(), scale.min);
  return points;
}

}  // namespace quorate::engine
