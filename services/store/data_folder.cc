#include "services/store/data_folder.h"

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace quorate::services {

using engine::Reason;
using engine::Refuse;

namespace {

constexpr const char* kLockName = "quorate.lock";

tl::unexpected<engine::Error> RefuseFolder(const std::filesystem::path& path, std::string what) {
  const int cause = errno;
  const Reason reason =
      cause == ENOSPC || cause == EDQUOT ? Reason::kStorageFull : Reason::kUnavailable;
  return Refuse(reason,
                "data folder " + path.string() + ": " + std::move(what) + " (" +
                    std::generic_category().message(cause) +
                    "); check that it exists, is yours and has room");
}

engine::Status SyncFolder(const std::filesystem::path& path) {
  const int folder = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return RefuseFolder(path, "it cannot be opened");
  const bool synced = ::fsync(folder) == 0;
  ::close(folder);
  if (!synced) return RefuseFolder(path, "it cannot be made durable");
  return {};
}

engine::Status MakeFolder(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::create_directories(path, error) && !error) return {};
  if (!error) std::filesystem::permissions(path, std::filesystem::perms::owner_all, error);
  if (!error) return SyncFolder(std::filesystem::absolute(path).parent_path());
  errno = error.value();
  return RefuseFolder(path, "it cannot be made");
}

}  // namespace

engine::Result<DataFolder> DataFolder::Claim(const std::filesystem::path& path) {
  QUORATE_RETURN_IF_ERROR(MakeFolder(path));
  const std::filesystem::path file = path / kLockName;
  const int lock = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock < 0) return RefuseFolder(path, "its lock file cannot be opened");
  DataFolder folder(path, lock);
  if (::flock(lock, LOCK_EX | LOCK_NB) == 0) return folder;
  if (errno != EWOULDBLOCK) return RefuseFolder(path, "it cannot be locked");
  return Refuse(Reason::kUnavailable,
                "data folder " + path.string() +
                    ": another server is using it; stop that one first, or choose another folder");
}

DataFolder::DataFolder(DataFolder&& other) noexcept
    : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1)) {}

DataFolder::~DataFolder() {
  if (lock_ >= 0) ::close(lock_);
}

engine::Status DataFolder::TouchFile(const std::filesystem::path& name) const {
  const std::filesystem::path file = path_ / name;
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) return RefuseFolder(path_, name.string() + " cannot be opened");
  ::close(descriptor);
  return SyncFolder(path_);
}

}  // namespace quorate::services
