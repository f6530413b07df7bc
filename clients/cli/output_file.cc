#include "clients/cli/output_file.h"

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace quorate::cli {

namespace {

using engine::Reason;
using engine::Refuse;
using engine::Status;

tl::unexpected<engine::Error> RefuseErrno(const std::string& path, const std::string& what) {
  const int number = errno;
  const bool full = number == ENOSPC || number == EDQUOT;
  return Refuse(full ? Reason::kStorageFull : Reason::kUnavailable,
                path,
                what + ": " + std::system_category().message(number));
}

bool WriteAll(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

Status SyncFolderOf(const std::string& path) {
  std::filesystem::path folder = std::filesystem::path(path).parent_path();
  if (folder.empty()) folder = ".";
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return RefuseErrno(folder, "cannot be opened");
  const bool synced = ::fsync(descriptor) == 0;
  Status outcome;
  if (!synced) outcome = RefuseErrno(folder, "cannot be made durable");
  ::close(descriptor);
  return outcome;
}

}  // namespace

Status SaveFile(const std::string& path, std::string_view bytes, Readers readers) {
  std::string made = path + ".XXXXXX";
  const int descriptor = ::mkstemp(made.data());
  if (descriptor < 0) return RefuseErrno(path, "cannot be written");
  Status outcome;
  const mode_t mode = readers == Readers::kAll ? 0644 : 0600;
  if (::fchmod(descriptor, mode) != 0 || !WriteAll(descriptor, bytes) || ::fsync(descriptor) != 0 ||
      ::rename(made.c_str(), path.c_str()) != 0) {
    outcome = RefuseErrno(path, "cannot be written");
    ::unlink(made.c_str());
  }
  ::close(descriptor);
  if (!outcome) return outcome;
  return SyncFolderOf(path);
}

Status SaveOrPrint(const std::string& path, std::string_view bytes) {
  if (!path.empty() && path != "-") return SaveFile(path, bytes);
  std::cout << bytes;
  return {};
}

}  // namespace quorate::cli
