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

// Whether a group was cut short, and which:
// {"checked":"JR"|"EJR","holds","short_changed"?:{"weight", "agree_on","deserves","has_at_most"}},
// and the same in a sentence.
Json JustifiedInJson(const JustifiedRepresentation& justified, const ApprovalProfile& profile);
std::string JustifiedInWords(const JustifiedRepresentation& justified,
                             const ApprovalProfile& profile);

// "A", "A and B", "A, B and C", "nobody".
std::string NamesOf(const ApprovalProfile& profile, const Committee& committee);

}  // namespace quorate::engine
