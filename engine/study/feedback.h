// What a participant is shown of the survey round before, by the protocol's policy. The log keeps
// which tables it were; from those and the log everything they saw can be shown again.

#pragma once

#include <optional>
#include <string>

#include "engine/study/study.h"

namespace quorate::engine {

// Nothing where there was no survey round before. The groups are those that the policy shows and
// that have a publishable table of some item. Requires a round that was opened and a participant
// whose hats are known.
std::optional<FeedbackContent> FeedbackFor(const Study& study,
                                           const Round& round,
                                           const Participant& person);

}  // namespace quorate::engine
