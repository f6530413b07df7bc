#include "engine/statistics/change.h"

#include <cstdint>
#include <cstdlib>
#include <optional>
#include <utility>

#include "engine/base/check.h"
#include "engine/statistics/agreement.h"
#include "engine/statistics/rating_matrix.h"

namespace quorate::engine {

namespace {

constexpr const char* kNobody = "nobody scored in both rounds";

// Each person is an item that two raters rated: the person before, and the person after.
Figure<double> SelfAgreement(const PairedScores& scores, const ChangeOptions& options) {
  RatingMatrix matrix{scores.before.size(), 2, {}};
  if (matrix.items == 0) return Because(kNobody);
  if (matrix.items == 1) return Because("one person alone says nothing of chance");
  for (std::size_t person = 0; person < matrix.items; ++person) {
    matrix.ratings.emplace_back(scores.before[person]);
    matrix.ratings.emplace_back(scores.after[person]);
  }
  return AgreementOf(matrix, Coefficient::kCohen, options.weighting, PointsOf(options.scale))
      .coefficient;
}

Figure<Fraction> RatioOf(const Figure<Fraction>& after, const Figure<Fraction>& before) {
  if (!before) return before;
  if (before->IsZero()) return Because("the IQR before is 0");
  return *after / *before;
}

}  // namespace

Change ChangeOf(const PairedScores& scores, const ChangeOptions& options) {
  QUORATE_CHECK(scores.before.size() == scores.after.size());
  const std::size_t people = scores.before.size();
  std::size_t changed = 0;
  std::int64_t distance = 0;
  for (std::size_t person = 0; person < people; ++person) {
    const std::int64_t step = std::int64_t{scores.after[person]} - scores.before[person];
    if (step != 0) ++changed;
    distance += std::abs(step);
  }
  const auto per_person = [&](std::int64_t sum) -> Figure<Fraction> {
    if (people == 0) return Because(kNobody);
    return Fraction(sum, static_cast<std::int64_t>(people));
  };
  const Spread before = SpreadOf(scores.before);
  const Spread after = SpreadOf(scores.after);
  const BandMoves moves = MovesOf(scores.before, scores.after, options.band);
  return {people,
          changed,
          per_person(static_cast<std::int64_t>(changed)),
          per_person(distance),
          before,
          after,
          RatioOf(after.iqr, before.iqr),
          SelfAgreement(scores, options),
          SignedRankOf(scores.before, scores.after),
          moves,
          McNemarOf(moves)};
}

std::vector<ItemChange> ChangesOf(const RoundPair& pair, const ChangeOptions& options) {
  std::vector<ItemChange> changes;
  for (std::size_t item = 0; item < pair.items.size(); ++item) {
    ItemChange change{pair.before.items[pair.items[item].before],
                      ChangeOf(ScoresOf(pair, item, std::nullopt), options),
                      {}};
    for (std::uint32_t group = 0; group < pair.before.groups.size(); ++group)
      change.groups.push_back(ChangeOf(ScoresOf(pair, item, group), options));
    changes.push_back(std::move(change));
  }
  return changes;
}

}  // namespace quorate::engine
