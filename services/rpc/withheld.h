// Which entries of the public log a participant does not read while the study runs: the tallies of
// survey rounds. What the panel is shown between rounds is the protocol's to say, and an entry that
// said more would make the next round's answers follow it.

#pragma once

#include <string_view>

namespace quorate::services::rpc {

// Whether the leaf is the tally of a survey round. Told from its bytes: they are canonical JSON, in
// which a quoted member cannot occur inside a text.
inline bool IsSurveyTally(std::string_view leaf) {
  constexpr std::string_view kKind = "\"kind\":\"item.tallied\"";
  constexpr std::string_view kBasis = "\"basis\":\"round/";
  return leaf.find(kKind) != std::string_view::npos && leaf.find(kBasis) != std::string_view::npos;
}

}  // namespace quorate::services::rpc
