// Writing a whole file for a verb.

#pragma once

#include <string>

#include "engine/base/result.h"

namespace quorate::cli {

// Replaces what stood there. Refuses what cannot be written.
engine::Status WriteFile(const std::string& path, const std::string& bytes);

}  // namespace quorate::cli
