// The protocol's choices in sentences. Its rules are put into words by engine/ratings/rule_text.h.

#pragma once

#include <string>
#include <vector>

#include "engine/study/protocol.h"

namespace quorate::engine {

// How voices weigh, and what becomes of people with several hats.
std::vector<std::string> VoiceInWords(const Protocol& protocol);

// What a round shows, whom it lets in, which items it takes over.
std::vector<std::string> RoundInWords(const Protocol& protocol, std::size_t round);

}  // namespace quorate::engine
