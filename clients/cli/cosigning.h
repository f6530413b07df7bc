// A witness without a network: it judges a checkpoint from a file or a published bundle and answers
// with its signature line; and how such lines are put into a bundle.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "clients/cli/bundle.h"
#include "clients/cli/outcome.h"
#include "clients/cli/witness.h"
#include "engine/base/result.h"
#include "engine/base/time.h"
#include "engine/log/cosignature.h"

namespace quorate::cli {

// Answers a request of tlog-witness's add-checkpoint: the body on standard output, the number on
// standard error; exit code 0 for 200, else 1. What is cosigned is kept before it is answered.
Outcome CosignRequest(const WitnessFiles& files,
                      const std::string& request_file,
                      engine::Instant now);

// The same for a bundle's checkpoint: the proof is made from its entries, and the cosignature is
// put into its `checkpoint`, in place of an earlier one of the same witness; index.html, which
// holds the checkpoint too, and SHA256SUMS follow.
Outcome CosignBundle(const WitnessFiles& files, const std::string& bundle, engine::Instant now);

// The signature lines of known witnesses among a witness's answer, which are good cosignatures.
struct GoodLines {
  std::string lines;
  std::vector<engine::Cosigned> by;
};

// Picks them for the checkpoint `note`. Refuses with kCorruptLog if there is none or a bad one, and
// what is more than signature lines.
engine::Result<GoodLines> PickCosignatures(std::string_view note,
                                           std::string_view lines,
                                           const std::vector<engine::CosignerKey>& known);

// PickCosignatures() put into the bundle's checkpoint, in place of earlier ones of the same
// witnesses; refused likewise.
engine::Result<BundleBytes> WithCosignatures(BundleBytes bundle,
                                             std::string_view lines,
                                             const std::vector<engine::CosignerKey>& known);

// WithCosignatures() of the bundle in a folder. Answers the known witnesses whose cosignatures its
// checkpoint has then.
engine::Result<std::vector<engine::Cosigned>> PutCosignatures(
    const std::string& folder,
    std::string_view lines,
    const std::vector<engine::CosignerKey>& known);

// A new secret key, in the form that engine::SigningKey reads, with the system's random numbers.
engine::Result<std::string> NewWitnessKey(const std::string& name);

}  // namespace quorate::cli
