#include "services/backup/backup.h"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "engine/base/tar.h"
#include "engine/base/text.h"
#include "engine/log/digest.h"

namespace quorate::services {

namespace {

namespace fs = std::filesystem;
using engine::Reason;
using engine::Refuse;
using engine::Status;

constexpr std::size_t kChunk = 256 * 1024;
constexpr const char* kCopy = "backup.tmp";
constexpr const char* kLock = "backup.lock";

// Holds the folder's one backup at a time, and clears away the copy it was made from.
class Turn {
 public:
  static engine::Result<Turn> Take(const fs::path& folder) {
    const int lock = ::open((folder / kLock).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock < 0) {
      return Refuse(
          Reason::kUnavailable,
          "backup: its lock file cannot be opened: " + std::generic_category().message(errno));
    }
    Turn turn(folder / kCopy, lock);
    if (::flock(lock, LOCK_EX | LOCK_NB) == 0) return turn;
    return Refuse(Reason::kBusy, "another backup is being made; try again when it is done");
  }
  Turn(Turn&& other) noexcept
      : copy_(std::move(other.copy_)), lock_(std::exchange(other.lock_, -1)) {}
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  Turn& operator=(Turn&&) = delete;
  ~Turn() {
    if (lock_ < 0) return;
    Clear();
    ::close(lock_);
  }
  [[nodiscard]] const fs::path& copy() const { return copy_; }
  // Also what a backup left behind that was cut short.
  void Clear() const {
    std::error_code ignored;
    fs::remove(copy_, ignored);
    fs::path journal = copy_;
    journal += "-journal";
    fs::remove(journal, ignored);
  }

 private:
  Turn(fs::path copy, int lock) : copy_(std::move(copy)), lock_(lock) {}
  fs::path copy_;
  int lock_;
};

// Adds files to the archive and their digests to the list.
class Archive {
 public:
  Archive(engine::Instant now, BackupSink sink) : now_(now), sink_(std::move(sink)) {}

  Status AddBytes(const std::string& name, std::string_view bytes) {
    QUORATE_RETURN_IF_ERROR(sink_(engine::TarHeader({name, bytes.size()}, now_)));
    QUORATE_RETURN_IF_ERROR(sink_(bytes));
    QUORATE_RETURN_IF_ERROR(sink_(engine::TarPadding(bytes.size())));
    sums_ += engine::ToHex(engine::Sha256(bytes)) + "  " + name + "\n";
    return {};
  }

  // A file that nobody changes meanwhile.
  Status AddFile(const std::string& name, const fs::path& path) {
    std::error_code error;
    const std::uint64_t size = fs::file_size(path, error);
    std::ifstream file(path, std::ios::binary);
    if (error || !file) return Refuse(Reason::kUnavailable, name, "cannot be read");
    QUORATE_RETURN_IF_ERROR(sink_(engine::TarHeader({name, size}, now_)));
    engine::Sha256Hasher hasher;
    std::string chunk;
    for (std::uint64_t left = size; left > 0; left -= chunk.size()) {
      chunk.resize(static_cast<std::size_t>(std::min<std::uint64_t>(left, kChunk)));
      file.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
      if (!file) return Refuse(Reason::kUnavailable, name, "cannot be read to its end");
      hasher.Update(chunk);
      QUORATE_RETURN_IF_ERROR(sink_(chunk));
    }
    QUORATE_RETURN_IF_ERROR(sink_(engine::TarPadding(size)));
    sums_ += engine::ToHex(hasher.Finish()) + "  " + name + "\n";
    return {};
  }

  Status End() {
    const std::string sums = std::move(sums_);
    QUORATE_RETURN_IF_ERROR(AddBytes("SHA256SUMS", sums));
    return sink_(engine::TarEnd());
  }

 private:
  const engine::Instant now_;
  const BackupSink sink_;
  std::string sums_;
};

engine::Result<std::string> Whole(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (file.is_open() && !file.bad()) return text;
  return Refuse(Reason::kUnavailable, path.filename().string(), "cannot be read");
}

// Each note is replaced by renaming, so it is read whole.
Status AddSigned(const fs::path& folder, Archive& archive) {
  std::vector<std::string> labels;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    std::string label = at->path().filename().string();
    if (engine::IsLabel(label)) labels.push_back(std::move(label));
  }
  if (error && error != std::errc::no_such_file_or_directory) {
    return Refuse(Reason::kUnavailable, "signed", "cannot be listed: " + error.message());
  }
  std::ranges::sort(labels);
  for (const std::string& label : labels) {
    QUORATE_ASSIGN_OR_RETURN(const std::string note, Whole(folder / label));
    QUORATE_RETURN_IF_ERROR(archive.AddBytes("signed/" + label, note));
  }
  return {};
}

Status AddSmallFiles(const fs::path& folder, bool without_keys, Archive& archive) {
  struct Small {
    const char* name;
    bool secret;
  };
  constexpr Small kFiles[] = {
      {"origin", false}, {"signing.key", true}, {"token.key", true}, {"facilitator.token", true}};
  std::error_code ignored;
  for (const Small& file : kFiles) {
    if ((file.secret && without_keys) || !fs::exists(folder / file.name, ignored)) continue;
    QUORATE_ASSIGN_OR_RETURN(const std::string text, Whole(folder / file.name));
    QUORATE_RETURN_IF_ERROR(archive.AddBytes(file.name, text));
  }
  return {};
}

}  // namespace

Status BackUp(const SqliteStore& store, const BackupOptions& options, BackupSink sink) {
  const fs::path& folder = store.folder();
  QUORATE_ASSIGN_OR_RETURN(const Turn turn, Turn::Take(folder));
  turn.Clear();
  Archive archive(options.now, std::move(sink));
  QUORATE_RETURN_IF_ERROR(AddSigned(folder / "signed", archive));
  QUORATE_RETURN_IF_ERROR(AddSmallFiles(folder, options.without_keys, archive));
  QUORATE_RETURN_IF_ERROR(store.CopyInto(turn.copy()));
  QUORATE_RETURN_IF_ERROR(archive.AddFile(SqliteStore::kFileName, turn.copy()));
  return archive.End();
}

}  // namespace quorate::services
