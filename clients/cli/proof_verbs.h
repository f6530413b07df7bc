// `quorate verify receipt` and `quorate verify consistency`: what somebody runs who holds a
// receipt, or a checkpoint of earlier, and the log's key. Neither needs a server.

#pragma once

#include <string>

#include "clients/cli/outcome.h"
#include "engine/log/cosignature.h"

namespace CLI {
class App;
}

namespace quorate::cli {

struct ReceiptCheck {
  std::string file;
  std::string key_file;
  std::string leaf_file;  // The entry's line, for a proof that does not carry it; may be empty.
  engine::WitnessPolicy policy;
};

// Says in words what a receipt or proof shows, or why it shows nothing (exit code 1).
Outcome CheckReceipt(const ReceiptCheck& check);

struct GrowthCheck {
  std::string file;
  std::string older_file;  // The checkpoint that was kept.
  std::string key_file;
  engine::WitnessPolicy policy;
};

// The same for a proof that the log only grew.
Outcome CheckGrowth(const GrowthCheck& check);

// `text` with every control character replaced: a tampered file must not steer the terminal.
std::string Plain(std::string_view text);

// Adds the verb that runs CheckReceipt() under that name.
void AddReceiptCheck(CLI::App& parent,
                     const std::string& name,
                     const std::string& what,
                     Outcome& outcome);
// Adds `receipt` and `consistency`. Running one fills `outcome`, which must outlive `parent`.
void AddProofChecks(CLI::App& parent, Outcome& outcome);

}  // namespace quorate::cli
