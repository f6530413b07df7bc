// The one loop that touches every answer: how often does each code stand in a run of bytes?

#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/ratings/answer.h"

namespace quorate::engine {

// Adds to counts[c] how often code c stands in `answers`. Requires every answer below
// counts.size(), which is checked: a byte that is no code would otherwise pass for an answer nobody
// gave.
void CountCodes(std::span<const AnswerCode> answers, std::span<std::uint64_t> counts);

}  // namespace quorate::engine
