// The Smith and Schwartz sets.

#include "engine/ranking/components.h"
#include "engine/ranking/rules.h"

namespace quorate::engine {

Result<RankedAnswer> CountSmith(const RankedCount& count) {
  QUORATE_ASSIGN_OR_RETURN(const Pairwise pairwise,
                           Pairwise::Of(count.profile, count.options.unranked));
  RankedAnswer answer;
  const auto tiers = TiersOf(pairwise);
  answer.winners = tiers.front();
  answer.summary.push_back("The Smith set, the smallest whose members beat everybody outside it: " +
                           NamesOf(count.profile, answer.winners) + ".");
  Json shown = Json::Array();
  for (const auto& tier : tiers)
    shown.Append(NamesInJson(count.profile, tier));
  answer.explanation["tiers"] = std::move(shown);
  return answer;
}

Result<RankedAnswer> CountSchwartz(const RankedCount& count) {
  QUORATE_ASSIGN_OR_RETURN(const Pairwise pairwise,
                           Pairwise::Of(count.profile, count.options.unranked));
  RankedAnswer answer;
  answer.winners = SchwartzSetOf(pairwise);
  answer.summary.push_back(
      "The Schwartz set, all smallest sets whose members nobody outside beats: " +
      NamesOf(count.profile, answer.winners) + ".");
  return answer;
}

}  // namespace quorate::engine
