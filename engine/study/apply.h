// Make it so: how each entry changes a study. Total on entries that Permits() allows; engine/replay
// folds a whole log with it.

#pragma once

#include "engine/study/event.h"
#include "engine/study/study.h"

namespace quorate::engine {

// Requires an entry that Permits(study, entry) allows, or a finding in its place.
void Apply(const Entry& entry, Study& study);

}  // namespace quorate::engine
