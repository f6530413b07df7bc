// SQLite's C interface with owners, types and our errors: as much of it as the store needs.
//
// A connection belongs to one thread at a time; the store sees to that. Each statement is compiled
// on its first use and kept, so a query is written where it is asked and costs only its run.

#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include <sqlite3.h>

#include "engine/base/result.h"

namespace quorate::services {

class Connection;

// The rows of one running query. Its statement is free for the next run once the rows are gone.
class Rows {
 public:
  Rows(Rows&& other) noexcept;
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;
  Rows& operator=(Rows&&) = delete;
  ~Rows();

  // Goes to the next row, the first one at the first call; false when there is none.
  engine::Result<bool> Next();
  // A column of the current row, counted from 0; an SQL NULL reads as 0 or as empty text.
  [[nodiscard]] std::int64_t Integer(int column) const;
  // The bytes as they were stored, zero bytes included; valid until Next().
  [[nodiscard]] std::string_view Text(int column) const;

 private:
  friend class Connection;
  Rows(Connection& connection, sqlite3_stmt* statement)
      : connection_(&connection), statement_(statement) {}

  Connection* connection_;
  sqlite3_stmt* statement_;
};

class Connection {
 public:
  enum class Access { kReadWrite, kReadOnly };

  // Opens a file that exists already.
  static engine::Result<std::unique_ptr<Connection>> Open(const std::filesystem::path& file,
                                                          Access access);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  // Runs statements that take no values and whose rows, if any, do not matter.
  engine::Status Execute(const char* script);

  // Starts a query with values for ?1, ?2 … in order: integers, or text, which must outlive the
  // rows. The same text of SQL must not be running already.
  template <typename... Values>
  engine::Result<Rows> Query(std::string_view sql, const Values&... values) {
    QUORATE_ASSIGN_OR_RETURN(sqlite3_stmt * statement, Prepared(sql));
    Rows rows(*this, statement);
    int index = 0;
    const bool bound = (... && (Bind(statement, ++index, values) == SQLITE_OK));
    if (!bound) return Refuse();
    return rows;
  }

  // Runs one INSERT, UPDATE or DELETE to its end; returns how many rows it changed.
  template <typename... Values>
  engine::Result<std::int64_t> Change(std::string_view sql, const Values&... values) {
    QUORATE_ASSIGN_OR_RETURN(Rows rows, Query(sql, values...));
    QUORATE_RETURN_IF_ERROR(rows.Next());
    return sqlite3_changes64(database_);
  }

  // Runs `change` as one transaction: kept if it succeeds and the commit does, else undone.
  engine::Status Transact(const std::function<engine::Status()>& change);

  // Moves what is committed from the write-ahead log to the main file, if the log has grown enough.
  // Failing is no loss: what is in the log stays there, and is safe there. Waits for readers only
  // if it may, once the log has grown much.
  void CheckpointIfDue(bool may_wait = true);

  // Writes a copy of the whole database, as it is at one moment, into an empty file. Others write
  // meanwhile; a reading connection may do it. The copy is not synced.
  engine::Status CopyInto(const std::filesystem::path& file);

  // True once the disk has refused to make a write durable. What it holds after that is unknown
  // until the file is opened anew, so nothing more may be written here; see README.md.
  [[nodiscard]] bool sync_failed() const { return sync_failed_; }

  // What the last failed call means, with a message that says what to do.
  tl::unexpected<engine::Error> Refuse();

 private:
  Connection(sqlite3* database, std::string file) : database_(database), file_(std::move(file)) {}

  engine::Result<sqlite3_stmt*> Prepared(std::string_view sql);
  static int Bind(sqlite3_stmt* statement, int index, std::int64_t value);
  static int Bind(sqlite3_stmt* statement, int index, std::string_view value);

  sqlite3* database_;
  std::string file_;  // Its name without the folder, for messages.
  std::map<std::string, sqlite3_stmt*, std::less<>> statements_;
  int log_pages_ = 0;  // How long the write-ahead log was after the last commit.
  bool sync_failed_ = false;
};

}  // namespace quorate::services
