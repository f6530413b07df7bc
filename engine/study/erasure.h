// What an erasure leaves of a study's state.

#pragma once

#include <string>

#include "engine/study/study.h"

namespace quorate::engine {

// Takes everything out that the participant was or answered, in open and closed rounds alike, and
// counts them as having left. Tallies, outcomes and explanations that stand are not touched; what
// is concluded from now on counts the others only. The same whether the contents were known until
// now or not, so that a log replayed without them comes to the same state. Requires somebody on the
// panel.
void Erase(const std::string& participant, Study& study);

}  // namespace quorate::engine
