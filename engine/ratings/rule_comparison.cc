#include "engine/ratings/rule_comparison.h"

#include <algorithm>
#include <utility>

#include "engine/ratings/electorate.h"
#include "engine/ratings/presets.h"
#include "engine/ratings/results.h"
#include "engine/ratings/rule_variants.h"
#include "engine/ratings/sensitivity.h"
#include "engine/ratings/tally.h"

namespace quorate::engine {

namespace {

std::string Points(const Scale& scale) {
  return std::to_string(scale.min) + " to " + std::to_string(scale.max);
}

// Why the preset says nothing about such scores; empty where it does.
std::string WhyNot(const ConsensusRule& preset,
                   const RoundRatings& ratings,
                   const std::vector<ItemTables>& items,
                   int round) {
  if (preset.scale.min != ratings.scale.min || preset.scale.max != ratings.scale.max) {
    return "it is for scores from " + Points(preset.scale) + ", not " + Points(ratings.scale);
  }
  const bool speaks = std::any_of(preset.clauses.begin(), preset.clauses.end(), [&](auto& clause) {
    return AppliesIn(clause, round);
  });
  if (!speaks) return "it says nothing about round " + std::to_string(round);
  if (ratings.groups.empty() && LooksAtGroups(preset, round)) {
    return "it looks at groups, and there are none";
  }
  const auto sizes = PanelSizes(preset, round);
  const bool fits =
      !sizes || std::any_of(items.begin(), items.end(), [&](const ItemTables& tables) {
        const std::uint64_t scored = tables.panel.scored_people();
        return scored >= sizes->first && scored <= sizes->second;
      });
  if (fits) return "";
  return "its table is for " + std::to_string(sizes->first) + " to " +
         std::to_string(sizes->second) + " people";
}

}  // namespace

Result<std::vector<OtherRule>> ApplyPresets(const RoundRatings& ratings,
                                            const ConsensusRule& rule,
                                            const VoicePolicy& voice,
                                            int round) {
  QUORATE_RETURN_IF_ERROR(CheckScale(ratings, rule));
  QUORATE_ASSIGN_OR_RETURN(const Electorate electorate, Divide(ratings, voice));
  std::vector<ItemTables> items;
  std::vector<ItemConsensus> own;
  for (std::size_t item = 0; item < ratings.items.size(); ++item) {
    const ItemTally tally = TallyItem(ratings, electorate, item);
    items.push_back(MakeTables(electorate, tally, ratings.groups.size()));
    own.push_back(ConsensusOf(rule, ratings.groups, items.back(), round));
  }
  std::vector<OtherRule> others;
  for (const Preset& preset : Presets()) {
    if (preset.rule == rule) continue;
    OtherRule other{preset.rule.name, WhyNot(preset.rule, ratings, items, round), {}, 0};
    for (std::size_t item = 0; item < items.size() && other.why_not.empty(); ++item) {
      other.items.push_back(ConsensusOf(preset.rule, ratings.groups, items[item], round));
      if (Differ(other.items.back(), own[item])) ++other.different;
    }
    others.push_back(std::move(other));
  }
  return others;
}

}  // namespace quorate::engine
