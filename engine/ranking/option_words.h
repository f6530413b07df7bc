// The options of a count as words, spelled alike on the command line and in the API.

#pragma once

#include <string>

#include "engine/base/result.h"
#include "engine/ranking/ranked_rule.h"

namespace quorate::engine {

// Empty words stand for the defaults.
struct OptionWords {
  std::string unranked;        // last, apart
  std::string strength;        // winning, margin, ratio, opposition
  std::string borda_unranked;  // averaged, zero
  std::string missing;         // refuse, zero, worst, median
};

// Seats and tie stay at their defaults. Every word that is unknown is refused, under the name of
// its member; `flag` is put before that name, where readers know it as a flag.
Result<RankedOptions> ReadOptionWords(const OptionWords& words, const std::string& flag = "");

// The row of the rule, or a refusal that lists all rules.
Result<const RankedRule*> ParseRankedRule(const std::string& name, const std::string& flag = "");

}  // namespace quorate::engine
