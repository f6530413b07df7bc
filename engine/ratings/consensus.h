// Applying a consensus rule to the tables of one item.
//
// Three values, because "not enough people to tell" is neither a pass nor a fail: an undefined
// measure, or a group with fewer people who scored than the least group size, is not assessable,
// and so is its negation. `all` is false if any part is false, `any` true if any part is true,
// whatever the rest. A clause needs true.
//
// Scopes that range over groups leave the ones that are not assessable out, and never hold on
// nothing: with no assessable group left, or fewer than "at least k" asks for, they are not
// assessable themselves. Groups called by name must all hold; one that is absent or not assessable
// makes the criterion not assessable, unless another named group fails.

#pragma once

#include <optional>
#include <span>
#include <string>

#include "engine/ratings/rule.h"
#include "engine/ratings/tally.h"

namespace quorate::engine {

enum class Truth { kFalse, kTrue, kNotAssessable };

struct ItemConsensus {
  Consensus consensus = Consensus::kNone;
  std::string grade;                  // Of the clause that decided; may be empty.
  std::optional<std::size_t> clause;  // Which clause decided; absent for NONE and INQUORATE.
  friend bool operator==(const ItemConsensus&, const ItemConsensus&) = default;
};

// The item's consensus in that round. INQUORATE is looked at first; an item nobody scored is
// INQUORATE even under a quorum of 0. `groups` names the tables of `tables.groups`.
ItemConsensus ConsensusOf(const ConsensusRule& rule,
                          std::span<const std::string> groups,
                          const ItemTables& tables,
                          int round);

// Whether one criterion holds.
Truth Assess(const ConsensusRule& rule,
             const Criterion& criterion,
             std::span<const std::string> groups,
             const ItemTables& tables);

}  // namespace quorate::engine
