#include "clients/cli/witness_state.h"

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "clients/cli/input_file.h"
#include "clients/cli/output_file.h"
#include "engine/log/checkpoint.h"
#include "engine/log/digest.h"

namespace quorate::cli {

using engine::Reason;
using engine::Refuse;
using engine::Result;
using engine::Status;

Result<WitnessState> WitnessState::Hold(const std::string& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return Refuse(Reason::kUnavailable, folder, "cannot be made: " + error.message());
  const std::string file = folder + "/witness.lock";
  const int lock = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock < 0) {
    return Refuse(
        Reason::kUnavailable, file, "cannot be opened: " + std::system_category().message(errno));
  }
  WitnessState state(folder, lock);
  while (::flock(lock, LOCK_EX) != 0) {
    if (errno == EINTR) continue;
    return Refuse(
        Reason::kUnavailable, file, "cannot be locked: " + std::system_category().message(errno));
  }
  return state;
}

WitnessState::WitnessState(WitnessState&& other) noexcept
    : folder_(std::move(other.folder_)), lock_(std::exchange(other.lock_, -1)) {}

WitnessState::~WitnessState() {
  if (lock_ >= 0) ::close(lock_);
}

// An origin may hold slashes and be long; its first line tells it again.
std::string WitnessState::PathOf(const std::string& origin) const {
  return folder_ + "/" + engine::ToHex(engine::Sha256(origin)).substr(0, 32);
}

Result<engine::TreeHead> WitnessState::Last(const std::string& origin) const {
  const std::string path = PathOf(origin);
  std::error_code error;
  if (!std::filesystem::exists(path, error) && !error)
    return engine::TreeHead{0, engine::EmptyRoot()};
  QUORATE_ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  const auto last = engine::ParseCheckpoint(text);
  if (!last || last->origin != origin) {
    return Refuse(Reason::kUnreadable,
                  path,
                  "is not what was last cosigned of " + origin +
                      "; restore it, for without it a fork could be cosigned");
  }
  return last->head;
}

Status WitnessState::Keep(const std::string& origin, const engine::TreeHead& head) const {
  return SaveFile(PathOf(origin), engine::PrintCheckpoint({origin, head}), Readers::kOwner);
}

}  // namespace quorate::cli
