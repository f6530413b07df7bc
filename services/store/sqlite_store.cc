#include "services/store/sqlite_store.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

#include "services/store/refusals.h"
#include "services/store/sqlite_schema.h"

namespace quorate::services {

using engine::Reason;
using engine::Refuse;

namespace {

// More than the cores of the machines this store is for; a further reader waits for a moment.
constexpr int kReaders = 4;
constexpr int kSequenceBits = 32;

std::int64_t Place(std::int64_t study, std::uint64_t sequence) {
  return (study << kSequenceBits) + static_cast<std::int64_t>(sequence);
}

struct StudyRow {
  std::int64_t id = 0;
  std::uint64_t size = 0;
};

engine::Result<std::optional<StudyRow>> FindStudy(Connection& connection, std::string_view label) {
  QUORATE_ASSIGN_OR_RETURN(
      Rows rows, connection.Query("SELECT id, size FROM studies WHERE label = ?1", label));
  QUORATE_ASSIGN_OR_RETURN(const bool found, rows.Next());
  if (!found) return std::nullopt;
  return StudyRow{rows.Integer(0), static_cast<std::uint64_t>(rows.Integer(1))};
}

engine::Result<StudyRow> FindOrAddStudy(Connection& connection, std::string_view label) {
  QUORATE_RETURN_IF_ERROR(connection.Change(
      "INSERT INTO studies (label, size) VALUES (?1, 0) ON CONFLICT DO NOTHING", label));
  QUORATE_ASSIGN_OR_RETURN(const std::optional<StudyRow> study, FindStudy(connection, label));
  return *study;
}

engine::Status AddEntries(Connection& connection,
                          const StudyRow& study,
                          const StudyAppend& append) {
  std::int64_t place = Place(study.id, append.first);
  for (const StoredEntry& entry : append.entries) {
    QUORATE_RETURN_IF_ERROR(
        connection.Change("INSERT INTO entries (place, leaf) VALUES (?1, ?2)", place, entry.leaf));
    if (!entry.opening.empty()) {
      QUORATE_RETURN_IF_ERROR(connection.Change(
          "INSERT INTO openings (place, opening) VALUES (?1, ?2)", place, entry.opening));
    }
    ++place;
  }
  if (append.entries.empty()) return {};
  return connection
      .Change("UPDATE studies SET size = ?2 WHERE id = ?1",
              study.id,
              static_cast<std::int64_t>(append.first + append.entries.size()))
      .map([](std::int64_t) {});
}

engine::Status Erase(Connection& connection,
                     const StudyRow& study,
                     std::string_view label,
                     const Erasure& erasure) {
  for (const std::uint64_t sequence : erasure.openings) {
    QUORATE_RETURN_IF_ERROR(
        connection.Change("DELETE FROM openings WHERE place = ?1", Place(study.id, sequence)));
  }
  QUORATE_RETURN_IF_ERROR(connection.Change(
      "DELETE FROM links WHERE study = ?1 AND participant = ?2", study.id, erasure.participant));
  QUORATE_RETURN_IF_ERROR(
      connection.Change("UPDATE requests SET fingerprint = '', reply = '' WHERE study = ?1 "
                        "AND principal NOT IN (SELECT id FROM principals "
                        "WHERE role = 'participant' AND participant <> ?2)",
                        study.id,
                        erasure.participant));
  QUORATE_RETURN_IF_ERROR(connection.Change(
      "DELETE FROM principals WHERE study = ?1 AND participant = ?2", label, erasure.participant));
  return connection.Execute("PRAGMA user_version = 1");  // Scrub() is due.
}

engine::Status AddAppend(Connection& connection, const StudyAppend& append) {
  QUORATE_ASSIGN_OR_RETURN(const StudyRow study, FindOrAddStudy(connection, append.study));
  if (append.first != study.size) return RefuseStale(append, study.size);
  QUORATE_RETURN_IF_ERROR(AddEntries(connection, study, append));
  for (const Erasure& erasure : append.erasures) {
    QUORATE_RETURN_IF_ERROR(Erase(connection, study, append.study, erasure));
  }
  for (const RequestRecord& request : append.requests) {
    QUORATE_ASSIGN_OR_RETURN(
        const std::int64_t added,
        connection.Change("INSERT INTO requests (study, principal, request_id, fingerprint, reply) "
                          "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
                          study.id,
                          request.principal,
                          request.request_id,
                          request.fingerprint,
                          request.reply));
    if (added == 0) return RefuseRequest(append.study, request);
  }
  for (const Link& link : append.links) {
    QUORATE_ASSIGN_OR_RETURN(
        const std::int64_t added,
        connection.Change("INSERT INTO links (study, external_id, participant) VALUES (?1, ?2, ?3) "
                          "ON CONFLICT DO NOTHING",
                          study.id,
                          link.external_id,
                          link.participant));
    if (added == 0) return RefuseLink(append.study);
  }
  return {};
}

Principal PrincipalOf(const Rows& rows) {
  return {.id = std::string(rows.Text(0)),
          .token_hash = std::string(rows.Text(1)),
          .role = std::string(rows.Text(2)),
          .study = std::string(rows.Text(3)),
          .participant = std::string(rows.Text(4)),
          .note = std::string(rows.Text(5)),
          .created = {rows.Integer(6)},
          .revoked = rows.Integer(7) != 0};
}

// The first row as a value, or nothing if there is none.
template <typename Value>
engine::Result<std::optional<Value>> First(engine::Result<Rows> rows, Value (*value)(const Rows&)) {
  if (!rows) return tl::unexpected(std::move(rows).error());
  QUORATE_ASSIGN_OR_RETURN(const bool found, rows->Next());
  if (!found) return std::nullopt;
  return value(*rows);
}

template <typename Value>
engine::Result<std::vector<Value>> All(engine::Result<Rows> rows, Value (*value)(const Rows&)) {
  if (!rows) return tl::unexpected(std::move(rows).error());
  std::vector<Value> values;
  while (true) {
    QUORATE_ASSIGN_OR_RETURN(const bool found, rows->Next());
    if (!found) return values;
    values.push_back(value(*rows));
  }
}

std::string FirstText(const Rows& rows) {
  return std::string(rows.Text(0));
}

}  // namespace

// Waits for an idle connection; no reader keeps one for longer than one call.
class SqliteStore::Reader {
 public:
  explicit Reader(const SqliteStore& store) : store_(store) {
    std::unique_lock lock(store_.readers_mutex_);
    store_.reader_returned_.wait(lock, [&] { return !store_.idle_readers_.empty(); });
    connection_ = std::move(store_.idle_readers_.back());
    store_.idle_readers_.pop_back();
  }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader() {
    {
      const std::lock_guard lock(store_.readers_mutex_);
      store_.idle_readers_.push_back(std::move(connection_));
    }
    store_.reader_returned_.notify_one();
  }

  Connection* operator->() const { return connection_.get(); }
  Connection& operator*() const { return *connection_; }

 private:
  const SqliteStore& store_;
  std::unique_ptr<Connection> connection_;
};

engine::Result<std::unique_ptr<SqliteStore>> SqliteStore::Open(const std::filesystem::path& folder,
                                                               OpeningCheck check) {
  QUORATE_ASSIGN_OR_RETURN(DataFolder claimed, DataFolder::Claim(folder));
  std::unique_ptr<SqliteStore> store(new SqliteStore(std::move(claimed)));
  QUORATE_RETURN_IF_ERROR(store->Connect(check));
  return store;
}

engine::Status SqliteStore::Connect(OpeningCheck check) {
  QUORATE_RETURN_IF_ERROR(folder_.TouchFile(kFileName));
  const std::filesystem::path file = folder_.path() / kFileName;
  QUORATE_ASSIGN_OR_RETURN(writer_, Connection::Open(file, Connection::Access::kReadWrite));
  QUORATE_RETURN_IF_ERROR(PrepareSchema(*writer_));
  if (check == OpeningCheck::kWholeFile) QUORATE_RETURN_IF_ERROR(CheckWholeFile(*writer_));
  QUORATE_RETURN_IF_ERROR(CheckSizes(*writer_));
  QUORATE_RETURN_IF_ERROR(ScrubIfDue());
  for (int i = 0; i < kReaders; ++i) {
    QUORATE_ASSIGN_OR_RETURN(std::unique_ptr<Connection> reader,
                             Connection::Open(file, Connection::Access::kReadOnly));
    QUORATE_RETURN_IF_ERROR(PrepareReader(*reader));
    idle_readers_.push_back(std::move(reader));
  }
  return {};
}

engine::Status SqliteStore::Write(const std::function<engine::Status(Connection&)>& change) {
  const std::lock_guard lock(writer_mutex_);
  if (sync_failed_) {
    return Refuse(
        Reason::kUnavailable,
        "quorate.db: the disk could not make an earlier write durable, so nothing more is "
        "written; check the disk, then restart the server");
  }
  engine::Status outcome = writer_->Transact([&] { return change(*writer_); });
  if (outcome) writer_->CheckpointIfDue(!copying_);
  sync_failed_ = writer_->sync_failed();
  return outcome;
}

engine::Status SqliteStore::CopyInto(const std::filesystem::path& file) const {
  // A connection of its own, for the few that are lent out would be missed for so long.
  QUORATE_ASSIGN_OR_RETURN(
      const std::unique_ptr<Connection> reader,
      Connection::Open(folder_.path() / kFileName, Connection::Access::kReadOnly));
  const std::lock_guard lock(copy_mutex_);
  QUORATE_RETURN_IF_ERROR(folder_.TouchFile(file.filename()));
  copying_ = true;
  engine::Status outcome = reader->CopyInto(file);
  copying_ = false;
  std::error_code ignored;
  if (!outcome) std::filesystem::remove(file, ignored);
  return outcome;
}

engine::Status SqliteStore::Append(std::span<const StudyAppend> appends) {
  engine::Status outcome = Write([&](Connection& connection) -> engine::Status {
    for (const StudyAppend& append : appends) {
      QUORATE_RETURN_IF_ERROR(AddAppend(connection, append));
    }
    return {};
  });
  const bool erased =
      std::ranges::any_of(appends, [](const auto& append) { return !append.erasures.empty(); });
  // After a failure too: the disk may hold the change all the same.
  if (erased) principals_.Forget();
  return outcome;
}

engine::Status SqliteStore::Scrub() {
  // A copy under way reads an older state too; it is waited for before the writer is held.
  const std::lock_guard no_copy(copy_mutex_);
  const std::lock_guard lock(writer_mutex_);
  // A reader that looks at an older state keeps the journal from being emptied, so all of them are
  // held.
  std::vector<std::unique_ptr<Reader>> readers;
  for (int i = 0; i < kReaders; ++i)
    readers.push_back(std::make_unique<Reader>(*this));
  return ScrubAlone();
}

engine::Status SqliteStore::ScrubAlone() {
  QUORATE_RETURN_IF_ERROR(writer_->Execute("VACUUM"));
  {
    QUORATE_ASSIGN_OR_RETURN(Rows rows, writer_->Query("PRAGMA wal_checkpoint(TRUNCATE)"));
    QUORATE_RETURN_IF_ERROR(rows.Next());
    if (rows.Integer(0) != 0)
      return Refuse(Reason::kUnavailable, "quorate.db: its journal could not be emptied");
  }
  return writer_->Execute("PRAGMA user_version = 0");
}

engine::Status SqliteStore::ScrubIfDue() {
  bool due = false;
  {
    QUORATE_ASSIGN_OR_RETURN(Rows rows, writer_->Query("PRAGMA user_version"));
    QUORATE_RETURN_IF_ERROR(rows.Next());
    due = rows.Integer(0) != 0;
  }
  return due ? ScrubAlone() : engine::Status();
}

engine::Result<std::vector<StoredEntry>> SqliteStore::Read(std::string_view study,
                                                           std::uint64_t first,
                                                           std::size_t limit) const {
  std::vector<StoredEntry> entries;
  const Reader reader(*this);
  QUORATE_ASSIGN_OR_RETURN(const std::optional<StudyRow> row, FindStudy(*reader, study));
  if (!row || first >= row->size || limit == 0) return entries;
  const std::uint64_t count = std::min<std::uint64_t>(limit, row->size - first);
  entries.reserve(count);
  QUORATE_ASSIGN_OR_RETURN(
      Rows rows,
      reader->Query("SELECT seq, leaf, opening FROM entries LEFT JOIN openings USING (place) "
                    "WHERE place BETWEEN ?1 AND ?2 ORDER BY place",
                    Place(row->id, first),
                    Place(row->id, first + count - 1)));
  for (std::uint64_t sequence = first; sequence < first + count; ++sequence) {
    QUORATE_ASSIGN_OR_RETURN(const bool found, rows.Next());
    if (!found || static_cast<std::uint64_t>(rows.Integer(0)) != sequence) {
      return Refuse(
          Reason::kCorruptLog,
          "quorate.db, study " + std::string(study) + ", entry " + std::to_string(sequence),
          "it is missing; restore the last backup");
    }
    entries.push_back({std::string(rows.Text(1)), std::string(rows.Text(2))});
  }
  return entries;
}

engine::Result<std::uint64_t> SqliteStore::Size(std::string_view study) const {
  const Reader reader(*this);
  QUORATE_ASSIGN_OR_RETURN(const std::optional<StudyRow> row, FindStudy(*reader, study));
  return row ? row->size : 0;
}

engine::Result<std::vector<std::string>> SqliteStore::Studies() const {
  const Reader reader(*this);
  return All(reader->Query("SELECT label FROM studies WHERE size > 0 ORDER BY label"), FirstText);
}

engine::Result<std::optional<RequestRecord>> SqliteStore::FindRequest(
    std::string_view study,
    std::string_view principal,
    std::string_view request_id) const {
  const Reader reader(*this);
  QUORATE_ASSIGN_OR_RETURN(
      Rows rows,
      reader->Query(
          "SELECT fingerprint, reply FROM requests WHERE principal = ?2 AND request_id = ?3 "
          "AND study = (SELECT id FROM studies WHERE label = ?1)",
          study,
          principal,
          request_id));
  QUORATE_ASSIGN_OR_RETURN(const bool found, rows.Next());
  if (!found) return std::nullopt;
  return RequestRecord{std::string(principal),
                       std::string(request_id),
                       std::string(rows.Text(0)),
                       std::string(rows.Text(1))};
}

engine::Result<std::optional<std::string>> SqliteStore::FindLink(
    std::string_view study,
    std::string_view external_id) const {
  const Reader reader(*this);
  return First(reader->Query("SELECT participant FROM links WHERE external_id = ?2 "
                             "AND study = (SELECT id FROM studies WHERE label = ?1)",
                             study,
                             external_id),
               FirstText);
}

engine::Result<std::vector<Link>> SqliteStore::Links(std::string_view study) const {
  const Reader reader(*this);
  return All<Link>(reader->Query("SELECT external_id, participant FROM links "
                                 "WHERE study = (SELECT id FROM studies WHERE label = ?1) "
                                 "ORDER BY external_id",
                                 study),
                   [](const Rows& rows) {
                     return Link{std::string(rows.Text(0)), std::string(rows.Text(1))};
                   });
}

engine::Status SqliteStore::KeepCheckpoint(std::string_view study,
                                           const KeptCheckpoint& checkpoint) {
  return Write([&](Connection& connection) -> engine::Status {
    QUORATE_ASSIGN_OR_RETURN(const StudyRow row, FindOrAddStudy(connection, study));
    const auto size = static_cast<std::int64_t>(checkpoint.size);
    QUORATE_ASSIGN_OR_RETURN(
        const std::int64_t added,
        connection.Change("INSERT INTO checkpoints (study, size, note) VALUES (?1, ?2, ?3) "
                          "ON CONFLICT DO NOTHING",
                          row.id,
                          size,
                          checkpoint.note));
    if (added == 1) return {};
    QUORATE_ASSIGN_OR_RETURN(
        const std::optional<std::string> kept,
        First(connection.Query(
                  "SELECT note FROM checkpoints WHERE study = ?1 AND size = ?2", row.id, size),
              FirstText));
    if (kept != checkpoint.note) return RefuseFork(study, checkpoint.size);
    return {};
  });
}

engine::Result<std::vector<KeptCheckpoint>> SqliteStore::Checkpoints(std::string_view study) const {
  const Reader reader(*this);
  return All<KeptCheckpoint>(
      reader->Query("SELECT size, note FROM checkpoints "
                    "WHERE study = (SELECT id FROM studies WHERE label = ?1) "
                    "ORDER BY size",
                    study),
      [](const Rows& rows) {
        return KeptCheckpoint{static_cast<std::uint64_t>(rows.Integer(0)),
                              std::string(rows.Text(1))};
      });
}

engine::Status SqliteStore::AddPrincipal(const Principal& principal) {
  return Write([&](Connection& connection) -> engine::Status {
    QUORATE_ASSIGN_OR_RETURN(
        const std::int64_t added,
        connection.Change("INSERT INTO principals (id, token_hash, role, study, participant, note, "
                          "created, revoked) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) "
                          "ON CONFLICT DO NOTHING",
                          principal.id,
                          principal.token_hash,
                          principal.role,
                          principal.study,
                          principal.participant,
                          principal.note,
                          principal.created.seconds,
                          std::int64_t{principal.revoked}));
    if (added == 0) return RefusePrincipal();
    return {};
  });
}

engine::Result<std::optional<Principal>> SqliteStore::FindPrincipal(
    std::string_view token_hash) const {
  PrincipalCache::Seen seen = principals_.Find(token_hash);
  if (seen.principal) return std::move(seen.principal);
  const Reader reader(*this);
  QUORATE_ASSIGN_OR_RETURN(
      std::optional<Principal> principal,
      First(reader->Query("SELECT id, token_hash, role, study, participant, note, created, revoked "
                          "FROM principals WHERE token_hash = ?1",
                          token_hash),
            PrincipalOf));
  if (principal) principals_.Keep(*principal, seen.at);
  return principal;
}

engine::Result<std::vector<Principal>> SqliteStore::Principals(std::string_view study) const {
  const Reader reader(*this);
  return All(
      reader->Query("SELECT id, token_hash, role, study, participant, note, created, revoked "
                    "FROM principals WHERE study = ?1 ORDER BY created, id",
                    study),
      PrincipalOf);
}

engine::Status SqliteStore::RevokePrincipal(std::string_view id) {
  const engine::Status outcome = Write([&](Connection& connection) -> engine::Status {
    QUORATE_ASSIGN_OR_RETURN(
        const std::int64_t changed,
        connection.Change("UPDATE principals SET revoked = 1 WHERE id = ?1", id));
    if (changed == 0) return RefuseUnknownPrincipal(id);
    return {};
  });
  // After a failure too: the disk may hold the change all the same.
  principals_.Forget();
  return outcome;
}

}  // namespace quorate::services
