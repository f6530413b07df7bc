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

}  // namespace

Result<ApprovalProfile> ApprovalProfile::Make(std::vector<std::string> candidates,
                                              const std::vector<WeightedApproval>& ballots) {
  QUORATE_RETURN_IF_ERROR(CheckBallots(candidates.size(), ballots));
  cpp_int denominator = 1;
  for (const auto& ballot : ballots) {
    denominator = boost::multiprecision::lcm(denominator, ballot.weight.denominator());
    // Even one ballot would be too heavy; without this check the product could grow without end.
    if (denominator > kUnitsMax) break;
  }
  std::map<Committee, cpp_int> merged;
  cpp_int total = 0;
  for (const auto& ballot : ballots) {
    Committee approved = ballot.approved;
    std::sort(approved.begin(), approved.end());
    approved.erase(std::unique(approved.begin(), approved.end()), approved.end());
    const cpp_int units = ballot.weight.numerator() * denominator / ballot.weight.denominator();
    merged[std::move(approved)] += units;
    total += units;
  }
  if (total > kUnitsMax || denominator > kUnitsMax) {
    return Refuse(Reason::kTooLarge,
                  "weights",
                  "over a common denominator the weights add up to more than 2^40; use simpler "
                  "fractions");
  }
  ApprovalProfile profile;
  profile.candidates_ = std::move(candidates);
  profile.unit_ = Fraction::Of(1, denominator);
  profile.total_units_ = total.convert_to<std::int64_t>();
  for (auto& [approved, units] : merged) {
    const auto whole = units.convert_to<std::int64_t>();
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
