// What the engine concludes when a round, a vote or a choice closes: response, tallies, consensus,
// attrition, stability, outcomes.

#pragma once

#include <vector>

#include "engine/study/event.h"
#include "engine/study/study.h"

namespace quorate::engine {

// The findings that must follow on `fact`: none for most. A closing gives the response, then one
// tally an item in the order of the round's items, or a choice's outcome; from the second survey
// round on also attrition and stability. A comparison of rules gives one answer a rule. What a
// study of an earlier rules version did not conclude is not concluded for it now.
//
// Where a ballot that counts is not known, there is nothing to compute and the recorded finding
// stands: what is given in its place says only what it is about (IsComputed() tells).
std::vector<Event> Findings(const Study& study, const Event& fact);

// Whether the finding has been computed and is not merely named.
bool IsComputed(const Event& finding);

// The head counts of a round so far: who might enter it, and who cast a ballot or came to the
// workshop. The whole panel comes first, then the groups that may be shown.
std::vector<Response> ResponsesTo(const Study& study, const Round& round);
// Of a vote's or a choice's newest iteration: who attends, and who voted. Requires an iteration.
std::vector<Response> ResponsesTo(const Study& study, const Vote& vote);
std::vector<Response> ResponsesTo(const Study& study, const Choice& choice);

}  // namespace quorate::engine
