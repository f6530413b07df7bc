#include "engine/ranking/explained.h"

#include <utility>

#include "engine/ranking/margin.h"

namespace quorate::engine {

Result<ExplainedAnswer> CountAndExplain(const Profile& profile,
                                        const RankedRule& rule,
                                        const RankedOptions& options,
                                        const Curiosity& curiosity) {
  ExplainedAnswer explained;
  QUORATE_ASSIGN_OR_RETURN(const auto asked, FindCandidates(profile, curiosity.why));
  QUORATE_ASSIGN_OR_RETURN(explained.answer, CountRanked(profile, rule, options));
  const std::size_t size = profile.candidates.size();
  if (!asked.empty() || size <= kComparedUnaskedMax) {
    QUORATE_ASSIGN_OR_RETURN(explained.comparisons,
                             CompareCandidates(profile,
                                               rule,
                                               options,
                                               explained.answer,
                                               PairsToCompare(explained.answer, size, asked)));
  }
  if (curiosity.margin || HasCheapMargin(rule)) explained.margin = MarginOf(profile, rule, options);
  return explained;
}

Json ToJson(const ExplainedAnswer& explained,
            const Profile& profile,
            std::string_view rule,
            std::size_t seats) {
  Json json = ToJson(explained.answer, profile, rule, seats);
  Json& explanation = json["explanation"];
  if (!explained.comparisons.empty())
    explanation["comparisons"] = ToJson(explained.comparisons, profile);
  if (explained.margin) explanation["margin"] = ToJson(*explained.margin);
  return json;
}

}  // namespace quorate::engine
