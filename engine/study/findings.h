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

// Who has answered so far in `box`, a ballot box of `round`. Invited are those who might have: by the
// round's entry policy in a survey, by attendance in a workshop. The whole panel comes first, then the
// groups that may be shown.
std::vector<Response> Responses(const Study& study, const Round& round, const BallotBox& box);

}  // namespace quorate::engine
