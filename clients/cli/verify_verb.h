// `quorate verify BUNDLE [--json]` and `quorate receipt check FILE --key log.vkey`: what a sceptic
// runs. Neither needs a server, nor anything but the files.

#pragma once

#include <string>

#include "clients/cli/bundle.h"
#include "clients/cli/outcome.h"

namespace CLI {
class App;
}

namespace quorate::cli {

enum class VerifyForm { kForPeople, kJson };

// Exit code 0 for VERIFIED and PARTIAL, 1 for FAILED, 2 for a folder that is no bundle. People read
// a line a stage and the result last; programs {"result","stages":[{"stage","ok","detail"}]}.
Outcome VerifyFolder(const std::string& path, VerifyForm form);

// The same answer for a report in hand.
Outcome ShowReport(const engine::VerifyReport& report, VerifyForm form);

// Says in words what a receipt proves, or why it proves nothing (exit code 1).
Outcome CheckReceipt(const std::string& file, const std::string& key_file);

// Adds `verify` and `receipt` to the program. Running one fills `outcome`, which must outlive
// `app`.
void AddVerifyVerbs(CLI::App& app, Outcome& outcome);

}  // namespace quorate::cli
