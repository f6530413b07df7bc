// Which entries of the public log a participant does not read while the study runs: what was
// counted in survey rounds. What the panel is shown between rounds is the protocol's to say, and an
// entry that said more would make the next round's answers follow it.

#pragma once

#include <string_view>

namespace quorate::services::rpc {

// Whether the leaf tells of a survey round's answers. Told from its bytes: they are canonical JSON,
// in which a quoted member cannot occur inside a text.
inline bool IsSurveyTally(std::string_view leaf) {
  constexpr std::string_view kBasis = "\"basis\":\"round/";
  if (leaf.find(kBasis) == std::string_view::npos) return false;
  for (const std::string_view kind : {"\"kind\":\"item.tallied\"",
                                      "\"kind\":\"round.explained\"",
                                      "\"kind\":\"round.explained\"",
                                      "\"kind\":\"item.explained\"",
                                      "\"kind\":\"attrition.found\"",
                                      "\"kind\":\"stability.found\"",
                                      "\"kind\":\"rule.compared\""}) {
    if (leaf.find(kind) != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace quorate::services::rpc
