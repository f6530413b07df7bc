#include "clients/cli/bundle.h"

#include <algorithm>
#include <array>
#include <functional>
#include <string_view>

#include "clients/cli/bundle_files.h"
#include "clients/cli/bundle_folder.h"
#include "clients/cli/crew.h"
#include "clients/cli/kept_signatures.h"
#include "clients/cli/record_page.h"
#include "engine/base/text.h"
#include "engine/log/checkpoint.h"
#include "engine/report/report_html.h"

namespace quorate::cli {

using engine::Reason;
using engine::Refuse;
using engine::Result;
using engine::Stage;
using engine::Status;
using engine::Tier;

namespace {

constexpr std::string_view kCheckpoints = "checkpoints/";
// What the log committed to: all of it for auditors, else the statements of dissent alone.
constexpr std::string_view kOpenings = "openings.ndjson";
constexpr std::string_view kStatements = "statements.ndjson";
constexpr std::array<std::string_view, 3> kCore = {"log.vkey", "checkpoint", "entries.ndjson"};

std::string Joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) {
    if (!line.empty()) text += line + "\n";
  }
  return text;
}

Files LogFiles(const BundleParts& parts) {
  Files files;
  files["log.vkey"] = std::string(engine::Trim(parts.verifier_key)) + "\n";
  files["checkpoint"] = parts.checkpoint;
  for (const BundleCheckpoint& earlier : parts.checkpoints) {
    files[std::string(kCheckpoints) + std::to_string(earlier.size)] = earlier.note;
  }
  files["entries.ndjson"] = Joined(parts.leaves);
  const std::string openings = Joined(parts.openings);
  if (parts.tier == Tier::kAuditor) {
    files[std::string(kOpenings)] = openings;
  } else if (!openings.empty()) {
    files[std::string(kStatements)] = openings;
  }
  return files;
}

std::string_view BytesOf(const Files& files, const std::string& path) {
  const auto found = files.find(path);
  return found == files.end() ? std::string_view() : std::string_view(found->second);
}

Tier TierOf(const Files& files) {
  return files.contains(std::string(kOpenings)) ? Tier::kAuditor : Tier::kPublic;
}

std::string FirstFailure(const engine::VerifyReport& report) {
  for (const engine::StageReport& stage : report.stages) {
    if (!stage.ok && stage.detail != "not reached") return stage.stage + ": " + stage.detail;
  }
  return report.result;
}

// Nothing but statements may stand in the public tier, whoever hands it out.
Status CheckOpenings(const BundleParts& parts) {
  constexpr std::string_view kStated = R"("kind":"dissent.stated")";
  if (parts.tier == Tier::kAuditor) return {};
  for (const std::string& opening : parts.openings) {
    if (opening.empty() || opening.find(kStated) != std::string::npos) continue;
    return Refuse(Reason::kInvalidArgument,
                  "openings",
                  "of the public tier may be statements of dissent only");
  }
  return {};
}

// A file may say less than its name: checkpoints/40 must be the note over 40 entries.
Status CheckNames(const Files& files) {
  const auto key = engine::VerifierKey::Parse(engine::Trim(BytesOf(files, "log.vkey")));
  if (!key) return tl::unexpected(key.error());
  std::vector<engine::Violation> wrong;
  for (const auto& [path, bytes] : files) {
    if (!path.starts_with(kCheckpoints)) continue;
    const auto checkpoint = engine::OpenCheckpoint(bytes, *key);
    if (!checkpoint || path != std::string(kCheckpoints) + std::to_string(checkpoint->head.size)) {
      wrong.push_back({path, "is not the checkpoint that its name says"});
    }
  }
  if (wrong.empty()) return {};
  return Refuse(Reason::kCorruptLog, std::move(wrong));
}

// What the comparison of the derived files comes to: what is wrong, and what was left out and why.
struct Comparison {
  std::vector<engine::Violation> wrong;
  std::vector<std::string> notes;
  std::size_t compared = 0;
};

constexpr std::array<std::string_view, 9> kFromWholeTallies = {"datapackage.json",
                                                               "report.html",
                                                               "results/changes.csv",
                                                               "results/dissent.csv",
                                                               "results/histograms.csv",
                                                               "results/margins.csv",
                                                               "results/results.xlsx",
                                                               "results/tallies.csv",
                                                               "results/votes.csv"};

bool IsFromWholeTallies(std::string_view path) {
  return std::ranges::find(kFromWholeTallies, path) != kFromWholeTallies.end();
}

// What says which version wrote the file: itself, or the report where its form has no room for it.
std::optional<std::string> WrittenBy(const std::string& path, const Files& files) {
  const bool page = path.ends_with(".html") || path.ends_with(".md");
  return GeneratorOf(BytesOf(files, page ? path : "report.html"));
}

// What is compared whatever version wrote it.
bool IsForEver(std::string_view path) {
  return path.starts_with("results/") || path.starts_with("tile/") || path == "protocol.json";
}

// What is a program as well: a verifier of another version is no lie about this record.
bool IsProgram(std::string_view path) {
  return path == "index.html" || path == "verify.py";
}

void CompareProgram(const std::string& path,
                    const std::string& expected,
                    const std::string& found,
                    Comparison& comparison) {
  if (found == expected) {
    ++comparison.compared;
  } else if (path == "index.html" && ComparePages(found, expected) == PageVerdict::kOtherRecord) {
    comparison.wrong.push_back({path, "shows another record than the one beside it"});
  } else {
    comparison.notes.push_back(path + " is another version's program, not compared");
  }
}

void Compare(const std::string& path,
             const std::string& expected,
             const Files& files,
             bool lacks_tallies,
             Comparison& comparison) {
  const auto found = files.find(path);
  if (found == files.end() && IsProgram(path)) {
    comparison.notes.push_back(path + " is not there");
    return;
  }
  if (found == files.end()) {
    comparison.wrong.push_back({path, "is missing"});
    return;
  }
  if (lacks_tallies && IsFromWholeTallies(path)) {
    comparison.notes.push_back(path + " was written from openings that are not here, not compared");
    return;
  }
  if (IsProgram(path)) return CompareProgram(path, expected, found->second, comparison);
  if (!IsForEver(path)) {
    const auto generator = WrittenBy(path, files);
    if (generator && *generator != engine::kReportGenerator) {
      comparison.notes.push_back(path + " was written by another version (" + *generator +
                                 ", this program writes " + std::string(engine::kReportGenerator) +
                                 "), not compared");
      return;
    }
  }
  ++comparison.compared;
  if (found->second != expected) {
    comparison.wrong.push_back({path, "is not what the log gives"});
  }
}

Comparison CompareDerived(const engine::VerifyReport& report, const Files& files) {
  Comparison comparison;
  const Tier tier = TierOf(files);
  const Files derived =
      DerivedFiles(report, files, tier, BundleFormOf(BytesOf(files, "report.html")));
  const bool lacks =
      tier == Tier::kAuditor && (LacksWholeTallies(report.study) || !report.study.contents_known);
  for (const auto& [path, expected] : derived)
    Compare(path, expected, files, lacks, comparison);
  for (const auto& [path, bytes] : files) {
    if (derived.contains(path)) continue;
    if (path.starts_with("results/"))
      comparison.wrong.push_back({path, "is no result of this study"});
    if (path.starts_with("tile/")) comparison.wrong.push_back({path, "is no tile of this log"});
  }
  return comparison;
}

void Append(const Status& status, std::vector<engine::Violation>& wrong) {
  if (status) return;
  if (status.error().violations.empty()) wrong.push_back({"", status.error().message});
  for (const engine::Violation& violation : status.error().violations)
    wrong.push_back(violation);
}

std::string Told(const std::vector<engine::Violation>& wrong) {
  constexpr std::size_t kMost = 5;
  std::string text;
  for (std::size_t i = 0; i < std::min(kMost, wrong.size()); ++i) {
    if (i > 0) text += "; ";
    if (!wrong[i].field.empty()) text += wrong[i].field + " ";
    text += wrong[i].message;
  }
  if (wrong.size() > kMost) text += "; and " + std::to_string(wrong.size() - kMost) + " more";
  return text;
}

tl::unexpected<engine::Error> RefuseTaken(const std::string& path) {
  return Refuse(Reason::kInvalidArgument, path, "is a file of the bundle's own; rename it");
}

// The bundle that lies at `path` already, if this one may replace it.
Result<std::optional<BundleBytes>> Replaceable(const std::string& path, const BundleParts& parts) {
  if (!Exists(path)) return std::nullopt;
  if (IsEmptyFolder(path)) return std::nullopt;
  const auto refuse = [&](const std::string& what) {
    return Refuse(Reason::kAlreadyExists, path, what + "; choose another folder or move it away");
  };
  auto there = ReadBundle(path);
  if (!there) return refuse("holds something that is no bundle");
  if (engine::Trim(BytesOf(there->files, "log.vkey")) != engine::Trim(parts.verifier_key)) {
    return refuse("holds the bundle of another study or key");
  }
  return *std::move(there);
}

}  // namespace

Status CheckIsBundle(const BundleBytes& bytes) {
  std::vector<engine::Violation> missing;
  for (const std::string_view path : kCore) {
    if (bytes.files.contains(std::string(path))) continue;
    missing.push_back({std::string(path), "is missing; ask for the whole folder"});
  }
  if (missing.empty()) return {};
  return Refuse(Reason::kUnreadable, std::move(missing));
}

Result<BundleBytes> MakeBundle(const BundleParts& parts) {
  QUORATE_RETURN_IF_ERROR(CheckOpenings(parts));
  BundleBytes bundle{LogFiles(parts)};
  Files& files = bundle.files;
  const engine::VerifyReport verified = VerifyLog(bundle);
  if (verified.failed()) {
    return Refuse(Reason::kCorruptLog, "this record would not verify: " + FirstFailure(verified));
  }
  QUORATE_RETURN_IF_ERROR(CheckNames(files));
  if (!verified.study.protocol || verified.study.state == engine::StudyState::kDraft) {
    return Refuse(Reason::kProtocolNotFrozen, "freeze the protocol before publishing the study");
  }
  for (const auto& [path, bytes] : parts.extras) {
    QUORATE_RETURN_IF_ERROR(CheckPath(path));
    const bool own = path == "SHA256SUMS" || path.starts_with("results/") ||
                     path.starts_with("tile/") || path == kOpenings || path == kStatements ||
                     path.starts_with(kCheckpoints);
    if (own || !files.emplace(path, bytes).second) return RefuseTaken(path);
  }
  for (auto& [path, bytes] : DerivedFiles(verified, files, parts.tier)) {
    if (!files.emplace(path, std::move(bytes)).second) return RefuseTaken(path);
  }
  files["SHA256SUMS"] = Sha256Sums(files);
  return bundle;
}

Status WriteBundle(const std::string& path, BundleParts parts) {
  QUORATE_ASSIGN_OR_RETURN(const auto there, Replaceable(path, parts));
  if (there) KeepSignatures(*there, parts);
  QUORATE_ASSIGN_OR_RETURN(const BundleBytes bundle, MakeBundle(parts));
  if (there) {
    engine::Evidence evidence;
    evidence.verifier_key = parts.verifier_key;
    evidence.checkpoint = parts.checkpoint;
    evidence.entries = BytesOf(bundle.files, "entries.ndjson");
    evidence.checkpoints.push_back(BytesOf(there->files, "checkpoint"));
    Crew crew;
    const engine::VerifyReport report = engine::Verify(evidence, std::ref(crew));
    if (report.failed()) {
      return Refuse(Reason::kForkRefused,
                    path,
                    "holds a bundle that this one does not extend: " + FirstFailure(report));
    }
  }
  return WriteFolder(path, bundle);
}

engine::VerifyReport VerifyLog(const BundleBytes& bytes) {
  const Files& files = bytes.files;
  engine::Evidence evidence;
  evidence.verifier_key = BytesOf(files, "log.vkey");
  evidence.checkpoint = BytesOf(files, "checkpoint");
  evidence.entries = BytesOf(files, "entries.ndjson");
  const bool whole = TierOf(files) == Tier::kAuditor;
  evidence.openings = BytesOf(files, std::string(whole ? kOpenings : kStatements));
  for (const auto& [path, note] : files) {
    if (path.starts_with(kCheckpoints)) evidence.checkpoints.push_back(note);
  }
  Crew crew;
  return engine::Verify(evidence, std::ref(crew));
}

engine::VerifyReport VerifyBundle(const BundleBytes& bytes) {
  engine::VerifyReport report = VerifyLog(bytes);
  std::vector<engine::Violation> wrong;
  Append(CheckSha256Sums(bytes.files), wrong);
  std::string detail;
  if (report.failed()) {
    detail = "digests hold; the other files were not compared with a log that fails";
  } else {
    Append(CheckNames(bytes.files), wrong);
    if (!report.study.protocol) {
      wrong.push_back({"entries.ndjson", "holds no protocol, so nothing could be published"});
    } else {
      Comparison comparison = CompareDerived(report, bytes.files);
      wrong.insert(wrong.end(), comparison.wrong.begin(), comparison.wrong.end());
      detail = std::to_string(bytes.files.size()) + " files, " +
               std::to_string(comparison.compared) + " of them written again from the log";
      for (const std::string& note : comparison.notes)
        detail += "; " + note;
    }
  }
  const bool ok = wrong.empty();
  report.Add(Stage::kFiles, ok, ok ? std::move(detail) : Told(wrong));
  return report;
}

}  // namespace quorate::cli
