// The stages of a verification by name. The names are for ever: scripts read them.

#pragma once

#include <string>
#include <string_view>

#include "engine/replay/verify.h"

namespace quorate::engine {

// "note", "life-cycle" …
std::string_view NameOf(Stage stage);
// The result of a verification that fails there: "FAILED LIFE_CYCLE".
std::string FailedCode(std::string_view stage);

}  // namespace quorate::engine
