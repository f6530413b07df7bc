// The JSON form of consensus rules: a strict reader and the writer.
//
// A rule as people write it, with defaults left out:
//
//   {"name": "70/15",
//    "clauses": [{"verdict": "IN",
//                 "when": {"all": [{"measure": "share", "band": [7,9], "op": ">=", "value": "70%"},
//                                  {"measure": "share", "band": [1,3], "op": "<", "value":
//                                  "15%"}]}}]}

#pragma once

#include <string_view>

#include "engine/base/json.h"
#include "engine/base/result.h"
#include "engine/ratings/rule.h"

namespace quorate::engine {

// Reads a rule. Unknown members, missing ones, bands off the scale, empty lists and nested scopes
// are refused, all at once, each with a path such as "clauses[0].when.all[1].op" below `field`.
//
// What is well formed is read, even if no panel can ever satisfy it: whether a rule is sound is
// CheckRule's question (rule_check.h).
Result<ConsensusRule> RuleFromJson(const Json& json, std::string_view field = "");

// The rule with every default written out. Reading it gives an equal rule.
Json ToJson(const ConsensusRule& rule);

}  // namespace quorate::engine
