// Tape archives (POSIX ustar), as much as a backup needs: plain files under short names, written
// and read as a stream. `tar -tvf` lists what this writes.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "engine/base/time.h"

namespace quorate::engine {

inline constexpr std::size_t kTarBlock = 512;

struct TarFile {
  std::string name;  // A relative path of at most 100 bytes.
  std::uint64_t size = 0;
};

// The block that stands before a file's bytes: readable by its owner only. Requires a name as
// CheckTarName() accepts. Sizes of 8 GiB and more are written as GNU tar writes them.
std::string TarHeader(const TarFile& file, Instant modified);
// What fills up the last block of a file of that size.
std::string TarPadding(std::uint64_t size);
// The end of an archive: two empty blocks.
std::string TarEnd();

// Reads the block before a file; nothing at the end of the archive. Refuses with kUnreadable a
// block of another length or with a wrong checksum, what is no plain file, and a name that
// CheckTarName() refuses.
Result<std::optional<TarFile>> ReadTarHeader(std::string_view block);

// Refuses a name that is empty, long, absolute, or could lead outside the folder it is unpacked in.
Status CheckTarName(std::string_view name);

}  // namespace quorate::engine
