// One person's answer about one item in one byte, so that a round of a million people is a matrix
// that fits in memory and is counted at the speed of reading it.

#pragma once

#include <cstdint>

#include "engine/ratings/scale.h"

namespace quorate::engine {

// kFirstScore + (score - scale.min) is a score; the codes below it say why there is none.
using AnswerCode = std::uint8_t;

inline constexpr AnswerCode kNotShown = 0;       // The same as no answer at all: counted nowhere.
inline constexpr AnswerCode kUnable = 1;         // "I am unable to score this".
inline constexpr AnswerCode kNotUnderstood = 2;  // "I do not understand this".
inline constexpr AnswerCode kSkipped = 3;        // Left blank: counted, but no answer.
inline constexpr AnswerCode kFirstScore = 4;

static_assert(kFirstScore + Scale::kPointsMax <= 256);

// Requires a score on the scale.
inline AnswerCode CodeOf(const Scale& scale, int score) {
  return static_cast<AnswerCode>(kFirstScore + (score - scale.min));
}
// Requires a code from kFirstScore.
inline int ScoreOf(const Scale& scale, std::size_t code) {
  return scale.min + static_cast<int>(code) - kFirstScore;
}
// How many codes an answer on this scale can have.
inline std::size_t CodeCount(const Scale& scale) {
  return kFirstScore + static_cast<std::size_t>(scale.points());
}

}  // namespace quorate::engine
