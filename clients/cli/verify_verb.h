// `quorate verify BUNDLE... [--json]`: what a sceptic runs. It needs no server, nor anything but
// the files.

#pragma once

#include <string>
#include <vector>

#include "clients/cli/bundle.h"
#include "clients/cli/outcome.h"
#include "engine/log/cosignature.h"

namespace CLI {
class App;
}

namespace quorate::cli {

enum class VerifyForm { kForPeople, kJson };

// Exit code 0 for VERIFIED and PARTIAL, 1 for FAILED, 2 for a folder that is no bundle. People read
// a line a stage and the result last; programs {"result","stages":[{"stage","ok","detail"}]}. The
// stage "note" says who of the policy's witnesses has cosigned, and fails if they are too few.
Outcome VerifyFolder(const std::string& path,
                     VerifyForm form,
                     const engine::WitnessPolicy& policy = {});

// For programs that judge many: a line of JSON a folder, in order; {"result": "NO BUNDLE"} for what
// is none. The highest exit code of all.
Outcome VerifyFolders(const std::vector<std::string>& paths, const engine::WitnessPolicy& policy);

// The same answer for a report in hand.
Outcome ShowReport(const engine::VerifyReport& report, VerifyForm form);

// Adds `verify` and `receipt` to the program. Running one fills `outcome`, which must outlive
// `app`.
void AddVerifyVerbs(CLI::App& app, Outcome& outcome);

}  // namespace quorate::cli
