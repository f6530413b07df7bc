// A backup of a running server: one tar archive of its data folder, as it is at one moment.
//
//   signed/LABEL               the last signed checkpoint of each study
//   origin signing.key token.key facilitator.token   as they are in the folder
//   quorate.db                 everything recorded, openings and links included
//   SHA256SUMS                 digests of all of the above
//
// It is as secret as the folder. The checkpoints are read before the database, so what was signed
// is never more than what the archive holds.

#pragma once

#include <functional>
#include <string_view>

#include "engine/base/result.h"
#include "engine/base/time.h"
#include "services/store/sqlite_store.h"

namespace quorate::services {

struct BackupOptions {
  // Without the signing key no server can go on with the logs, and every token must be made again;
  // for an archive that is kept where fewer may read the keys.
  bool without_keys = false;
  engine::Instant now;
};

// Where the archive's bytes go, in order; a refusal ends the backup.
using BackupSink = std::function<engine::Status(std::string_view)>;

// Writes the archive. Needs room for a second copy of the database on its disk for as long as it
// takes; commits go on meanwhile. Refuses with kStorageFull without that room, with kBusy while
// another backup of this folder is being made, and with whatever the sink refuses.
engine::Status BackUp(const SqliteStore& store, const BackupOptions& options, BackupSink sink);

}  // namespace quorate::services
