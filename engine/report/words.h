// The study's closed lists in words that people read.

#pragma once

#include <string>
#include <string_view>

#include "engine/study/study.h"

namespace quorate::engine {

inline constexpr std::string_view kSuppressed = "suppressed";

std::string_view WordFor(ItemState state);
std::string_view WordFor(VoteKind kind);
// What a verdict means to somebody who has never read a rule: "agreed: keep".
std::string_view Meaning(Verdict verdict);
// "round 2", "vote v1, iteration 3".
std::string BasisInWords(std::string_view basis);
// "1 person", "3 people".
std::string Count(std::uint64_t number, std::string_view one, std::string_view many);
// The plural of what a study calls its items, by the usual rules of English spelling.
std::string Plural(std::string_view noun);

}  // namespace quorate::engine
