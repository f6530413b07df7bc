// A record as the parts of a bundle, and a bundle after somebody's hand was on it.

#pragma once

#include "clients/cli/bundle.h"
#include "tests/support/study_builder.h"

namespace quorate::support {

inline cli::BundleParts PartsOf(const Record& record, engine::Tier tier) {
  cli::BundleParts parts;
  parts.tier = tier;
  parts.verifier_key = record.verifier_key;
  parts.checkpoint = record.checkpoint;
  for (const Checkpointed& earlier : record.checkpoints) {
    parts.checkpoints.push_back({earlier.size, earlier.note});
  }
  parts.leaves = record.leaves;
  parts.openings = record.openings;
  return parts;
}

}  // namespace quorate::support
