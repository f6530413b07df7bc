#include "services/store/sqlite.h"

#include <cerrno>
#include <cstddef>
#include <utility>

#include "engine/base/check.h"

namespace quorate::services {

using engine::Reason;

namespace {

// 16 MB of write-ahead log, then it is copied to the main file. Readers may hold that up; at four
// times as much the next checkpoint waits for them, so that the log starts over instead of growing
// on.
constexpr int kCheckpointPages = 4'000;
constexpr int kRestartPages = 4 * kCheckpointPages;
constexpr int kBusyMilliseconds = 5'000;

bool IsFull(int code, int system_error) {
  const int primary = code & 0xff;
  if (primary == SQLITE_FULL) return true;
  const bool outside = primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN;
  return outside && (system_error == ENOSPC || system_error == EDQUOT);
}

bool IsSyncFailure(int code) {
  return code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC;
}

engine::Error Explain(const std::string& file, int code, int system_error, const char* said) {
  const std::string place = file + ": ";
  const std::string cause = std::string(said) + " (SQLite " + std::to_string(code) + ")";
  if (IsSyncFailure(code)) {
    return {Reason::kUnavailable,
            place +
                "the disk could not make a write durable; nothing more is written until the server "
                "is restarted. Check the disk first: " +
                cause,
            {}};
  }
  if (IsFull(code, system_error)) {
    return {Reason::kStorageFull,
            place +
                "the disk is full and nothing was written; reading goes on. Free some space, then "
                "try again: " +
                cause,
            {}};
  }
  switch (code & 0xff) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_CONSTRAINT:
      return {Reason::kCorruptLog,
              place +
                  "the file is damaged; restore the last backup into another folder and compare: " +
                  cause,
              {}};
    case SQLITE_TOOBIG:
      return {Reason::kTooLarge, place + "an entry is larger than the file can hold: " + cause, {}};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {
          Reason::kUnavailable, place + "another program holds the file; close it: " + cause, {}};
    default:
      return {Reason::kUnavailable,
              place + "the file cannot be read or written; check the disk and its permissions: " +
                  cause,
              {}};
  }
}

}  // namespace

Rows::Rows(Rows&& other) noexcept
    : connection_(other.connection_), statement_(std::exchange(other.statement_, nullptr)) {}

Rows::~Rows() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

engine::Result<bool> Rows::Next() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return connection_->Refuse();
}

std::int64_t Rows::Integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}

// Asked for as a blob, text comes without a copy to add a closing zero.
std::string_view Rows::Text(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
  if (bytes == nullptr) return {};
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

engine::Result<std::unique_ptr<Connection>> Connection::Open(const std::filesystem::path& file,
                                                             Access access) {
  const int mode = access == Access::kReadWrite ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
  sqlite3* database = nullptr;
  const int code = sqlite3_open_v2(
      file.c_str(), &database, mode | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  if (database == nullptr) {
    return tl::unexpected(Explain(file.filename(), code, 0, sqlite3_errstr(code)));
  }
  std::unique_ptr<Connection> connection(new Connection(database, file.filename()));
  if (code != SQLITE_OK) return connection->Refuse();
  sqlite3_busy_timeout(database, kBusyMilliseconds);
  sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  // Takes the place of SQLite's own checkpoints, whose failures nobody would see.
  sqlite3_wal_hook(
      database,
      [](void* self, sqlite3*, const char*, int pages) {
        static_cast<Connection*>(self)->log_pages_ = pages;
        return SQLITE_OK;
      },
      connection.get());
  return connection;
}

// After a failed sync the log is left as it lies, for the next start to recover what can be
// trusted.
Connection::~Connection() {
  for (const auto& [sql, statement] : statements_) {
    sqlite3_finalize(statement);
  }
  if (sync_failed_) sqlite3_db_config(database_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  sqlite3_close(database_);
}

engine::Status Connection::Execute(const char* script) {
  if (sqlite3_exec(database_, script, nullptr, nullptr, nullptr) != SQLITE_OK) return Refuse();
  return {};
}

engine::Status Connection::Transact(const std::function<engine::Status()>& change) {
  QUORATE_RETURN_IF_ERROR(Execute("BEGIN IMMEDIATE"));
  engine::Status outcome = change();
  if (outcome) outcome = Execute("COMMIT");
  // Some failures have ended the transaction already; a rollback would then be an error of its own.
  if (!outcome && sqlite3_get_autocommit(database_) == 0) {
    sqlite3_exec(database_, "ROLLBACK", nullptr, nullptr, nullptr);
  }
  return outcome;
}

void Connection::CheckpointIfDue(bool may_wait) {
  if (log_pages_ < kCheckpointPages || sync_failed_) return;
  const bool restart = may_wait && log_pages_ >= kRestartPages;
  const int mode = restart ? SQLITE_CHECKPOINT_RESTART : SQLITE_CHECKPOINT_PASSIVE;
  log_pages_ = 0;
  const int code = sqlite3_wal_checkpoint_v2(database_, "main", mode, nullptr, nullptr);
  sync_failed_ = IsSyncFailure(code);
}

// Pages of what was erased are left out: VACUUM copies rows, not the file.
engine::Status Connection::CopyInto(const std::filesystem::path& file) {
  const std::string path = file.string();
  QUORATE_ASSIGN_OR_RETURN(Rows rows, Query("VACUUM INTO ?1", path));
  QUORATE_RETURN_IF_ERROR(rows.Next());
  return {};
}

tl::unexpected<engine::Error> Connection::Refuse() {
  const int code = sqlite3_extended_errcode(database_);
  sync_failed_ = sync_failed_ || IsSyncFailure(code);
  return tl::unexpected(
      Explain(file_, code, sqlite3_system_errno(database_), sqlite3_errmsg(database_)));
}

engine::Result<sqlite3_stmt*> Connection::Prepared(std::string_view sql) {
  if (const auto found = statements_.find(sql); found != statements_.end()) {
    QUORATE_CHECK(sqlite3_stmt_busy(found->second) == 0);
    return found->second;
  }
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(database_,
                                      sql.data(),
                                      static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT,
                                      &statement,
                                      nullptr);
  if (code != SQLITE_OK) return Refuse();
  statements_.emplace(sql, statement);
  return statement;
}

int Connection::Bind(sqlite3_stmt* statement, int index, std::int64_t value) {
  return sqlite3_bind_int64(statement, index, value);
}

// A null pointer would bind an SQL NULL, and an empty view may hold one.
int Connection::Bind(sqlite3_stmt* statement, int index, std::string_view value) {
  return sqlite3_bind_text64(statement,
                             index,
                             value.data() == nullptr ? "" : value.data(),
                             value.size(),
                             SQLITE_STATIC,
                             SQLITE_UTF8);
}

}  // namespace quorate::services
