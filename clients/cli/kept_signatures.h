// What others have signed in a bundle that is to be replaced: a witness's word is about a
// checkpoint's text, so it is as good in a newer bundle that holds the same text.

#pragma once

#include <string>
#include <string_view>

#include "clients/cli/bundle.h"

namespace quorate::cli {

// `note` with those signature lines of `older` behind its own that it lacks, if both sign the same
// text; else `note`. The key of the first signature, which is the log's, speaks for itself: no
// further line of it is taken over. Nothing is verified.
std::string WithSignaturesOf(std::string_view older, const std::string& note);

// Does so to every checkpoint of `parts`. Where the log has grown, what was cosigned as the newest
// checkpoint thus stays in `checkpoints/`, if the server has kept that checkpoint.
void KeepSignatures(const BundleBytes& older, BundleParts& parts);

}  // namespace quorate::cli
