#include "services/studies/last_signed.h"

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include "engine/base/text.h"
#include "engine/log/note.h"

namespace quorate::services {

using engine::Reason;
using engine::Refuse;

namespace {

// A label never holds this sign, so a file left over from a power cut is not taken for a note.
constexpr std::string_view kTemporarySuffix = "~";

// Requires errno of the call that failed.
tl::unexpected<engine::Error> RefuseFile(const std::filesystem::path& path, std::string_view what) {
  const int cause = errno;
  const bool full = cause == ENOSPC || cause == EDQUOT;
  return Refuse(full ? Reason::kStorageFull : Reason::kUnavailable,
                "last signed checkpoint " + path.string() + ": it cannot be " + std::string(what) +
                    " (" + std::generic_category().message(cause) +
                    "); check that the folder is there, is yours and has room");
}

class Descriptor {
 public:
  Descriptor(const std::filesystem::path& path, int flags)
      : number_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  [[nodiscard]] bool ok() const { return number_ >= 0; }
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

bool WriteAll(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

engine::Status WriteDurably(const std::filesystem::path& path, std::string_view bytes) {
  const Descriptor file(path, O_WRONLY | O_CREAT | O_TRUNC);
  if (!file.ok()) return RefuseFile(path, "opened");
  if (!WriteAll(file.number(), bytes)) return RefuseFile(path, "written");
  if (::fsync(file.number()) != 0) return RefuseFile(path, "made durable");
  return {};
}

}  // namespace

engine::Result<LastSigned> LastSigned::Open(std::filesystem::path folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) {
    errno = error.value();
    return RefuseFile(folder, "given a folder");
  }
  return LastSigned(std::move(folder));
}

engine::Result<std::optional<std::string>> LastSigned::Read(std::string_view study) const {
  QUORATE_RETURN_IF_ERROR(engine::CheckLabel("study", study));
  const std::filesystem::path path = folder_ / study;
  const Descriptor file(path, O_RDONLY);
  if (!file.ok()) {
    if (errno == ENOENT) return std::nullopt;
    return RefuseFile(path, "opened");
  }
  std::string note;
  char buffer[4096];
  while (true) {
    const ssize_t got = ::read(file.number(), buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return RefuseFile(path, "read");
    if (got == 0) return note;
    note.append(buffer, static_cast<std::size_t>(got));
    if (note.size() > engine::kNoteBytesMax)
      return Refuse(Reason::kUnreadable, path.string(), "is no signed note");
  }
}

engine::Status LastSigned::Write(std::string_view study, std::string_view note) const {
  QUORATE_RETURN_IF_ERROR(engine::CheckLabel("study", study));
  const std::filesystem::path path = folder_ / study;
  std::filesystem::path temporary = path;
  temporary += kTemporarySuffix;
  QUORATE_RETURN_IF_ERROR(WriteDurably(temporary, note));
  if (::rename(temporary.c_str(), path.c_str()) != 0) return RefuseFile(path, "put in place");
  const Descriptor folder(folder_, O_RDONLY | O_DIRECTORY);
  if (!folder.ok() || ::fsync(folder.number()) != 0) return RefuseFile(folder_, "made durable");
  return {};
}

engine::Status LastSigned::SetAside(std::string_view study, std::uint64_t size) const {
  QUORATE_ASSIGN_OR_RETURN(const std::optional<std::string> note, Read(study));
  if (!note) return {};
  std::filesystem::path path = folder_ / study;
  path += std::string(kTemporarySuffix) + std::to_string(size);
  return WriteDurably(path, *note);
}

engine::Result<std::vector<std::string>> LastSigned::Studies() const {
  std::vector<std::string> studies;
  std::error_code error;
  for (std::filesystem::directory_iterator at(folder_, error), end; !error && at != end;
       at.increment(error)) {
    std::string name = at->path().filename().string();
    if (engine::IsLabel(name)) studies.push_back(std::move(name));
  }
  if (error) {
    errno = error.value();
    return RefuseFile(folder_, "listed");
  }
  std::ranges::sort(studies);
  return studies;
}

}  // namespace quorate::services
