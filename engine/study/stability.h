// Whether answers still move from round to round, and what the protocol's stopping rule says to it.

#pragma once

#include "engine/base/json.h"
#include "engine/study/study.h"

namespace quorate::engine {

// Compares a survey round with the one before it:
//
//   {"since": "round/1", "people": n, "pairs"?: n, "changed"?: n, "items": n, "settled": n,
//    "stop"?: true}
//
// A pair is one person's scores of one item in the same wording in both rounds; it has changed
// where they differ. `people` have at least one pair; below k people the pairs are left out, and
// from rules version 3 on also where fewer than k have changed while 1 to k-1 people are in one of
// the rounds only, since the two rounds' tables would then tell what those few answered. `settled`
// of the round's items are IN or OUT. `stop` stands where the protocol has a stopping rule: whether
// every limit that it states holds. A share of no pairs at all holds no limit. Requires known
// contents, an earlier closed survey round, and consensus found for the round.
Json StabilityOf(const Study& study, const Round& round, int k, std::int64_t settled);

}  // namespace quorate::engine
