// A file that shows that a log only grew: an earlier log is the beginning of a later one, whose
// checkpoint it carries. Its form is what C2SP's tlog-witness sends to a witness, so that the same
// file serves both.
//
//   old 40
//   base64(hash)               the consistency proof (RFC 6962, section 2.1.2)
//
//   <the later checkpoint, a signed note, to the byte>

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "engine/log/checkpoint.h"
#include "engine/log/note.h"
#include "engine/log/tree.h"

namespace quorate::engine {

inline constexpr std::size_t kGrowthBytesMax = kNoteBytesMax + 4'000;

struct Growth {
  std::uint64_t old_size = 0;
  Path path;
  std::string checkpoint;  // The whole signed note.
};

// Requires at most kPathStepsMax steps and a size up to kTreeSizeMax.
std::string PrintGrowth(const Growth& growth);

// Reads the form alone; refuses with kCorruptLog, naming the line. What it accepts, PrintGrowth()
// prints again to the byte.
Result<Growth> ParseGrowth(std::string_view text);

// The two ends that a good file joins.
struct GrownLog {
  Checkpoint older;
  Checkpoint newer;
};

// Checks everything offline: both notes are signed by `key`, the older one is over the size that
// the file names, and the path leads from the one root to the other. Refuses with kCorruptLog.
Result<GrownLog> VerifyGrowth(std::string_view text,
                              std::string_view older_checkpoint,
                              const VerifierKey& key);

}  // namespace quorate::engine
