#include "engine/committee/approval_profile.h"

#include <algorithm>
#include <map>
#include <utility>

namespace quorate::engine {

namespace {

using boost::multiprecision::cpp_int;

Status CheckBallots(std::size_t candidates, const std::vector<WeightedApproval>& ballots) {
  std::vector<Violation> violations;
  for (std::size_t i = 0; i < ballots.size(); ++i) {
    const std::string place = "ballot " + std::to_string(i + 1);
    if (ballots[i].weight <= Fraction(0)) {
      violations.push_back({place, "a weight must be above zero"});
    }
    for (const CandidateId candidate : ballots[i].approved) {
      if (candidate >= candidates) {
        violations.push_back({place, "there is no candidate " + std::to_string(candidate + 1)});
      }
    }
  }
  if (!violations.empty()) return Refuse(Reason::kInvalidArgument, std::move(violations));
  return {};
}

constexpr unsigned kDenominatorBitsMax = 2000;

tl::unexpected<Error> RefuseWeights() {
  return Refuse(Reason::kTooLarge,
                "weights",
                "in units that divide them all they add up to more than 2^40; use simpler "
                "fractions");
}

}  // namespace

Result<ApprovalProfile> ApprovalProfile::Make(std::vector<std::string> candidates,
                                              const std::vector<WeightedApproval>& ballots) {
  QUORATE_RETURN_IF_ERROR(CheckBallots(candidates.size(), ballots));
  cpp_int denominator = 1;
  for (const auto& ballot : ballots) {
    denominator = boost::multiprecision::lcm(denominator, ballot.weight.denominator());
    // Without this check the product could grow without end.
    if (boost::multiprecision::msb(denominator) > kDenominatorBitsMax) return RefuseWeights();
  }
  std::map<Committee, cpp_int> merged;
  for (const auto& ballot : ballots) {
    Committee approved = ballot.approved;
    std::sort(approved.begin(), approved.end());
    approved.erase(std::unique(approved.begin(), approved.end()), approved.end());
    merged[std::move(approved)] +=
        ballot.weight.numerator() * (denominator / ballot.weight.denominator());
  }
  // The largest unit that all share.
  cpp_int unit = 0;
  cpp_int total = 0;
  for (const auto& [approved, units] : merged) {
    unit = boost::multiprecision::gcd(unit, units);
    total += units;
  }
  unit = std::max<cpp_int>(unit, 1);
  if (total / unit > kUnitsMax) return RefuseWeights();
  ApprovalProfile profile;
  profile.candidates_ = std::move(candidates);
  profile.unit_ = Fraction::Of(unit, denominator);
  profile.total_units_ = cpp_int(total / unit).convert_to<std::int64_t>();
  for (auto& [approved, units] : merged) {
    const auto whole = cpp_int(units / unit).convert_to<std::int64_t>();
    if (approved.empty()) {
      profile.blank_units_ = whole;
    } else {
      profile.ballots_.push_back({approved, whole});
    }
  }
  profile.Index();
  return profile;
}

ApprovalProfile ApprovalProfile::Reordered(const std::vector<CandidateId>& order) const {
  ApprovalProfile other = *this;
  std::vector<CandidateId> place(order.size());
  for (CandidateId i = 0; i < order.size(); ++i) {
    place[order[i]] = i;
    other.candidates_[i] = candidates_[order[i]];
  }
  for (Ballot& ballot : other.ballots_) {
    for (CandidateId& candidate : ballot.approved)
      candidate = place[candidate];
    std::sort(ballot.approved.begin(), ballot.approved.end());
  }
  std::sort(other.ballots_.begin(), other.ballots_.end(), [](const Ballot& a, const Ballot& b) {
    return a.approved < b.approved;
  });
  other.Index();
  return other;
}

void ApprovalProfile::Index() {
  supporters_.assign(candidates_.size(), {});
  support_.assign(candidates_.size(), 0);
  for (std::uint32_t i = 0; i < ballots_.size(); ++i) {
    for (const CandidateId candidate : ballots_[i].approved) {
      supporters_[candidate].push_back(i);
      support_[candidate] += ballots_[i].units;
    }
  }
}

}  // namespace quorate::engine
