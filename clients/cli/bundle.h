// The published record of a study: the folder that is put beside a paper, and what makes it
// checkable.
//
//   checkpoint         the newest signed note     protocol.json   the terms in force
//   checkpoints/SIZE   the earlier ones           results/        tables: CSV files and a workbook
//   log.vkey           whose signatures count     report.html     what was decided, for people
//   entries.ndjson     the log, a line an entry   checklists/     reporting checklists, filled in
//   openings.ndjson    what it committed to       VERIFY.md       how to check all this
//                      (auditors only)            SHA256SUMS      digests of all other files
//   statements.ndjson  statements of dissent, opened (public tier, where there are any)
//   tile/              the log as C2SP tiles (beyond 10,000 entries)
//   ro-crate-metadata.json  prov.json  datapackage.json  CITATION.cff  .zenodo.json
//                      what archives and citation managers read
//
// Everything beside the log is a pure function of it, so verification writes it again and compares.

#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/replay/verify.h"
#include "engine/study/event.h"

namespace quorate::cli {

struct BundleCheckpoint {
  std::uint64_t size = 0;
  std::string note;
};

// What a server hands out of one study's log; the writer derives the rest.
struct BundleParts {
  engine::Tier tier = engine::Tier::kPublic;
  std::string verifier_key;                   // One line, with or without its line feed.
  std::string checkpoint;                     // The signed note over exactly `leaves`.
  std::vector<BundleCheckpoint> checkpoints;  // Earlier ones that were kept.
  std::vector<std::string> leaves;            // Without line feeds.
  // Any order, empty ones skipped. In the public tier those of statements of dissent alone.
  std::vector<std::string> openings;
  // Further files by their path, such as index.html. They stand in SHA256SUMS and nowhere else.
  std::map<std::string, std::string> extras;
};

// A bundle's files by path, with '/' between folders.
struct BundleBytes {
  std::map<std::string, std::string> files;
};

// All files of the bundle. Verifies first and refuses with kCorruptLog what fails, so that nothing
// is published that its own reader would reject; refuses with kProtocolNotFrozen a study that is
// still a draft, and with kInvalidArgument an extra file on a path of the bundle's own.
engine::Result<BundleBytes> MakeBundle(const BundleParts& parts);

// MakeBundle() into the folder `path`. It is written beside it and put in place at once, so a
// reader finds the old bundle or the new one, never half of one. Replaces an older bundle of the
// same log and an empty folder; refuses with kAlreadyExists anything else that is there, and with
// kForkRefused if the bundle there is not a beginning of this one. What witnesses signed in the
// older bundle stays (KeepSignatures()).
engine::Status WriteBundle(const std::string& path, BundleParts parts);

// Whether `bytes` has what makes a folder a bundle: log.vkey, checkpoint, entries.ndjson. The
// refusal, kUnreadable, names what is missing.
engine::Status CheckIsBundle(const BundleBytes& bytes);

// engine::Verify on the log alone, whatever the other files say. Requires CheckIsBundle().
engine::VerifyReport VerifyLog(const BundleBytes& bytes);

// VerifyLog(), then the stage "files": SHA256SUMS lists every file with its digest;
// protocol.json, results/, tile/, report.html, checklists/, VERIFY.md and the research package are
// what the log gives. A report, checklist or package of another version is not compared, and the
// stage says so; results and tiles are, whatever wrote them. Requires CheckIsBundle().
engine::VerifyReport VerifyBundle(const BundleBytes& bytes);

}  // namespace quorate::cli
