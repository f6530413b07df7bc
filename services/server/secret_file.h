// Small files that only the server's owner may read, written so that a power cut leaves either all
// of them or nothing.

#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "engine/base/result.h"

namespace quorate::services {

// The one line in the file, without its line feed; written from `make` if there is no such file.
engine::Result<std::string> ReadOrMake(const std::filesystem::path& path,
                                       const std::function<std::string()>& make);

// Writes the line in place of whatever was there.
engine::Status ReplaceSecret(const std::filesystem::path& path, const std::string& line);

// A folder that only its owner may enter; no change if it is there.
engine::Status MakeFolder(const std::filesystem::path& path);

}  // namespace quorate::services
