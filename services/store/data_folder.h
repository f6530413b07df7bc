// The folder in which a server keeps everything, owned by one server at a time.

#pragma once

#include <filesystem>

#include "engine/base/result.h"

namespace quorate::services {

// Holds the folder from Claim() until it is destroyed or the process ends, however it ends. Two
// servers on one file would each trust what they remember of it, and sign two histories.
class DataFolder {
 public:
  // Makes the folder if it is not there, readable by its owner only. Refuses with kUnavailable
  // while another process, or another part of this one, holds it.
  static engine::Result<DataFolder> Claim(const std::filesystem::path& path);

  DataFolder(DataFolder&& other) noexcept;
  DataFolder(const DataFolder&) = delete;
  DataFolder& operator=(const DataFolder&) = delete;
  DataFolder& operator=(DataFolder&&) = delete;
  ~DataFolder();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  // Makes sure that a file of that name exists, is readable by its owner only, and is still listed
  // in the folder after a power cut.
  [[nodiscard]] engine::Status TouchFile(const std::filesystem::path& name) const;

 private:
  DataFolder(std::filesystem::path path, int lock) : path_(std::move(path)), lock_(lock) {}

  std::filesystem::path path_;
  int lock_;  // The descriptor whose lock is the ownership; -1 when moved from.
};

}  // namespace quorate::services
