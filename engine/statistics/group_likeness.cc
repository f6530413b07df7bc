#include "engine/statistics/group_likeness.h"

#include <array>
#include <optional>
#include <span>
#include <utility>

#include "engine/statistics/agreement.h"
#include "engine/statistics/rating_matrix.h"

namespace quorate::engine {

namespace {

GroupItem GroupItemOf(const RatingMatrix& matrix, std::size_t item, const InBand& rule) {
  std::vector<int> scores;
  std::int64_t inside = 0;
  for (std::size_t rater = 0; rater < matrix.raters; ++rater) {
    const auto& rating = matrix.At(item, rater);
    if (!rating) continue;
    scores.push_back(*rating);
    if (*rating >= rule.band.low && *rating <= rule.band.high) ++inside;
  }
  if (scores.empty()) {
    const auto reason = Because("nobody scored the item");
    return {SpreadOf(scores), reason, reason};
  }
  const Fraction share(inside, static_cast<std::int64_t>(scores.size()));
  return {SpreadOf(scores), share, share >= rule.share};
}

Figure<Fraction> Difference(const Figure<Fraction>& first, const Figure<Fraction>& second) {
  if (!first) return first;
  if (!second) return second;
  return *first - *second;
}

// Of the groups that `pair` names.
GroupLikeness LikenessOf(std::span<const GroupItem> firsts,
                         std::span<const GroupItem> seconds,
                         GroupLikeness pair) {
  constexpr std::array<int, 2> kOutOrIn = {0, 1};
  RatingMatrix verdicts{0, 2, {}};
  for (std::size_t item = 0; item < firsts.size(); ++item) {
    const GroupItem& first = firsts[item];
    const GroupItem& second = seconds[item];
    pair.median_differences.push_back(Difference(first.spread.median, second.spread.median));
    if (!first.in || !second.in) continue;
    ++verdicts.items;
    verdicts.ratings.emplace_back(*first.in ? 1 : 0);
    verdicts.ratings.emplace_back(*second.in ? 1 : 0);
    if (*first.in) {
      ++(*second.in ? pair.both_in : pair.only_first);
    } else {
      ++(*second.in ? pair.only_second : pair.both_out);
    }
  }
  if (verdicts.items == 0) {
    pair.alike = Because("no item was scored by both groups");
    pair.kappa = Because("no item was scored by both groups");
    return pair;
  }
  pair.alike = Fraction(static_cast<std::int64_t>(pair.both_in + pair.both_out),
                        static_cast<std::int64_t>(verdicts.items));
  if (pair.both_in == verdicts.items || pair.both_out == verdicts.items) {
    pair.kappa = Because("all items are in for both, or all are out");
    return pair;
  }
  pair.kappa =
      AgreementOf(verdicts, Coefficient::kCohen, Weighting::kIdentity, kOutOrIn).coefficient;
  return pair;
}

}  // namespace

std::vector<GroupItem> GroupItemsOf(const RoundRatings& round,
                                    std::optional<std::uint32_t> group,
                                    const InBand& rule) {
  const RatingMatrix matrix = MatrixOf(round, group);
  std::vector<GroupItem> items;
  for (std::size_t item = 0; item < matrix.items; ++item)
    items.push_back(GroupItemOf(matrix, item, rule));
  return items;
}

std::vector<GroupLikeness> LikenessesOf(const RoundRatings& round, const InBand& rule) {
  std::vector<std::vector<GroupItem>> groups;
  for (std::uint32_t group = 0; group < round.groups.size(); ++group)
    groups.push_back(GroupItemsOf(round, group, rule));
  std::vector<GroupLikeness> pairs;
  for (std::uint32_t first = 0; first < groups.size(); ++first) {
    for (std::uint32_t second = first + 1; second < groups.size(); ++second) {
      GroupLikeness pair;
      pair.first = first;
      pair.second = second;
      pairs.push_back(LikenessOf(groups[first], groups[second], std::move(pair)));
    }
  }
  return pairs;
}

}  // namespace quorate::engine
