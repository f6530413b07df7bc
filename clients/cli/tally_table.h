// Counted items as a table for people: a line for the panel and one for each group.

#pragma once

#include <string>

#include "quorate/v1/result.pb.h"

namespace quorate::cli {

// The results of a round or vote. What was kept back for being small is shown as "·", never as 0.
std::string ResultsTable(const v1::Results& results, std::size_t width);

// What a participant is shown of the round before, with the participant's own answers.
std::string FeedbackTable(const v1::Feedback& feedback, std::size_t width);

}  // namespace quorate::cli
