// A witness that needs no server: it judges a checkpoint from a file or a published bundle, keeps
// what it has cosigned in a folder, and answers with its signature line.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "clients/cli/bundle.h"
#include "clients/cli/outcome.h"
#include "engine/base/result.h"
#include "engine/base/time.h"
#include "engine/log/cosignature.h"

namespace quorate::cli {

struct Cosigning {
  std::string key_file;                // The witness's own secret key.
  std::vector<std::string> log_files;  // The verifier keys of the logs it witnesses.
  std::string state;                   // Its folder (witness_state.h).
  engine::Instant now;
};

// Answers a request of tlog-witness's add-checkpoint: the body on standard output, the number on
// standard error; exit code 0 for 200, else 1. What is cosigned is kept before it is answered.
Outcome CosignRequest(const Cosigning& witness, const std::string& request_file);

// The same for a bundle's checkpoint: the proof is made from its entries, and the cosignature is
// put into its `checkpoint`, in place of an earlier one of the same witness; index.html, which
// holds the checkpoint too, and SHA256SUMS follow.
Outcome CosignBundle(const Cosigning& witness, const std::string& bundle);

// Puts the good cosignatures of known witnesses among `lines` (a witness's answer) into the
// bundle's checkpoint. Refuses with kCorruptLog if there is none or a bad one.
engine::Result<BundleBytes> WithCosignatures(BundleBytes bundle,
                                             std::string_view lines,
                                             const std::vector<engine::CosignerKey>& known);

// A new secret key, in the form that engine::SigningKey reads, with the system's random numbers.
engine::Result<std::string> NewWitnessKey(const std::string& name);

}  // namespace quorate::cli
