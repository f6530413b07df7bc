// A count with its reasons: the answer, why the winner stands above the others, how close it was.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/margin.h"
#include "engine/ranking/why.h"

namespace quorate::engine {

struct Curiosity {
  std::vector<std::string> why;  // Candidates asked about; nobody: what why.h shows unasked.
  bool margin = false;           // Shown anyway where it is cheap.
};

struct ExplainedAnswer {
  RankedAnswer answer;
  std::vector<CandidateComparison> comparisons;
  std::optional<MarginAnswer> margin;
};

// Refuses what CountRanked refuses, and candidates asked about who are not there.
Result<ExplainedAnswer> CountAndExplain(const Profile& profile,
                                        const RankedRule& rule,
                                        const RankedOptions& options,
                                        const Curiosity& curiosity);

// The answer as in ranked_rule.h, with "comparisons" and "margin" in its explanation.
Json ToJson(const ExplainedAnswer& explained,
            const Profile& profile,
            std::string_view rule,
            std::size_t seats);

}  // namespace quorate::engine
