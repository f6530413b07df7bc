// Searching for a tally under which a rule says both IN and OUT.

#pragma once

#include <optional>
#include <string>

#include "engine/ratings/rule.h"

namespace quorate::engine {

// A tally under which two clauses with opposite verdicts hold in one round.
struct Contradiction {
  std::size_t in_clause = 0;
  std::size_t out_clause = 0;
  std::string tally;  // In words: "in group A 7 people give 9 and 3 give 1".
};

// The first contradiction that the search described in rule_check.h finds. Requires a rule whose
// clauses each satisfy the other conditions there.
std::optional<Contradiction> FindContradiction(const ConsensusRule& rule);

}  // namespace quorate::engine
