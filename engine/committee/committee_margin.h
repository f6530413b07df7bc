// How close the choice of a committee was: the fewest ballots that, had they approved others, would
// have changed who is elected.
//
// A changed ballot may approve anybody or nobody. Nobody is added or stays away. A tie is a change;
// the tie order plays no part. Weights are counted in the profile's units; margin.h in base says
// what that makes of the answer.

#pragma once

#include "engine/base/margin.h"
#include "engine/committee/committee.h"

namespace quorate::engine {

// Exact: approval and SAV. For the others the upper bound is a change found by making it and
// choosing again: the ballots that approve a member and not the rival approve the rival alone, or
// the rival instead of the member. The lower bound is
//   pav, cc                what the best other committee lacks, where at most 3,000 are to be
//                          looked at; a ballot moves the difference of two scores by at most twice
//                          what it can give, 1 + 1/2 + .. + 1/k or 1
//   seq-pav, rev-seq-pav   the least lead over the next at any act, which a ballot moves by 2 at
//                          most
//   phragmen, equal-shares 1: nothing better is known here
//
// Undefined with a reason: everybody is elected. 0 where committees are tied.
MarginAnswer CommitteeMarginOf(const ApprovalProfile& profile, const CommitteeRequest& request);

// Whether CommitteeMarginOf is as cheap as the choice itself.
bool HasCheapMargin(CommitteeRule rule);

}  // namespace quorate::engine
