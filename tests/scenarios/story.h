// Stories: tests in domain words that a methodologist can read and correct. A story enrols people,
// opens rounds, rates, closes, and says after "----" what must come of it;
// tests/scenarios/README.md lists the words.

#pragma once

#include <string>
#include <string_view>

namespace quorate::tests {

// Plays `text` from the beginning and returns it with every expectation replaced by what really
// came of it. A story that holds comes back unchanged.
std::string PlayStory(std::string_view text);

}  // namespace quorate::tests
