#include "services/server/secret_file.h"

#include <cerrno>
#include <fstream>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace quorate::services {

namespace {

namespace fs = std::filesystem;

tl::unexpected<engine::Error> RefuseFile(const fs::path& path, const char* what, int error) {
  const auto reason = error == ENOSPC ? engine::Reason::kStorageFull : engine::Reason::kUnreadable;
  return engine::Refuse(
      reason, path.string(), std::string(what) + ": " + std::generic_category().message(error));
}

engine::Status SyncFolder(const fs::path& folder) {
  const int descriptor =
      ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return RefuseFile(folder, "cannot be opened", errno);
  const bool synced = ::fsync(descriptor) == 0;
  const int error = errno;
  ::close(descriptor);
  if (!synced) return RefuseFile(folder, "cannot be written", error);
  return {};
}

// Writes and syncs a new file; an unfinished one is taken away.
engine::Status WriteNew(const fs::path& path, const std::string& text) {
  const int descriptor =
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor < 0) return RefuseFile(path, "cannot be made", errno);
  const ssize_t written = ::write(descriptor, text.data(), text.size());
  const bool whole = written == static_cast<ssize_t>(text.size()) && ::fsync(descriptor) == 0;
  const int error = errno;
  ::close(descriptor);
  if (whole) return {};
  ::unlink(path.c_str());
  return RefuseFile(path, "cannot be written", error);
}

}  // namespace

engine::Status ReplaceSecret(const fs::path& path, const std::string& line) {
  fs::path unfinished = path;
  unfinished += ".new";
  QUORATE_RETURN_IF_ERROR(WriteNew(unfinished, line + "\n"));
  std::error_code error;
  fs::rename(unfinished, path, error);
  if (error) return RefuseFile(path, "cannot be written", error.value());
  return SyncFolder(path.parent_path());
}

engine::Result<std::string> ReadOrMake(const fs::path& path,
                                       const std::function<std::string()>& make) {
  std::error_code error;
  if (!fs::exists(path, error) && !error) QUORATE_RETURN_IF_ERROR(ReplaceSecret(path, make()));
  std::ifstream file(path);
  std::string line;
  if (std::getline(file, line) && !line.empty()) return line;
  return engine::Refuse(engine::Reason::kUnreadable, path.string(), "cannot be read, or is empty");
}

engine::Status MakeFolder(const fs::path& path) {
  if (::mkdir(path.c_str(), S_IRWXU) == 0 || errno == EEXIST) return {};
  return RefuseFile(path, "cannot be made", errno);
}

}  // namespace quorate::services
