#include "engine/statistics/concordance.h"

#include <algorithm>
#include <vector>

#include "engine/statistics/ranks.h"

namespace quorate::engine {

namespace {

using boost::multiprecision::cpp_int;

std::vector<std::size_t> RatedItems(const RatingMatrix& matrix) {
  std::vector<std::size_t> items;
  for (std::size_t item = 0; item < matrix.items; ++item) {
    for (std::size_t rater = 0; rater < matrix.raters; ++rater) {
      if (!matrix.At(item, rater)) continue;
      items.push_back(item);
      break;
    }
  }
  return items;
}

// One rater's ratings; fewer than there are items where some are missing.
std::vector<int> RatingsOf(const RatingMatrix& matrix,
                           const std::vector<std::size_t>& items,
                           std::size_t rater) {
  std::vector<int> ratings;
  for (const std::size_t item : items) {
    if (const auto& rating = matrix.At(item, rater)) ratings.push_back(*rating);
  }
  return ratings;
}

}  // namespace

Concordance ConcordanceOf(const RatingMatrix& matrix) {
  const auto items = RatedItems(matrix);
  Concordance concordance{0, 0, 0, items.size(), 0, 0.0, ChiSquareTest()};
  std::vector<cpp_int> doubled_sums(items.size());
  cpp_int ties = 0;
  for (std::size_t rater = 0; rater < matrix.raters; ++rater) {
    const auto ratings = RatingsOf(matrix, items, rater);
    if (ratings.size() < items.size()) {
      ++concordance.left_out;
      continue;
    }
    const Ranks ranks = RanksOf(std::span(ratings));
    for (std::size_t i = 0; i < items.size(); ++i)
      doubled_sums[i] += ranks.doubled[i];
    ties += ranks.ties;
    ++concordance.raters;
    if (ranks.ties > 0) ++concordance.tied_raters;
  }
  const cpp_int m = concordance.raters;
  const cpp_int n = items.size();
  cpp_int doubled_squares = 0;
  for (const cpp_int& sum : doubled_sums)
    doubled_squares += (sum - m * (n + 1)) * (sum - m * (n + 1));
  concordance.s = Fraction::Of(doubled_squares, 4);
  const cpp_int most = m * m * (n * n * n - n) - m * ties;
  if (items.size() < 2) {
    concordance.w = Because("fewer than two items were rated");
  } else if (concordance.raters < 2) {
    concordance.w = Because("fewer than two raters rated every item");
  } else if (most == 0) {
    concordance.w = Because("every rater gave all items the same rating");
  } else {
    const Fraction w = Fraction::Of(3 * doubled_squares, most);
    concordance.w = w.ToDouble();
    concordance.test =
        TestChiSquare((w * Fraction::Of(m * (n - 1), 1)).ToDouble(), items.size() - 1);
    return concordance;
  }
  concordance.test = tl::unexpected(concordance.w.error());
  return concordance;
}

}  // namespace quorate::engine
