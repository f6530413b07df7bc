// Proofs made from a published record alone, as a server makes them from its log: that an entry is
// in, and that the log only grew. Checked by `quorate verify receipt` and `verify consistency`.

#pragma once

#include <cstdint>
#include <string>

#include "clients/cli/bundle.h"
#include "engine/base/result.h"

namespace quorate::cli {

// A tlog-proof@v1 with the entry's line and without its opening, under the bundle's checkpoint over
// `size` entries; 0 is the newest. Requires CheckIsBundle(). Refuses with kUnknownEntry an entry
// that is not among them and a size that the bundle holds no checkpoint over (only the log's key
// could make one), and with kCorruptLog a bundle whose entries are not those that were signed.
engine::Result<std::string> ProveEntry(const BundleBytes& bundle,
                                       std::uint64_t entry,
                                       std::uint64_t size);

// A proof of growth (engine/log/growth.h) from any size above 0 to the checkpoint over `new_size`
// entries; 0 is the newest. Refused as above; from size 0 nothing can be proved, but a witness that
// knows nothing yet is asked so, and gets the bare checkpoint.
engine::Result<std::string> ProveGrowth(const BundleBytes& bundle,
                                        std::uint64_t old_size,
                                        std::uint64_t new_size);

}  // namespace quorate::cli
