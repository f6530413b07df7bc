// `--witness-key K … --witnesses N`: which witnesses a reader trusts, and how many of them must
// have cosigned a checkpoint. And what a witness itself is told: its key, its logs, its folder.

#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "clients/cli/witness.h"
#include "engine/base/result.h"
#include "engine/log/cosignature.h"

namespace CLI {
class App;
}

namespace quorate::cli {

struct WitnessFlags {
  std::vector<std::string> keys;  // Each a key, or a file that holds one.
  int least = -1;                 // -1: all of them.
};

std::shared_ptr<WitnessFlags> AddWitnessFlags(CLI::App& verb);

// `--log FILE … --key FILE --state FOLDER`.
std::shared_ptr<WitnessFiles> AddWitnessFiles(CLI::App& verb);

// Refuses a key that is neither a witness's key nor a file with one, fewer than none, and what
// engine::CheckPolicy() refuses.
engine::Result<engine::WitnessPolicy> PolicyOf(const WitnessFlags& flags);

// "w1 at 2026-11-26T04:00:00Z, w2 at …".
std::string CosignersText(std::span<const engine::Cosigned> cosigned);
// "2 of 3 witnesses, 2 asked for: w1 at …, w2 at …".
std::string WitnessedText(std::span<const engine::Cosigned> cosigned,
                          const engine::WitnessPolicy& policy);

}  // namespace quorate::cli
