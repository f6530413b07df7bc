// The tables of a data folder's one file, and the look at them when the server starts.

#pragma once

#include "engine/base/result.h"
#include "services/store/sqlite.h"

namespace quorate::services {

// Raised with every change of the tables. A server refuses a file of a later version than its own,
// for it could only misread it.
inline constexpr int kSchemaVersion = 1;

// Makes the tables in an empty file, or finds them there in a version this server understands. Sets
// the connection up as the one that writes.
engine::Status PrepareSchema(Connection& connection);

// Sets a connection up as one that only reads.
engine::Status PrepareReader(Connection& connection);

// Compares each study's size with the entries that are there; its time depends on the number of
// studies, not of entries. Refuses with kCorruptLog, naming every study whose log was cut or has
// grown.
engine::Status CheckSizes(Connection& connection);

// Has SQLite examine the whole file, which takes about a second for each gigabyte or two.
engine::Status CheckWholeFile(Connection& connection);

}  // namespace quorate::services
