// Why one candidate has a seat and another has none: the figures that decided between the two at
// that seat, and the same in plain words.

#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/base/json.h"
#include "engine/committee/committee.h"

namespace quorate::engine {

struct SeatComparison {
  CandidateId one = 0;
  CandidateId other = 0;
  std::vector<std::string> sentences;
  Json figures;  // An object; its members depend on the rule.
};

// With so many candidates or fewer, an answer compares everybody without a seat unasked.
inline constexpr std::uint32_t kSeatsComparedUnaskedMax = 15;

using SeatPair = std::pair<CandidateId, CandidateId>;

// The pairs that answer a question about `asked`, of the first committee. Nobody asked for: each
// candidate without a seat against the member who kept it from them (the last one elected; the
// lowest score; under PAV and Chamberlin-Courant the one whose place costs least). One: the same
// for them, or that member against each candidate without a seat. Several: each pair.
std::vector<SeatPair> SeatsToCompare(const CommitteeResult& result,
                                     const ApprovalProfile& profile,
                                     const CommitteeRequest& request,
                                     const std::vector<CandidateId>& asked);

// What each rule shows:
//
// approval, sav             both scores
// pav, cc                   the committee's score, and with the one in the other's place
// seq-pav, rev-seq-pav      what both added, or cost, at the seat of the first of them
// phragmen                  the loads that both would have meant for their supporters there
// equal-shares              the prices both had there, where supporters could pay; and the money
// left
//
// Where neither or both have a seat, their approvals alone. `result` is what ChooseCommittee gave
// for the same profile and request.
SeatComparison CompareSeats(const CommitteeResult& result,
                            const ApprovalProfile& profile,
                            const CommitteeRequest& request,
                            const SeatPair& pair);

// [{"of","with","sentences", figures..}], as it stands in an explanation.
Json ToJson(const std::vector<SeatComparison>& comparisons, const ApprovalProfile& profile);

}  // namespace quorate::engine
