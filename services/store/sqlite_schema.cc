#include "services/store/sqlite_schema.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace quorate::services {

using engine::Reason;
using engine::Refuse;

namespace {

// An entry's place is its study's number and its sequence in one integer, so that a log lies in one
// stretch of the file and a run of entries is read in one sweep together with their openings. The
// triggers hold the log append-only and without gaps against whoever opens the file, ourselves
// included.
constexpr const char* kTables = R"sql(
CREATE TABLE schema (version INTEGER NOT NULL) STRICT;

CREATE TABLE studies (
  id    INTEGER PRIMARY KEY CHECK (id BETWEEN 0 AND 2147483647),
  label TEXT NOT NULL UNIQUE,
  size  INTEGER NOT NULL CHECK (size BETWEEN 0 AND 4294967296)
) STRICT;

CREATE TABLE entries (
  place INTEGER PRIMARY KEY,
  study INTEGER AS (place >> 32),
  seq   INTEGER AS (place & 4294967295),
  leaf  TEXT NOT NULL
) STRICT;
CREATE TRIGGER entries_follow BEFORE INSERT ON entries
WHEN EXISTS (SELECT 1 FROM entries WHERE place = NEW.place)
  OR (NEW.place & 4294967295 > 0 AND NOT EXISTS (SELECT 1 FROM entries WHERE place = NEW.place - 1))
BEGIN SELECT RAISE(ABORT, 'an entry follows the last one of its log'); END;
CREATE TRIGGER entries_stay BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END;
CREATE TRIGGER entries_stand BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END;

CREATE TABLE openings (
  place   INTEGER PRIMARY KEY REFERENCES entries (place),
  opening TEXT NOT NULL
) STRICT;

CREATE TABLE requests (
  study       INTEGER NOT NULL REFERENCES studies (id),
  principal   TEXT NOT NULL,
  request_id  TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  reply       TEXT NOT NULL,
  UNIQUE (study, principal, request_id)
) STRICT;

CREATE TABLE links (
  study       INTEGER NOT NULL REFERENCES studies (id),
  external_id TEXT NOT NULL,
  participant TEXT NOT NULL,
  PRIMARY KEY (study, external_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE checkpoints (
  study INTEGER NOT NULL REFERENCES studies (id),
  size  INTEGER NOT NULL,
  note  TEXT NOT NULL,
  PRIMARY KEY (study, size)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER checkpoints_stay BEFORE DELETE ON checkpoints
BEGIN SELECT RAISE(ABORT, 'a checkpoint is never deleted'); END;
CREATE TRIGGER checkpoints_stand BEFORE UPDATE ON checkpoints
BEGIN SELECT RAISE(ABORT, 'a checkpoint is never changed'); END;

CREATE TABLE principals (
  id          TEXT NOT NULL PRIMARY KEY,
  token_hash  TEXT NOT NULL UNIQUE,
  role        TEXT NOT NULL,
  study       TEXT NOT NULL,
  participant TEXT NOT NULL,
  note        TEXT NOT NULL,
  created     INTEGER NOT NULL,
  revoked     INTEGER NOT NULL CHECK (revoked IN (0, 1))
) STRICT;
CREATE INDEX principals_by_study ON principals (study, created, id);
)sql";

enum class Contents { kNothing, kOurs, kForeign };

engine::Result<Contents> LookInside(Connection& connection) {
  QUORATE_ASSIGN_OR_RETURN(
      Rows rows,
      connection.Query(
          "SELECT count(*), count(*) FILTER (WHERE name = 'schema') FROM sqlite_schema"));
  QUORATE_RETURN_IF_ERROR(rows.Next());
  if (rows.Integer(0) == 0) return Contents::kNothing;
  return rows.Integer(1) == 1 ? Contents::kOurs : Contents::kForeign;
}

engine::Status CheckVersion(Connection& connection) {
  QUORATE_ASSIGN_OR_RETURN(Rows rows, connection.Query("SELECT version FROM schema"));
  QUORATE_ASSIGN_OR_RETURN(const bool found, rows.Next());
  const std::int64_t version = found ? rows.Integer(0) : 0;
  if (version == kSchemaVersion) return {};
  const std::string kept = "quorate.db: its tables have version " + std::to_string(version) +
                           ", and this server understands version " +
                           std::to_string(kSchemaVersion);
  if (version > kSchemaVersion) {
    return Refuse(Reason::kUnreadable, kept + "; start the newer server that wrote them");
  }
  return Refuse(Reason::kUnreadable, kept + "; restore the last backup");
}

// Without WAL (a network folder cannot have it) readers would block the writer and a commit would
// cost more than one sync.
engine::Status SwitchToWriteAheadLog(Connection& connection) {
  QUORATE_ASSIGN_OR_RETURN(Rows rows, connection.Query("PRAGMA journal_mode = WAL"));
  QUORATE_RETURN_IF_ERROR(rows.Next());
  if (rows.Text(0) == "wal") return {};
  return Refuse(
      Reason::kUnavailable,
      "quorate.db: this folder cannot hold a write-ahead log; choose one on a local disk");
}

}  // namespace

engine::Status PrepareSchema(Connection& connection) {
  QUORATE_ASSIGN_OR_RETURN(const Contents contents, LookInside(connection));
  if (contents == Contents::kForeign) {
    return Refuse(Reason::kUnreadable,
                  "quorate.db: these are another program's tables; choose another data folder");
  }
  if (contents == Contents::kOurs) QUORATE_RETURN_IF_ERROR(CheckVersion(connection));
  QUORATE_RETURN_IF_ERROR(SwitchToWriteAheadLog(connection));
  QUORATE_RETURN_IF_ERROR(
      connection.Execute("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
                         "PRAGMA secure_delete = ON; PRAGMA recursive_triggers = ON;"
                         "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;"
                         "PRAGMA cache_size = -16384; PRAGMA journal_size_limit = 67108864;"));
  if (contents == Contents::kOurs) return {};
  return connection.Transact([&]() -> engine::Status {
    QUORATE_RETURN_IF_ERROR(connection.Execute(kTables));
    QUORATE_RETURN_IF_ERROR(connection.Change("INSERT INTO schema VALUES (?1)", kSchemaVersion));
    return {};
  });
}

engine::Status PrepareReader(Connection& connection) {
  return connection.Execute(
      "PRAGMA query_only = ON; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;"
      "PRAGMA cache_size = -4096;");
}

engine::Status CheckSizes(Connection& connection) {
  QUORATE_ASSIGN_OR_RETURN(
      Rows rows,
      connection.Query("SELECT label, size, "
                       "  ifnull((SELECT max(place) + 1 FROM entries "
                       "          WHERE place BETWEEN id << 32 AND (id << 32) + 4294967295) "
                       "         - (id << 32), 0) AS found "
                       "FROM studies WHERE size <> found"));
  std::vector<engine::Violation> violations;
  while (true) {
    QUORATE_ASSIGN_OR_RETURN(const bool found, rows.Next());
    if (!found) break;
    violations.push_back({"quorate.db, study " + std::string(rows.Text(0)),
                          "its size is " + std::to_string(rows.Integer(1)) +
                              " but its log ends at " + std::to_string(rows.Integer(2)) +
                              "; restore the last backup"});
  }
  if (violations.empty()) return {};
  return Refuse(Reason::kCorruptLog, std::move(violations));
}

engine::Status CheckWholeFile(Connection& connection) {
  QUORATE_ASSIGN_OR_RETURN(Rows rows, connection.Query("PRAGMA quick_check(20)"));
  std::vector<engine::Violation> violations;
  while (true) {
    QUORATE_ASSIGN_OR_RETURN(const bool found, rows.Next());
    if (!found || rows.Text(0) == "ok") break;
    violations.push_back({"quorate.db", std::string(rows.Text(0))});
  }
  if (violations.empty()) return {};
  return Refuse(Reason::kCorruptLog, std::move(violations));
}

}  // namespace quorate::services
