// The newest checkpoint this server has signed of each study, kept in a folder outside the
// database: when an older copy of the database is restored, this is what still knows that there was
// more.

#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace quorate::services {

// One file a study, named by its label, holding the signed note. Different studies may be read and
// written at once; the same one by one thread at a time.
class LastSigned {
 public:
  // Makes the folder if it is not there.
  static engine::Result<LastSigned> Open(std::filesystem::path folder);

  // Nothing if none was written yet.
  [[nodiscard]] engine::Result<std::optional<std::string>> Read(std::string_view study) const;
  // Replaces the study's note. Returns only after it would survive a power cut; a cut in the middle
  // leaves the earlier note whole.
  [[nodiscard]] engine::Status Write(std::string_view study, std::string_view note) const;
  // Keeps a copy of the study's note as "LABEL~SIZE", where nobody takes it for the newest.
  [[nodiscard]] engine::Status SetAside(std::string_view study, std::uint64_t size) const;
  // The studies that have a note, sorted.
  [[nodiscard]] engine::Result<std::vector<std::string>> Studies() const;

 private:
  explicit LastSigned(std::filesystem::path folder) : folder_(std::move(folder)) {}
  std::filesystem::path folder_;
};

}  // namespace quorate::services
