// How findings are written. In a tier without ballots a recorded finding stands unproved, and the
// report is made from it; so it must at least be a finding by its form.

#pragma once

#include "engine/study/event.h"

namespace quorate::engine {

// Whether the document in the finding has the members that its kind has, each of its type: counts
// in decimal digits, exact numbers in lowest terms. README.md of this folder lists them. True for
// facts and for head counts, which the codec reads member by member.
bool HasForm(const Event& finding);

}  // namespace quorate::engine
