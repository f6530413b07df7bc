// The store of a server that runs alone: one SQLite file in one folder, on one local disk. The
// tables are in sqlite_schema.cc; README.md says how to back the folder up and what may go wrong.

#pragma once

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "services/store/data_folder.h"
#include "services/store/principal_cache.h"
#include "services/store/sqlite.h"
#include "services/store/store.h"

namespace quorate::services {

// How closely a file is looked at when it is opened.
enum class OpeningCheck {
  kSizes,      // That no log was cut; a few milliseconds, whatever the number of entries.
  kWholeFile,  // All of the file's structure as well; reads all of it.
};

// One connection does every write and every checkpoint, one at a time: cheapest for SQLite, and the
// way round a defect of its versions before 3.51.3, which may lose a commit that meets another
// connection's checkpoint. Reads go through a few connections of their own and wait for no writer.
class SqliteStore final : public Store {
 public:
  static constexpr const char* kFileName = "quorate.db";

  // Makes the folder and the file if they are not there. Refuses with kUnavailable while another
  // server uses the folder, with kUnreadable a file of a later version or another program's, and
  // with kCorruptLog one that fails the check.
  static engine::Result<std::unique_ptr<SqliteStore>> Open(
      const std::filesystem::path& folder,
      OpeningCheck check = OpeningCheck::kSizes);

  engine::Status Append(std::span<const StudyAppend> appends) override;
  engine::Status Scrub() override;
  [[nodiscard]] engine::Result<std::vector<StoredEntry>> Read(std::string_view study,
                                                              std::uint64_t first,
                                                              std::size_t limit) const override;
  [[nodiscard]] engine::Result<std::uint64_t> Size(std::string_view study) const override;
  [[nodiscard]] engine::Result<std::vector<std::string>> Studies() const override;
  [[nodiscard]] engine::Result<std::optional<RequestRecord>> FindRequest(
      std::string_view study,
      std::string_view principal,
      std::string_view request_id) const override;
  [[nodiscard]] engine::Result<std::optional<std::string>> FindLink(
      std::string_view study,
      std::string_view external_id) const override;
  [[nodiscard]] engine::Result<std::vector<Link>> Links(std::string_view study) const override;
  engine::Status KeepCheckpoint(std::string_view study, const KeptCheckpoint& checkpoint) override;
  [[nodiscard]] engine::Result<std::vector<KeptCheckpoint>> Checkpoints(
      std::string_view study) const override;
  engine::Status AddPrincipal(const Principal& principal) override;
  [[nodiscard]] engine::Result<std::optional<Principal>> FindPrincipal(
      std::string_view token_hash) const override;
  [[nodiscard]] engine::Result<std::vector<Principal>> Principals(
      std::string_view study) const override;
  engine::Status RevokePrincipal(std::string_view id) override;

  // Writes a copy of everything, as it is at one moment, into a new file that only its owner may
  // read; `file` lies in this store's folder, whose disk must have room for it. Reading and writing
  // go on meanwhile. What was begun is cleared away on a failure.
  [[nodiscard]] engine::Status CopyInto(const std::filesystem::path& file) const;
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }

  // True once the disk has refused to make a write durable. From then on every write is refused
  // with kUnavailable, and the server should stop: only a new start finds out what the disk really
  // holds.
  [[nodiscard]] bool sync_failed() const { return sync_failed_; }

 private:
  // A reading connection lent out; it goes back when this is destroyed.
  class Reader;

  explicit SqliteStore(DataFolder folder) : folder_(std::move(folder)) {}

  engine::Status Connect(OpeningCheck check);
  // Requires that nobody reads.
  engine::Status ScrubAlone();
  engine::Status ScrubIfDue();
  engine::Status Write(const std::function<engine::Status(Connection&)>& change);

  DataFolder folder_;  // First, so that it is given up last.

  std::mutex writer_mutex_;
  std::unique_ptr<Connection> writer_;
  std::atomic<bool> sync_failed_ = false;
  mutable std::mutex copy_mutex_;  // Held while a copy is made. Taken before the writer's.
  // A checkpoint must not wait for a copy, since every write would.
  mutable std::atomic<bool> copying_ = false;

  mutable PrincipalCache principals_;

  mutable std::mutex readers_mutex_;
  mutable std::condition_variable reader_returned_;
  mutable std::vector<std::unique_ptr<Connection>> idle_readers_;
};

}  // namespace quorate::services
