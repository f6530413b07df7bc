// Verification: does this record hold together, and do its conclusions follow from it? Used on a
// published folder by anybody, on the server's own log by tests, and never told what the answer
// should be.
//
// A study is replayed from its bytes. Each fact is asked of Permits again in its turn; each finding
// is recomputed under the rules version pinned at the study's creation and compared.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/jobs.h"
#include "engine/study/study.h"

namespace quorate::engine {

// In the order in which they are run and reported. Their names are in stages.h.
enum class Stage {
  kNote,         // The checkpoint is a note signed by the key.
  kRoot,         // The entries make the checkpoint's root.
  kPrefixes,     // Every earlier checkpoint is a prefix of the log.
  kSequence,     // Every line is a canonical entry of a known kind, in its place.
  kLifeCycle,    // Nothing happened in the wrong state.
  kEligibility,  // Everybody was who they had to be.
  kCommitments,  // Every opening opens its entry's commitment.
  kCounts,       // Invited and responding people were counted right.
  kTallies,      // Every tally and consensus follows from the ballots.
  kDecisions,    // Every decision follows the rule or carries an override with its reason.
  kErasures,     // Every missing opening is accounted for.
  kFiles,        // The files beside the log say what the log says.
};

struct StageReport {
  std::string stage;  // "note", "root", …
  bool ok = false;
  std::string detail;  // What was checked, or what is wrong and where.
};

struct VerifyReport {
  // "VERIFIED", "VERIFIED WITH n ERASED" where what is missing is accounted for by n erasures,
  // "PARTIAL (commitments not opened)", or "FAILED <STAGE>" for the first stage that fails.
  std::string result;
  std::vector<StageReport> stages;
  std::string label;  // The study's.
  Study study;        // As far as it could be replayed.

  [[nodiscard]] bool failed() const { return result.starts_with("FAILED"); }
  // Fails the stage after the fact; for stages that only the holder of the files can run.
  void Add(Stage stage, bool ok, std::string detail);
};

// The bytes of a record; views that must outlive the call.
struct Evidence {
  std::string_view verifier_key;              // log.vkey, one line.
  std::string_view checkpoint;                // The newest signed note.
  std::vector<std::string_view> checkpoints;  // Earlier signed notes, in any order.
  std::string_view entries;                   // entries.ndjson: a line an entry, LF after each.
  std::string_view openings;                  // openings.ndjson, in any order; may be empty.
};

// Runs every stage up to kErasures. Never fails itself: what is wrong stands in the report. Stages
// that a failure leaves meaningless are reported as not ok, "not reached". The report is the same
// however `run` runs its jobs; on several threads it comes sooner.
VerifyReport Verify(const Evidence& evidence, const RunJobs& run = OneAfterAnother);

}  // namespace quorate::engine
