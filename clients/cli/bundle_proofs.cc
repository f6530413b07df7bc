#include "clients/cli/bundle_proofs.h"

#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/text.h"
#include "engine/log/checkpoint.h"
#include "engine/log/growth.h"
#include "engine/log/receipt.h"
#include "engine/log/tree.h"

namespace quorate::cli {

namespace {

using engine::Reason;
using engine::Refuse;
using engine::Result;

// A bundle's log with the tree over it.
struct BundleLog {
  std::vector<std::string_view> lines;
  engine::Tree tree;
};

BundleLog LogOf(const BundleBytes& bundle) {
  BundleLog log;
  std::string_view rest = bundle.files.at("entries.ndjson");
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    log.lines.push_back(rest.substr(0, end));
    log.tree.Append(engine::LeafHash(log.lines.back()));
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  return log;
}

// The sizes that the bundle's checkpoints are over, for a refusal.
std::string SizesIn(const BundleBytes& bundle, std::uint64_t newest) {
  std::string sizes;
  constexpr std::string_view kFolder = "checkpoints/";
  for (const auto& [path, note] : bundle.files) {
    if (path.starts_with(kFolder)) sizes += path.substr(kFolder.size()) + ", ";
  }
  return sizes + std::to_string(newest);
}

struct Signed {
  engine::TreeHead head;
  std::string note;
};

// The bundle's checkpoint of that size, which must be over its own entries.
Result<Signed> CheckpointOver(const BundleBytes& bundle, const BundleLog& log, std::uint64_t size) {
  QUORATE_ASSIGN_OR_RETURN(const engine::VerifierKey key,
                           engine::VerifierKey::Parse(engine::Trim(bundle.files.at("log.vkey"))));
  QUORATE_ASSIGN_OR_RETURN(engine::Checkpoint checkpoint,
                           engine::OpenCheckpoint(bundle.files.at("checkpoint"), key));
  std::string note = bundle.files.at("checkpoint");
  if (size != 0 && size != checkpoint.head.size) {
    const auto earlier = bundle.files.find("checkpoints/" + std::to_string(size));
    if (earlier == bundle.files.end()) {
      return Refuse(Reason::kUnknownEntry,
                    "the bundle holds no checkpoint over " + std::to_string(size) +
                        " entries, and only the log's key can make one; it holds those over " +
                        SizesIn(bundle, checkpoint.head.size));
    }
    note = earlier->second;
    QUORATE_ASSIGN_OR_RETURN(checkpoint, engine::OpenCheckpoint(note, key));
  }
  const Result<engine::Digest> root = log.tree.Root(checkpoint.head.size);
  if (!root || *root != checkpoint.head.root) {
    return Refuse(Reason::kCorruptLog,
                  "the entries are not those that were signed; see `quorate verify`");
  }
  return Signed{checkpoint.head, std::move(note)};
}

}  // namespace

Result<std::string> ProveEntry(const BundleBytes& bundle, std::uint64_t entry, std::uint64_t size) {
  const BundleLog log = LogOf(bundle);
  QUORATE_ASSIGN_OR_RETURN(Signed checkpoint, CheckpointOver(bundle, log, size));
  engine::Receipt proof;
  QUORATE_ASSIGN_OR_RETURN(proof.path, log.tree.InclusionProof(entry, checkpoint.head.size));
  proof.leaf = log.lines[entry];
  proof.index = entry;
  proof.checkpoint = std::move(checkpoint.note);
  return PrintReceipt(proof);
}

Result<std::string> ProveGrowth(const BundleBytes& bundle,
                                std::uint64_t old_size,
                                std::uint64_t new_size) {
  const BundleLog log = LogOf(bundle);
  QUORATE_ASSIGN_OR_RETURN(Signed checkpoint, CheckpointOver(bundle, log, new_size));
  engine::Growth growth{old_size, {}, std::move(checkpoint.note)};
  if (old_size > 0) {
    QUORATE_ASSIGN_OR_RETURN(growth.path,
                             log.tree.ConsistencyProof(old_size, checkpoint.head.size));
  }
  return PrintGrowth(growth);
}

}  // namespace quorate::cli
