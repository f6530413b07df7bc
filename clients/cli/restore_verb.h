// `quorate restore FILE --data DIR`: a data folder from a backup, on a host without a server or in
// place of what a stopped server has.
//
// What a server has signed is never taken back: where the folder knows of a newer signed checkpoint
// than the backup, that one stays, and the server then refuses to start with the older log.

#pragma once

#include <string>

#include "clients/cli/outcome.h"

namespace CLI {
class App;
}

namespace quorate::cli {

struct RestoreOptions {
  std::string file;  // The archive; "-" reads standard input.
  std::string data;  // The data folder.
  bool replace = false;
};

// Checks every digest before anything is put in place. Refuses (exit code 1), and leaves `data` as
// it was: an archive that is damaged or no backup of ours, a folder that holds anything unless
// `replace` is set, one that a server is using, and one of another origin or signing key. What was
// replaced is kept in a folder inside it, whose name is told.
Outcome Restore(const RestoreOptions& options);

// Adds `restore` to the program. Running it fills `outcome`, which must outlive `app`.
void AddRestoreVerb(CLI::App& app, Outcome& outcome);

}  // namespace quorate::cli
