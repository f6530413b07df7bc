// A chosen committee as programs and people read it.

#pragma once

#include <string>
#include <vector>

#include "engine/base/json.h"
#include "engine/committee/committee.h"

namespace quorate::engine {

// Who is elected and why, one thought a sentence.
std::vector<std::string> Sentences(const CommitteeResult& result,
                                   const ApprovalProfile& profile,
                                   const CommitteeRequest& request);

// {"rule","seats","winners","tied","committees","committees_count","scores"?,"explanation"}.
// `winners` is the first committee in file order. Where not all tied committees are listed
// "committees_cut" stands beside them; "optimal" is false where a search ended before its proof.
Json ToJson(const CommitteeResult& result,
            const ApprovalProfile& profile,
            const CommitteeRequest& request);

}  // namespace quorate::engine
