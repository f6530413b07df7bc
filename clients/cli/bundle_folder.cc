#include "clients/cli/bundle_folder.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/relative_path.h"

namespace quorate::cli {

namespace fs = std::filesystem;
using engine::Reason;
using engine::Refuse;
using engine::Result;
using engine::Status;

namespace {

tl::unexpected<engine::Error> RefuseErrno(const std::string& path, const std::string& what) {
  const int number = errno;
  const bool full = number == ENOSPC || number == EDQUOT;
  return Refuse(full ? Reason::kStorageFull : Reason::kUnavailable,
                path,
                what + ": " + std::system_category().message(number) +
                    (full ? "; free some space and try again" : ""));
}

// An open file, closed at the end of its scope.
class File {
 public:
  File(const std::string& path, int flags) : descriptor_(::open(path.c_str(), flags, 0644)) {}
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  [[nodiscard]] int get() const { return descriptor_; }
  [[nodiscard]] bool ok() const { return descriptor_ >= 0; }

 private:
  int descriptor_;
};

Status Sync(const std::string& path, int flags) {
  const File file(path, flags);
  if (file.ok() && ::fsync(file.get()) == 0) return {};
  return RefuseErrno(path, "cannot be made durable");
}

Status WriteFile(const std::string& path, std::string_view bytes) {
  const File file(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC);
  if (!file.ok()) return RefuseErrno(path, "cannot be made");
  while (!bytes.empty()) {
    const ssize_t written = ::write(file.get(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return RefuseErrno(path, "cannot be written");
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::fsync(file.get()) != 0) return RefuseErrno(path, "cannot be made durable");
  return {};
}

Status WriteAll(const fs::path& folder, const BundleBytes& bytes) {
  std::error_code error;
  for (const auto& [path, text] : bytes.files) {
    QUORATE_RETURN_IF_ERROR(CheckPath(path));
    const fs::path place = folder / path;
    fs::create_directories(place.parent_path(), error);
    if (error) return Refuse(Reason::kUnavailable, place.string(), error.message());
    QUORATE_RETURN_IF_ERROR(WriteFile(place.string(), text));
  }
  for (const auto& entry : fs::recursive_directory_iterator(folder, error)) {
    if (!entry.is_directory()) continue;
    QUORATE_RETURN_IF_ERROR(Sync(entry.path().string(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  }
  return Sync(folder.string(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

// Puts `made` where `path` is, and what was there where `made` was, in one step where the file
// system can exchange two names.
Status Swap(const std::string& made, const std::string& path) {
  if (!Exists(path)) {
    if (::rename(made.c_str(), path.c_str()) == 0) return {};
    return RefuseErrno(path, "cannot be put in place");
  }
  if (::renameat2(AT_FDCWD, made.c_str(), AT_FDCWD, path.c_str(), RENAME_EXCHANGE) == 0) return {};
  const std::string aside = made + ".old";
  if (::rename(path.c_str(), aside.c_str()) != 0) return RefuseErrno(path, "cannot be replaced");
  if (::rename(made.c_str(), path.c_str()) != 0) {
    auto refusal = RefuseErrno(path, "cannot be put in place");
    static_cast<void>(::rename(aside.c_str(), path.c_str()));
    return refusal;
  }
  static_cast<void>(::rename(aside.c_str(), made.c_str()));
  return {};
}

Status ReadInto(const fs::path& file, const std::string& name, BundleBytes& bytes) {
  const File opened(file.string(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  struct stat facts {};
  if (!opened.ok() || ::fstat(opened.get(), &facts) != 0) {
    return Refuse(
        Reason::kUnreadable,
        file.string(),
        "cannot be opened: " + std::system_category().message(errno) + "; check its permissions");
  }
  std::string text(static_cast<std::size_t>(facts.st_size), '\0');
  std::size_t filled = 0;
  while (filled < text.size()) {
    const ssize_t got = ::read(opened.get(), text.data() + filled, text.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) {
      return Refuse(Reason::kUnreadable, file.string(), "cannot be read to its end; copy it again");
    }
    filled += static_cast<std::size_t>(got);
  }
  bytes.files.emplace(name, std::move(text));
  return {};
}

Status CheckFolder(const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) {
    return Refuse(Reason::kUnreadable, path, "is not there; name the bundle's folder");
  }
  if (fs::is_directory(status)) return {};
  return Refuse(Reason::kUnreadable, path, "is no folder; unpack an archive first");
}

}  // namespace

Status CheckPath(std::string_view path) {
  if (path.size() < 1'000 && engine::IsRelativePath(path)) return {};
  return Refuse(Reason::kInvalidArgument,
                "path",
                "a file of a bundle has a plain relative path of printable ASCII");
}

bool Exists(const std::string& path) {
  std::error_code error;
  return fs::exists(fs::symlink_status(path, error));
}

bool IsEmptyFolder(const std::string& path) {
  std::error_code error;
  return fs::is_directory(fs::symlink_status(path, error)) && fs::is_empty(path, error) && !error;
}

Result<BundleBytes> ReadBundle(const std::string& path) {
  QUORATE_RETURN_IF_ERROR(CheckFolder(path));
  BundleBytes bytes;
  std::error_code error;
  fs::recursive_directory_iterator files(path, error);
  for (; !error && files != fs::recursive_directory_iterator(); files.increment(error)) {
    const fs::file_status status = files->symlink_status(error);
    if (error) break;
    if (fs::is_directory(status)) continue;
    if (!fs::is_regular_file(status)) {
      return Refuse(Reason::kUnreadable,
                    files->path().string(),
                    "is neither a file nor a folder; take it out, since a bundle has no links");
    }
    const std::string name = files->path().lexically_relative(path).generic_string();
    QUORATE_RETURN_IF_ERROR(ReadInto(files->path(), name, bytes));
  }
  if (error) {
    return Refuse(Reason::kUnreadable, path, error.message() + "; check the folder's permissions");
  }
  if (const Status bundle = CheckIsBundle(bytes); !bundle) {
    return Refuse(Reason::kUnreadable, path, "is no bundle: " + bundle.error().message);
  }
  return bytes;
}

Status WriteFolder(const std::string& path, const BundleBytes& bytes) {
  fs::path place = fs::path(path).lexically_normal();
  if (!place.has_filename()) place = place.parent_path();
  if (place.empty() || place.filename() == "." || place.filename() == "..") {
    return Refuse(Reason::kInvalidArgument, path, "name the folder itself, not . or ..");
  }
  const fs::path parent = place.has_parent_path() ? place.parent_path() : fs::path(".");
  std::error_code error;
  fs::create_directories(parent, error);
  if (error) return Refuse(Reason::kUnavailable, parent.string(), error.message());
  std::string made = (parent / ("." + place.filename().string() + ".XXXXXX")).string();
  if (::mkdtemp(made.data()) == nullptr) return RefuseErrno(made, "cannot be made");
  Status written = WriteAll(made, bytes);
  if (written && ::chmod(made.c_str(), 0755) != 0)
    written = RefuseErrno(made, "cannot be opened up");
  if (written) written = Swap(made, place.string());
  if (written) written = Sync(parent.string(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  fs::remove_all(made, error);
  return written;
}

}  // namespace quorate::cli
