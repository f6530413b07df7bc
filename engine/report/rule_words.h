// Consensus rules and the protocol's other choices in sentences.

#pragma once

#include <string>
#include <vector>

#include "engine/study/protocol.h"

namespace quorate::engine {

// A sentence a clause, then the ones about denominator, quorum and least group size. Says exactly what
// the rule says, thresholds included; where nothing holds there is no agreement.
std::vector<std::string> RuleInWords(const ConsensusRule& rule);

// How voices weigh, and what becomes of people with several hats.
std::vector<std::string> VoiceInWords(const Protocol& protocol);

// What a round shows, whom it lets in, which items it takes over.
std::vector<std::string> RoundInWords(const Protocol& protocol, std::size_t round);

}  // namespace quorate::engine
