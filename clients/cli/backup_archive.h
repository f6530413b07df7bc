// A backup's archive (services/backup writes it), unpacked and checked.

#pragma once

#include <cstdint>
#include <filesystem>
#include <istream>
#include <map>
#include <string>

#include "engine/base/result.h"

namespace quorate::cli {

struct UnpackedBackup {
  std::map<std::string, std::uint64_t> files;  // Sizes by name; SHA256SUMS is not among them.
};

// Unpacks into an empty folder, each file readable by its owner only and durable, and compares each
// with the archive's own list of digests. Refuses with kUnreadable an archive that is cut short or
// damaged, that holds other files than a backup does, or lacks one that every backup has; and with
// kStorageFull or kUnavailable where the folder cannot be written.
engine::Result<UnpackedBackup> UnpackBackup(std::istream& archive,
                                            const std::filesystem::path& folder);

}  // namespace quorate::cli
