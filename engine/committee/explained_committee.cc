#include "engine/committee/explained_committee.h"

#include <algorithm>
#include <utility>

#include "engine/committee/answer.h"
#include "engine/committee/committee_margin.h"

namespace quorate::engine {

Result<ExplainedCommittee> ChooseAndExplain(const ApprovalProfile& profile,
                                            const CommitteeRequest& request,
                                            const SeatCuriosity& curiosity) {
  ExplainedCommittee explained;
  QUORATE_ASSIGN_OR_RETURN(const auto asked, FindCandidates(profile, curiosity.why));
  QUORATE_ASSIGN_OR_RETURN(explained.result, ChooseCommittee(profile, request));
  if (!asked.empty() || profile.candidate_count() <= kSeatsComparedUnaskedMax) {
    for (const SeatPair& pair : SeatsToCompare(explained.result, profile, request, asked))
      explained.comparisons.push_back(CompareSeats(explained.result, profile, request, pair));
  }
  if (curiosity.margin || HasCheapMargin(request.rule))
    explained.margin = CommitteeMarginOf(profile, request);
  return explained;
}

Json ToJson(const ExplainedCommittee& explained,
            const ApprovalProfile& profile,
            const CommitteeRequest& request) {
  Json json = ToJson(explained.result, profile, request);
  Json& explanation = json["explanation"];
  if (!explained.comparisons.empty())
    explanation["comparisons"] = ToJson(explained.comparisons, profile);
  if (explained.margin) explanation["margin"] = ToJson(*explained.margin);
  return json;
}

Result<std::vector<CandidateId>> FindCandidates(const ApprovalProfile& profile,
                                                const std::vector<std::string>& names) {
  std::vector<CandidateId> found;
  std::vector<Violation> violations;
  const auto& candidates = profile.candidates();
  for (const std::string& name : names) {
    const auto at = std::find(candidates.begin(), candidates.end(), name);
    if (at == candidates.end()) {
      violations.push_back({"candidate", "no candidate is named \"" + name + "\""});
    } else {
      found.push_back(static_cast<CandidateId>(at - candidates.begin()));
    }
  }
  if (!violations.empty()) return Refuse(Reason::kInvalidArgument, std::move(violations));
  return found;
}

}  // namespace quorate::engine
