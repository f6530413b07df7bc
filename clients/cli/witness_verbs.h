// `quorate witness key`, `cosign` and `add`: how a second university vouches for a log that it does
// not run, and how its word is put into a record.

#pragma once

#include "clients/cli/outcome.h"

namespace CLI {
class App;
}

namespace quorate::cli {

// Adds `witness` with its verbs. Running one fills `outcome`, which must outlive `app`.
void AddWitnessVerbs(CLI::App& app, Outcome& outcome);

}  // namespace quorate::cli
