// The whole tally of a round: counts, figures and consensus for each item. This is what the command
// line prints, what a closed round records as its findings, and what an auditor recomputes.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/json.h"
#include "engine/base/result.h"
#include "engine/panel/voice.h"
#include "engine/ratings/consensus.h"
#include "engine/ratings/round_ratings.h"
#include "engine/ratings/rule.h"
#include "engine/ratings/summary.h"

namespace quorate::engine {

struct ItemResult {
  std::string item;
  ItemConsensus consensus;
  TableSummary panel;
  std::vector<TableSummary> groups;  // In the order of RatingsResult::groups.
};

struct RatingsResult {
  std::string rule;   // Its name.
  std::string voice;  // The policy's name, or its command-line form where it has none.
  Scale scale;
  std::vector<std::string> groups;
  std::vector<ItemResult> items;
};

// Refuses ratings given on another scale than the rule's.
Status CheckScale(const RoundRatings& ratings, const ConsensusRule& rule);

// Tallies every item. `round` chooses among clauses that speak about some rounds only.
//
// Refuses what CheckScale() and Divide() (electorate.h) refuse. Requires
// ratings that CheckRound() accepts and a rule that RuleFromJson() could have read.
Result<RatingsResult> TallyRatings(const RoundRatings& ratings,
                                   const ConsensusRule& rule,
                                   const VoicePolicy& voice,
                                   int round);

// Exact values and counts as strings; undefined figures absent; only `sd` is a number.
Json ToJson(const RatingsResult& result);
// One table in the same form.
Json ToJson(const TableSummary& summary, const Scale& scale);

}  // namespace quorate::engine
