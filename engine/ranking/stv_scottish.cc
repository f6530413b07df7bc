#include <vector>

#include "engine/ranking/stv.h"
#include "engine/ranking/stv_gregory.h"

namespace quorate::engine {

namespace {

using Wide = boost::multiprecision::int256_t;

// In hundred-thousandths of a vote.
struct ScottishArithmetic {
  using Value = std::int64_t;
  static constexpr Value kScale = 100'000;

  std::vector<std::int64_t> weights;
  Value quota = 0;
  Fraction valid;

  [[nodiscard]] static Value One() { return kScale; }
  [[nodiscard]] Value Times(Value value, std::size_t ballot) const {
    return value * weights[ballot];
  }
  [[nodiscard]] static Value Reduce(Value value, Value surplus, Value votes) {
    return (Wide(value) * surplus / votes).convert_to<Value>();
  }
  [[nodiscard]] static Value Share(Value value, std::ptrdiff_t /*takers*/) { return value; }
  [[nodiscard]] bool HasQuota(Value votes) const { return votes >= quota; }
  [[nodiscard]] static Fraction ToFraction(Value value) { return {value, kScale}; }
};

// Papers beyond this would not fit machine integers; no electorate comes near.
constexpr std::int64_t kPapersMax = 1'000'000'000'000;

Status CheckBallots(const Profile& profile) {
  std::size_t equal = 0;
  std::size_t broken = 0;
  boost::multiprecision::cpp_int total = 0;
  std::vector<std::size_t> seen_on(profile.candidates.size() + 1);  // Ballots from 1, by place.
  for (std::size_t b = 0; b < profile.size(); ++b) {
    bool is_equal = false;
    for (const Place place : profile.PlacesOf(b)) {
      is_equal |= place != kUnranked && seen_on[place] == b + 1;
      seen_on[place] = b + 1;
    }
    equal += is_equal ? 1U : 0U;
    broken += profile.weights[b].denominator() != 1 ? 1U : 0U;
    total += profile.weights[b].numerator();
  }
  std::vector<Violation> violations;
  if (equal > 0) {
    violations.push_back({"ballots",
                          std::to_string(equal) +
                              " have equal places, which Scottish STV does not know; use stv-meek "
                              "or stv-wig"});
  }
  if (broken > 0) {
    violations.push_back({"weights",
                          std::to_string(broken) +
                              " are no integers, and Scottish STV counts papers; use stv-meek or "
                              "stv-wig"});
  }
  if (total > kPapersMax) violations.push_back({"weights", "more than 10^12 papers"});
  if (!violations.empty()) return Refuse(Reason::kInvalidArgument, std::move(violations));
  return {};
}

}  // namespace

Result<RankedAnswer> CountStvScottish(const RankedCount& count) {
  QUORATE_RETURN_IF_ERROR(CheckSeats(count));
  QUORATE_RETURN_IF_ERROR(CheckBallots(count.profile));
  const OrderedBallots ballots(count.profile);
  ScottishArithmetic arithmetic;
  std::int64_t papers = 0;
  for (std::size_t b = 0; b < count.profile.size(); ++b) {
    arithmetic.weights.push_back(count.profile.weights[b].numerator().convert_to<std::int64_t>());
    if (!ballots[b].empty()) papers += arithmetic.weights.back();
  }
  const auto seats = static_cast<std::int64_t>(count.options.seats);
  arithmetic.quota = (papers / (seats + 1) + 1) * ScottishArithmetic::kScale;
  arithmetic.valid = papers;
  return AnswerOf(count,
                  FollowCounts(GregoryCount<ScottishArithmetic>(
                                   count, ballots, arithmetic, TieHistory::kLatestStageFirst),
                               StvCountsMax(ballots)));
}

}  // namespace quorate::engine
