// Who stood on the other side of what was decided, as far as the tallies tell it. It is kept
// without anybody asking for it, for agreement is never the whole story.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/study/study.h"

namespace quorate::engine {

// One table of the count that a decision rests on.
struct DissentTable {
  std::string group;         // Empty for the whole panel.
  bool shown = false;        // False where the k rule keeps it back; the numbers are then 0.
  std::int64_t against = 0;  // People who scored at the scale's other end, each once.
  std::int64_t scored = 0;

  // More than half of those who scored there.
  [[nodiscard]] bool majority() const { return 2 * against > scored; }
};

// A standing decision IN or OUT on an item. The other end is the lowest band of the scale for IN
// and the highest for OUT; in a yes-or-no vote, no and yes.
struct Dissent {
  const Decision* decision = nullptr;
  std::string end;  // The other end in words: "1 to 3".
  std::vector<DissentTable> tables;

  // Whether anybody stood there, as far as it is shown.
  [[nodiscard]] bool any() const;
};

// In the items' order: every active item that is decided IN or OUT.
std::vector<Dissent> DissentOf(const Study& study, Tier tier);

}  // namespace quorate::engine
