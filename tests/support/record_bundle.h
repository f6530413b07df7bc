// A record as the parts of a bundle, and a bundle after somebody's hand was on it.

#pragma once

#include <algorithm>
#include <variant>

#include "clients/cli/bundle.h"
#include "tests/support/study_builder.h"

namespace quorate::support {

// Whether anybody may see it: a statement of dissent that is not withheld.
inline bool IsPublicOpening(const Record& record, std::size_t entry) {
  const auto* stated = std::get_if<engine::DissentStated>(&record.entries[entry].event);
  if (stated == nullptr) return false;
  return std::none_of(
      record.entries.begin(), record.entries.end(), [&](const engine::Entry& other) {
        const auto* withheld = std::get_if<engine::DissentWithheld>(&other.event);
        return withheld != nullptr && withheld->statement == stated->statement;
      });
}

inline cli::BundleParts PartsOf(const Record& record, engine::Tier tier) {
  cli::BundleParts parts;
  parts.tier = tier;
  parts.verifier_key = record.verifier_key;
  parts.checkpoint = record.checkpoint;
  for (const Checkpointed& earlier : record.checkpoints) {
    parts.checkpoints.push_back({earlier.size, earlier.note});
  }
  parts.leaves = record.leaves;
  for (std::size_t i = 0; i < record.openings.size(); ++i) {
    if (tier == engine::Tier::kAuditor || IsPublicOpening(record, i))
      parts.openings.push_back(record.openings[i]);
  }
  return parts;
}

}  // namespace quorate::support
