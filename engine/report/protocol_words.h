// The protocol's choices in sentences. Its rules are put into words by engine/ratings/rule_text.h.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/study/protocol.h"

namespace quorate::engine {

// How voices weigh, and what becomes of people with several hats.
std::vector<std::string> VoiceInWords(const Protocol& protocol);

// One choice of a round in a sentence. `items` is what the study calls its items, in the plural.
std::string InWords(Feedback feedback);
std::string InWords(EntryPolicy entry);
std::string InWords(CarryPolicy carry, std::string_view items);

// What a round shows, whom it lets in, which items it takes over.
std::vector<std::string> RoundInWords(const Protocol& protocol, std::size_t round);

}  // namespace quorate::engine
