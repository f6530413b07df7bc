// From a verified log to the files that lie beside it, and the list of digests over them all.

#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "engine/replay/verify.h"
#include "engine/report/results_csv.h"

namespace quorate::cli {

using Files = std::map<std::string, std::string>;

// The number of "quorate report 3", this program's own form of what lies beside the log. Form 1 had
// no checklists yet, form 2 no index.html, verify.py, research package and tiles.
inline constexpr int kBundleForm = 3;
// A log of more entries than these is published as tiles too, from form 3 on.
inline constexpr std::uint64_t kTilesBeyond = 10'000;

// protocol.json, results/, report.html, checklists/, VERIFY.md, verify.py, the research package,
// tile/ and index.html for a study that was replayed from the log in `beside`, the bundle's other
// files. Requires a report that did not fail, on a study with a protocol, and a form from 1.
Files DerivedFiles(const engine::VerifyReport& verified,
                   const Files& beside,
                   engine::Tier tier,
                   int form = kBundleForm);

// The form that `report` names; this program's own where it names none.
int BundleFormOf(std::string_view report);
// The form of the results in a bundle whose report names that form.
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
