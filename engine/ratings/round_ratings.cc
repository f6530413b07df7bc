#include "engine/ratings/round_ratings.h"

#include <algorithm>

namespace quorate::engine {

namespace {

Status CheckHats(const RoundRatings& round) {
  for (const HatSet& hats : round.hat_sets) {
    HatSet sorted = hats;
    std::sort(sorted.begin(), sorted.end());
    if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end()) {
      return Refuse(Reason::kInvalidArgument, "hat_sets", "a hat is worn twice");
    }
    if (!sorted.empty() && sorted.back() >= round.groups.size()) {
      return Refuse(Reason::kInvalidArgument, "hat_sets", "a hat of no group");
    }
  }
  const bool known = std::all_of(round.hat_set_of.begin(), round.hat_set_of.end(), [&](auto set) {
    return set < round.hat_sets.size();
  });
  if (!known) return Refuse(Reason::kInvalidArgument, "hat_set_of", "a member with unknown hats");
  return {};
}

}  // namespace

std::uint32_t RoundRatings::AddHatSet(const HatSet& hats) {
  const auto found = std::find(hat_sets.begin(), hat_sets.end(), hats);
  if (found != hat_sets.end()) return static_cast<std::uint32_t>(found - hat_sets.begin());
  hat_sets.push_back(hats);
  return static_cast<std::uint32_t>(hat_sets.size() - 1);
}

Status CheckRound(const RoundRatings& round) {
  QUORATE_RETURN_IF_ERROR(CheckHats(round));
  if (!round.weights.empty() && round.weights.size() != round.member_count()) {
    return Refuse(Reason::kInvalidArgument, "weights", "must hold one weight a member, or none");
  }
  const bool negative = std::any_of(round.weights.begin(),
                                    round.weights.end(),
                                    [](const auto& weight) { return weight.IsNegative(); });
  if (negative) return Refuse(Reason::kInvalidArgument, "weights", "must be at least 0");
  if (round.answers.size() != round.items.size() * round.member_count()) {
    return Refuse(Reason::kInvalidArgument, "answers", "must hold one code an item and member");
  }
  const auto highest = std::max_element(round.answers.begin(), round.answers.end());
  if (highest != round.answers.end() && *highest >= CodeCount(round.scale)) {
    return Refuse(Reason::kInvalidArgument, "answers", "a score off the scale");
  }
  return {};
}

}  // namespace quorate::engine
