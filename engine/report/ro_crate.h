// ro-crate-metadata.json (RO-Crate 1.1): what a bundle is, and what each of its files is, as linked
// data that research archives read.

#pragma once

#include <span>
#include <string>

#include "engine/report/report_html.h"
#include "engine/study/study.h"

namespace quorate::engine {

// `paths` are the bundle's files, sorted, this one not among them. Each is described, but for those
// under checkpoints/ and tile/, which are described together. No sizes or digests: SHA256SUMS has
// them, and a file cannot hold its own. Requires a study with a protocol.
std::string RoCrateMetadata(const Study& study,
                            const RecordName& record,
                            Tier tier,
                            std::span<const std::string> paths);

}  // namespace quorate::engine
