// Reading a whole file for a verb.

#pragma once

#include <string>

#include "engine/base/json.h"
#include "engine/base/result.h"

namespace quorate::cli {

// The bytes of a file; "-" reads standard input. Refuses what cannot be opened or read.
engine::Result<std::string> ReadFile(const std::string& path);

// The file as JSON; the refusal names the file.
engine::Result<engine::Json> ReadJsonFile(const std::string& path);

}  // namespace quorate::cli
