// May this happen, and what follows? The one door through which a study changes.

#pragma once

#include <vector>

#include "engine/base/result.h"
#include "engine/study/command.h"
#include "engine/study/study.h"

namespace quorate::engine {

// The entries that `command` adds: permitted facts, each followed by the findings it causes.
// Applied in order they make the study's next state. A refusal changes nothing and names every
// violation.
//
// A command that adds nothing (enrolling nobody) is refused, not answered with an empty list.
Result<std::vector<Entry>> Admit(const Study& study, const Command& command);

}  // namespace quorate::engine
