// Rules that score every candidate alone: the k best scores win.

#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "engine/committee/committee.h"

namespace quorate::engine {

// Approvals, or each ballot's weight split evenly among those it approves; in file order.
std::vector<std::pair<CandidateId, Fraction>> ApprovalScores(const ApprovalProfile& profile);
std::vector<std::pair<CandidateId, Fraction>> SatisfactionScores(const ApprovalProfile& profile);

struct TopCommittees {
  std::vector<Committee> committees;     // In file order, at most `listed_max`.
  boost::multiprecision::cpp_int count;  // Of all, listed or not.
};

// All sets of `seats` candidates with the highest scores. Requires one score a candidate, in file
// order, and seats <= candidates.
TopCommittees TopScored(const std::vector<std::pair<CandidateId, Fraction>>& scores,
                        std::uint32_t seats,
                        std::size_t listed_max);

}  // namespace quorate::engine
