// From a verified log to the files that lie beside it, and the list of digests over them all.

#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "engine/replay/verify.h"
#include "engine/report/results_csv.h"

namespace quorate::cli {

using Files = std::map<std::string, std::string>;

// protocol.json, results/, report.html, checklists/ and VERIFY.md for a study that was replayed
// from `entries` under `checkpoint`. Form 1 of the results is what "quorate report 1" wrote, which
// had no checklists yet. Requires a report that did not fail, on a study with a protocol.
Files DerivedFiles(const engine::VerifyReport& verified,
                   std::string_view entries,
                   std::string_view checkpoint,
                   engine::Tier tier,
                   int form = engine::kResultsForm);

// The form of the results that lie beside `report`, by the version it names: 1 for the first, else
// this program's own.
int ResultsFormOf(std::string_view report);

// The whole text of SHA256SUMS over `files`, itself not included: lines as sha256sum writes them,
// sorted by path.
std::string Sha256Sums(const Files& files);

// Refuses, naming every place, a list that is not exactly Sha256Sums() of the other files: a digest
// that differs, a file that is missing, one that is not listed, a line that is none.
engine::Status CheckSha256Sums(const Files& files);

// The version that a report or VERIFY.md says wrote it, such as "quorate report 1", if it says so.
std::optional<std::string> GeneratorOf(std::string_view text);

// Whether openings that the files beside the log are made from are missing: erased, or taken out.
bool LacksWholeTallies(const engine::Study& study);

}  // namespace quorate::cli
