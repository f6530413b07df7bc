// Every rule of conduct, stated once, over facts. Admit asks it about what is to happen;
// verification asks it again about what was recorded. So "could this have happened?" has one
// answer.

#pragma once

#include "engine/base/result.h"
#include "engine/study/event.h"
#include "engine/study/study.h"

namespace quorate::engine {

// Whether `entry`, a fact, may follow on `study`. Where the entry's content is absent, only what
// shows in the clear is checked. Findings are always permitted here: they are recomputed instead.
Status Permits(const Study& study, const Entry& entry);

}  // namespace quorate::engine
