// `quorate witness serve` and `ask`: the same as `cosign`, over HTTP.

#pragma once

#include "clients/cli/outcome.h"

namespace CLI {
class App;
}

namespace quorate::cli {

// Adds them to the noun `witness`. Running one fills `outcome`, which must outlive `noun`.
void AddWitnessHttpVerbs(CLI::App& noun, Outcome& outcome);

}  // namespace quorate::cli
