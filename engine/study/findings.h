// What the engine concludes when a round or a vote closes: response, tallies, consensus.

#pragma once

#include <vector>

#include "engine/study/event.h"
#include "engine/study/study.h"

namespace quorate::engine {

// The findings that must follow on `fact`, which has just been applied to `study`: none for most
// facts; for a closing, the response and one tally an item, in the order of the round's items.
//
// Requires that every ballot's content is known (study.contents_known): without them there is
// nothing to recompute and the recorded findings stand.
std::vector<Event> Findings(const Study& study, const Event& fact);

// The head counts of a round so far: who might enter it, and who cast a ballot or came to the
// workshop. The whole panel comes first, then the groups that may be shown.
std::vector<Response> ResponsesTo(const Study& study, const Round& round);
// Of a vote's newest iteration: who attends, and who voted. Requires an iteration.
std::vector<Response> ResponsesTo(const Study& study, const Vote& vote);

}  // namespace quorate::engine
