#include <vector>

#include "engine/ranking/stv.h"
#include "engine/ranking/stv_gregory.h"

namespace quorate::engine {

namespace {

struct ExactArithmetic {
  using Value = Fraction;

  std::vector<Fraction> weights;
  Fraction quota;
  Fraction valid;

  [[nodiscard]] static Fraction One() { return 1; }
  [[nodiscard]] Fraction Times(const Fraction& value, std::size_t ballot) const {
    return value * weights[ballot];
  }
  [[nodiscard]] static Fraction Reduce(const Fraction& value,
                                       const Fraction& surplus,
                                       const Fraction& votes) {
    return value * surplus / votes;
  }
  [[nodiscard]] static Fraction Share(const Fraction& value, std::ptrdiff_t takers) {
    return takers == 1 ? value : value / Fraction(takers);
  }
  [[nodiscard]] bool HasQuota(const Fraction& votes) const { return votes > quota; }
  [[nodiscard]] static const Fraction& ToFraction(const Fraction& value) { return value; }
};

}  // namespace

Result<RankedAnswer> CountStvWig(const RankedCount& count) {
  QUORATE_RETURN_IF_ERROR(CheckSeats(count));
  const OrderedBallots ballots(count.profile);
  ExactArithmetic arithmetic{count.profile.weights, {}, {}};
  for (std::size_t b = 0; b < count.profile.size(); ++b) {
    if (!ballots[b].empty()) arithmetic.valid += count.profile.weights[b];
  }
  arithmetic.quota =
      arithmetic.valid / Fraction(static_cast<std::int64_t>(count.options.seats) + 1);
  return AnswerOf(
      count,
      FollowCounts(GregoryCount<ExactArithmetic>(count, ballots, arithmetic, TieHistory::kIgnored),
                   StvCountsMax(ballots)));
}

}  // namespace quorate::engine
