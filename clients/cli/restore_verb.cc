#include "clients/cli/restore_verb.h"

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <system_error>
#include <vector>

#include <CLI/CLI.hpp>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "clients/cli/backup_archive.h"
#include "clients/cli/input_file.h"
#include "engine/base/text.h"
#include "engine/log/decimal.h"

namespace quorate::cli {

namespace {

namespace fs = std::filesystem;
using engine::Reason;
using engine::Refuse;
using engine::Result;
using engine::Status;

tl::unexpected<engine::Error> RefusePath(const fs::path& path, const std::error_code& error) {
  return Refuse(Reason::kUnavailable, path.string(), error.message());
}

// A folder beside the data folder, cleared away unless it was put in place.
class Workplace {
 public:
  static Result<Workplace> BesideOf(const fs::path& data) {
    const fs::path parent = data.has_parent_path() ? data.parent_path() : fs::path(".");
    std::error_code error;
    fs::create_directories(parent, error);
    if (error) return RefusePath(parent, error);
    std::string made = (parent / ("." + data.filename().string() + ".XXXXXX")).string();
    if (::mkdtemp(made.data()) == nullptr)
      return RefusePath(made, std::error_code(errno, std::system_category()));
    return Workplace(made);
  }
  Workplace(Workplace&& other) noexcept : path_(std::move(other.path_)) { other.path_.clear(); }
  Workplace(const Workplace&) = delete;
  Workplace& operator=(const Workplace&) = delete;
  Workplace& operator=(Workplace&&) = delete;
  ~Workplace() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  explicit Workplace(fs::path path) : path_(std::move(path)) {}
  fs::path path_;
};

// The lock that a server holds while it runs (services/store/data_folder.h).
class FolderLock {
 public:
  explicit FolderLock(const fs::path& data)
      : descriptor_(::open((data / "quorate.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)),
        held_(descriptor_ >= 0 && ::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) {}
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;
  ~FolderLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  [[nodiscard]] bool held() const { return held_; }

 private:
  int descriptor_;
  bool held_;
};

Status SyncFolder(const fs::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
  const std::error_code error(errno, std::system_category());
  if (descriptor >= 0) ::close(descriptor);
  if (synced) return {};
  return RefusePath(folder, error);
}

Status Move(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::rename(from, to, error);
  if (error) return RefusePath(to, error);
  return {};
}

// The entries that a signed note is over; 0 where it is none.
std::uint64_t SizeIn(const std::string& note) {
  const std::size_t first = note.find('\n');
  if (first == std::string::npos) return 0;
  const std::size_t second = note.find('\n', first + 1);
  if (second == std::string::npos) return 0;
  return engine::ParseTreeDecimal(std::string_view(note).substr(first + 1, second - first - 1))
      .value_or(0);
}

// A study whose newest signed checkpoint lies beyond the backup's.
struct SignedBeyond {
  std::string study;
  std::uint64_t here = 0;
  std::uint64_t in_backup = 0;
};

// Takes over what the backup signed of one study, unless more is known here.
Status MergeSigned(const fs::path& theirs,
                   const fs::path& ours,
                   std::vector<SignedBeyond>& beyond) {
  if (fs::exists(ours)) {
    QUORATE_ASSIGN_OR_RETURN(const std::string their_note, ReadFile(theirs.string()));
    QUORATE_ASSIGN_OR_RETURN(const std::string our_note, ReadFile(ours.string()));
    const std::uint64_t here = SizeIn(our_note);
    const std::uint64_t in_backup = SizeIn(their_note);
    if (here > in_backup) beyond.push_back({ours.filename().string(), here, in_backup});
    if (here >= in_backup) return {};
  }
  return Move(theirs, ours);
}

// Takes over what the backup signed where nothing newer is known here.
Result<std::vector<SignedBeyond>> MergeAllSigned(const fs::path& from, const fs::path& to) {
  std::vector<SignedBeyond> beyond;
  std::error_code error;
  fs::create_directories(to, error);
  if (error) return RefusePath(to, error);
  std::error_code none;
  for (const auto& at : fs::directory_iterator(from, none)) {
    QUORATE_RETURN_IF_ERROR(MergeSigned(at.path(), to / at.path().filename(), beyond));
  }
  QUORATE_RETURN_IF_ERROR(SyncFolder(to));
  return beyond;
}

// Refuses a folder that another server's data lies in.
Status CheckSameServer(const fs::path& backup, const fs::path& data) {
  for (const char* name : {"origin", "signing.key"}) {
    if (!fs::exists(backup / name) || !fs::exists(data / name)) continue;
    QUORATE_ASSIGN_OR_RETURN(const std::string theirs, ReadFile((backup / name).string()));
    QUORATE_ASSIGN_OR_RETURN(const std::string ours, ReadFile((data / name).string()));
    if (engine::Trim(theirs) == engine::Trim(ours)) continue;
    return Refuse(Reason::kAlreadyExists,
                  data.string(),
                  "holds the data of another server (its " + std::string(name) +
                      " differs); choose another folder");
  }
  return {};
}

// Moves a file into a folder, if it is there.
Status SetAside(const fs::path& file, const fs::path& folder) {
  if (!fs::exists(file)) return {};
  return Move(file, folder / file.filename());
}

// Puts the backup's files in the place of a stopped server's; returns where the old ones are kept.
Result<std::vector<SignedBeyond>> Replace(const fs::path& backup,
                                          const fs::path& data,
                                          std::string& kept) {
  QUORATE_RETURN_IF_ERROR(CheckSameServer(backup, data));
  kept = (data / "replaced.XXXXXX").string();
  if (::mkdtemp(kept.data()) == nullptr)
    return RefusePath(kept, std::error_code(errno, std::system_category()));
  // What was signed first: were the power to fail in between, a newer mark must stand already.
  QUORATE_ASSIGN_OR_RETURN(std::vector<SignedBeyond> beyond,
                           MergeAllSigned(backup / "signed", data / "signed"));
  // The write-ahead log belongs to the old file and would be played into the new one.
  for (const char* name : {"quorate.db", "quorate.db-wal", "quorate.db-shm"}) {
    QUORATE_RETURN_IF_ERROR(SetAside(data / name, kept));
  }
  for (const char* name :
       {"origin", "signing.key", "token.key", "facilitator.token", "quorate.db"}) {
    if (!fs::exists(backup / name)) continue;
    QUORATE_RETURN_IF_ERROR(SetAside(data / name, kept));
    QUORATE_RETURN_IF_ERROR(Move(backup / name, data / name));
  }
  QUORATE_RETURN_IF_ERROR(SyncFolder(data));
  return beyond;
}

std::string Told(const RestoreOptions& options,
                 const UnpackedBackup& backup,
                 const std::vector<SignedBeyond>& beyond,
                 const std::string& kept) {
  std::string text = "Restored " + options.data + ": " + std::to_string(backup.files.size()) +
                     " files, " + std::to_string(backup.files.at("quorate.db")) +
                     " bytes of database.\n";
  if (!backup.files.contains("signing.key")) {
    text += "The backup holds no keys: put signing.key and token.key into " + options.data +
            " before you start the server.\n";
  }
  if (!kept.empty()) text += "What was there before is kept in " + kept + "\n";
  for (const SignedBeyond& one : beyond) {
    text += "Study " + one.study + ": this host has signed " + std::to_string(one.here) +
            " entries, the backup " + std::to_string(one.in_backup) +
            ". The server will refuse to start if the log ends before that.\n";
  }
  if (kept.empty()) {
    text +=
        "If the lost server went on after this backup, put the newest files of its signed/ folder "
        "into\n" +
        options.data + "/signed first: nothing else here can tell.\n";
  }
  return text + "A log that was signed further is a break to be stated: quorated --data " +
         options.data + " --recover STUDY --reason \"...\"\n";
}

Result<UnpackedBackup> UnpackFile(const std::string& file, const fs::path& folder) {
  if (file == "-") return UnpackBackup(std::cin, folder);
  std::ifstream archive(file, std::ios::binary);
  if (!archive) return Refuse(Reason::kUnreadable, file, "cannot be opened");
  return UnpackBackup(archive, folder);
}

// Where nothing was before.
Status PutInPlace(const fs::path& folder, const fs::path& data) {
  QUORATE_RETURN_IF_ERROR(SyncFolder(folder));
  QUORATE_RETURN_IF_ERROR(Move(folder, data));
  return SyncFolder(data.has_parent_path() ? data.parent_path() : ".");
}

Result<std::string> TryRestore(const RestoreOptions& options) {
  fs::path data = fs::path(options.data).lexically_normal();
  if (!data.has_filename()) data = data.parent_path();
  std::error_code error;
  const bool there = fs::exists(data) && !(fs::is_directory(data) && fs::is_empty(data, error));
  if (there && !options.replace) {
    return Refuse(Reason::kAlreadyExists,
                  options.data,
                  "is not empty. Stop its server and give --replace, or choose another folder");
  }
  std::optional<FolderLock> lock;
  if (there) {
    lock.emplace(data);
    if (!lock->held()) {
      return Refuse(
          Reason::kUnavailable, options.data, "a server is using it; stop that one first");
    }
  }
  QUORATE_ASSIGN_OR_RETURN(const Workplace work, Workplace::BesideOf(data));
  QUORATE_ASSIGN_OR_RETURN(const UnpackedBackup backup, UnpackFile(options.file, work.path()));
  std::vector<SignedBeyond> beyond;
  std::string kept;
  if (there) {
    QUORATE_ASSIGN_OR_RETURN(beyond, Replace(work.path(), data, kept));
  } else {
    QUORATE_RETURN_IF_ERROR(PutInPlace(work.path(), data));
  }
  return Told(options, backup, beyond, kept);
}

}  // namespace

Outcome Restore(const RestoreOptions& options) {
  const Result<std::string> told = TryRestore(options);
  return told ? Good(*told) : Refused(told.error());
}

void AddRestoreVerb(CLI::App& app, Outcome& outcome) {
  CLI::App* verb = app.add_subcommand("restore", "Make a server's data folder from a backup");
  auto options = std::make_shared<RestoreOptions>();
  verb->add_option("FILE", options->file, "The backup; - reads standard input")->required();
  verb->add_option("--data", options->data, "The data folder")->required();
  verb->add_flag("--replace", options->replace, "In place of what a stopped server has there");
  verb->footer(
      "Example:\n  quorate restore monday.tar --data /var/lib/quorate\n"
      "A log that was signed further than the backup goes is not continued silently: the server "
      "refuses to start.");
  verb->callback([options, &outcome] { outcome = Restore(*options); });
}

}  // namespace quorate::cli
