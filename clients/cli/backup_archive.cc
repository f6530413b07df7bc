#include "clients/cli/backup_archive.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include "engine/base/tar.h"
#include "engine/base/text.h"
#include "engine/log/digest.h"

namespace quorate::cli {

namespace {

namespace fs = std::filesystem;
using engine::Reason;
using engine::Refuse;
using engine::Result;
using engine::Status;

constexpr std::string_view kSums = "SHA256SUMS";
constexpr std::string_view kSigned = "signed/";
constexpr std::size_t kChunk = std::size_t{256} * 1024;
constexpr std::uint64_t kSumsBytesMax = std::uint64_t{16} * 1024 * 1024;

tl::unexpected<engine::Error> NoBackup(std::string message) {
  return Refuse(Reason::kUnreadable, "backup", std::move(message));
}

bool IsOurs(std::string_view name) {
  constexpr std::array<std::string_view, 6> kNames = {
      "origin", "signing.key", "token.key", "facilitator.token", "quorate.db", kSums};
  if (name.starts_with(kSigned)) return engine::IsLabel(name.substr(kSigned.size()));
  return std::ranges::find(kNames, name) != kNames.end();
}

// A new file, closed at the end of its scope.
class NewFile {
 public:
  explicit NewFile(const fs::path& path)
      : path_(path),
        descriptor_(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)) {}
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;
  ~NewFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  Status Write(std::string_view bytes) {
    if (descriptor_ < 0) return Failed();
    while (!bytes.empty()) {
      const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return Failed();
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
  }
  Status Sync() {
    if (descriptor_ >= 0 && ::fsync(descriptor_) == 0) return {};
    return Failed();
  }

 private:
  [[nodiscard]] tl::unexpected<engine::Error> Failed() const {
    const int cause = errno;
    return Refuse(cause == ENOSPC || cause == EDQUOT ? Reason::kStorageFull : Reason::kUnavailable,
                  path_.string(),
                  "cannot be written: " + std::system_category().message(cause));
  }
  fs::path path_;
  int descriptor_;
};

// Exactly so many bytes of the archive.
Status Take(std::istream& archive, std::string& bytes) {
  archive.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (archive) return {};
  return NoBackup("ends in the middle; copy it again");
}

// Copies one file out; returns its digest in hex.
Result<std::string> Unpack(std::istream& archive,
                           const engine::TarFile& entry,
                           const fs::path& path) {
  NewFile file(path);
  engine::Sha256Hasher hasher;
  std::string chunk;
  for (std::uint64_t left = entry.size; left > 0; left -= chunk.size()) {
    chunk.resize(static_cast<std::size_t>(std::min<std::uint64_t>(left, kChunk)));
    QUORATE_RETURN_IF_ERROR(Take(archive, chunk));
    hasher.Update(chunk);
    QUORATE_RETURN_IF_ERROR(file.Write(chunk));
  }
  QUORATE_RETURN_IF_ERROR(file.Sync());
  std::string padding = engine::TarPadding(entry.size);
  QUORATE_RETURN_IF_ERROR(Take(archive, padding));
  return engine::ToHex(hasher.Finish());
}

Result<std::string> TakeSums(std::istream& archive, std::uint64_t size) {
  if (size > kSumsBytesMax) return NoBackup("its list of digests is too large");
  std::string sums(static_cast<std::size_t>(size), '\0');
  QUORATE_RETURN_IF_ERROR(Take(archive, sums));
  std::string padding = engine::TarPadding(size);
  QUORATE_RETURN_IF_ERROR(Take(archive, padding));
  return sums;
}

class Unpacking {
 public:
  Unpacking(std::istream& archive, const fs::path& folder) : archive_(archive), folder_(folder) {}

  // Whether there was a further file.
  Result<bool> Next() {
    std::string block(engine::kTarBlock, '\0');
    QUORATE_RETURN_IF_ERROR(Take(archive_, block));
    QUORATE_ASSIGN_OR_RETURN(const auto entry, engine::ReadTarHeader(block));
    if (!entry) return false;
    if (!IsOurs(entry->name)) return NoBackup("holds " + entry->name + ", which is none of ours");
    if (!sums_.empty() || unpacked_.files.contains(entry->name))
      return NoBackup("holds " + entry->name + " twice, or behind its list of digests");
    if (entry->name == kSums) {
      QUORATE_ASSIGN_OR_RETURN(sums_, TakeSums(archive_, entry->size));
      return true;
    }
    std::error_code error;
    fs::create_directories((folder_ / entry->name).parent_path(), error);
    if (error) return Refuse(Reason::kUnavailable, folder_.string(), error.message());
    QUORATE_ASSIGN_OR_RETURN(const std::string digest,
                             Unpack(archive_, *entry, folder_ / entry->name));
    computed_ += digest + "  " + entry->name + "\n";
    unpacked_.files[entry->name] = entry->size;
    return true;
  }

  Result<UnpackedBackup> Finish() {
    for (const char* needed : {"quorate.db", "origin"}) {
      if (!unpacked_.files.contains(needed)) return NoBackup(std::string(needed) + " is missing");
    }
    if (sums_ != computed_) return NoBackup("a file is not what its digest says; copy it again");
    return std::move(unpacked_);
  }

 private:
  std::istream& archive_;
  const fs::path& folder_;
  UnpackedBackup unpacked_;
  std::string computed_;
  std::string sums_;
};

}  // namespace

Result<UnpackedBackup> UnpackBackup(std::istream& archive, const fs::path& folder) {
  Unpacking unpacking(archive, folder);
  for (bool goes_on = true; goes_on;) {
    QUORATE_ASSIGN_OR_RETURN(goes_on, unpacking.Next());
  }
  return unpacking.Finish();
}

}  // namespace quorate::cli
