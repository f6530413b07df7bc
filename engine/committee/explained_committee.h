// A committee with its reasons: the result, why members have their seats, how close it was.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/margin.h"
#include "engine/committee/why.h"

namespace quorate::engine {

struct SeatCuriosity {
  std::vector<std::string> why;  // Candidates asked about; nobody: what why.h shows unasked.
  bool margin = false;           // Shown anyway where it is cheap.
};

struct ExplainedCommittee {
  CommitteeResult result;
  std::vector<SeatComparison> comparisons;
  std::optional<MarginAnswer> margin;
};

// Refuses what ChooseCommittee refuses, and candidates asked about who are not there.
Result<ExplainedCommittee> ChooseAndExplain(const ApprovalProfile& profile,
                                            const CommitteeRequest& request,
                                            const SeatCuriosity& curiosity);

// The result as in answer.h, with "comparisons" and "margin" in its explanation.
Json ToJson(const ExplainedCommittee& explained,
            const ApprovalProfile& profile,
            const CommitteeRequest& request);

// The candidates' numbers; refuses names that the profile does not hold, all at once.
Result<std::vector<CandidateId>> FindCandidates(const ApprovalProfile& profile,
                                                const std::vector<std::string>& names);

}  // namespace quorate::engine
