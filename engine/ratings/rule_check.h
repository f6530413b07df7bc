// Whether a rule is sound enough to be frozen into a protocol.
//
// A rule that reads well can still be nonsense: a clause that always holds, one that never can, or
// an IN and an OUT that both hold for the same tally, so that the order of the clauses, which
// nobody discussed, decides. `tally ratings` takes any well-formed rule and lets the first clause
// win; what is frozen must be sound.

#pragma once

#include "engine/base/result.h"
#include "engine/ratings/rule.h"

namespace quorate::engine {

// Refuses with kInvalidRule:
// - a threshold that every possible value meets, or none does, such as a share above 100 %;
// - parts of one `all` that exclude each other on the same measure;
// - a share that adds "unable" to the numerator but not to the denominator;
// - "outside the median's region" on a scale without bands;
// - a clause that repeats an earlier one and so can never decide;
// - an IN and an OUT clause that speak about one round and both hold for some tally; the message
// shows
//   such a tally.
//
// The last is a search over small panels of one, two and three groups in which everybody declares
// one hat and weighs 1, and over panels of 100 at the rule's own thresholds. It finds every
// contradiction of the usual kinds, but passing it is no proof.
Status CheckRule(const ConsensusRule& rule);

}  // namespace quorate::engine
