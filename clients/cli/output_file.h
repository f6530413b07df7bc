// Where a verb's answer goes that is a file: to a place that was named, or to standard output.

#pragma once

#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace quorate::cli {

enum class Readers { kAll, kOwner };

// Writes the bytes beside `path`, makes them durable and puts them in its place, so that a reader
// finds the old file or the new one. Refuses with kStorageFull on a full disk, else with
// kUnavailable.
engine::Status SaveFile(const std::string& path,
                        std::string_view bytes,
                        Readers readers = Readers::kAll);

// SaveFile(), or standard output where `path` is empty or "-".
engine::Status SaveOrPrint(const std::string& path, std::string_view bytes);

}  // namespace quorate::cli
