// Replaying a log: from stored entries to the state they make.

#pragma once

#include <cstdint>
#include <string_view>

#include "engine/base/result.h"
#include "engine/replay/codec.h"
#include "engine/study/study.h"

namespace quorate::engine {

// Reads the entry at study.size and applies it. Trusts that what was recorded was permitted: a
// server loading its own log is checked by the tree, an outsider uses Verify (verify.h).
Status Replay(std::string_view label, const SealedEntry& entry, Study& study);

}  // namespace quorate::engine
