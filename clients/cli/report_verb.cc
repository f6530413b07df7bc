#include "clients/cli/report_verb.h"

#include <filesystem>
#include <fstream>
#include <memory>
#include <system_error>

#include <CLI/CLI.hpp>

#include "clients/cli/bundle.h"
#include "clients/cli/bundle_files.h"
#include "clients/cli/bundle_folder.h"

namespace quorate::cli {

namespace {

engine::Status Save(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << bytes;
  file.close();
  if (file) return {};
  return engine::Refuse(engine::Reason::kUnavailable, path.string(), "cannot be written");
}

engine::Result<Files> Derive(const std::string& folder) {
  QUORATE_ASSIGN_OR_RETURN(const BundleBytes bundle, ReadBundle(folder));
  // The files beside the log may be of another version; the log itself must hold.
  const engine::VerifyReport report = VerifyLog(bundle);
  if (report.failed()) {
    return engine::Refuse(
        engine::Reason::kCorruptLog,
        folder,
        "the log does not verify (" + report.result + "); see `quorate verify` for where");
  }
  if (!report.study.protocol) {
    return engine::Refuse(
        engine::Reason::kProtocolNotFrozen, folder, "the study has no protocol yet");
  }
  const bool whole = bundle.files.contains("openings.ndjson");
  return DerivedFiles(report, bundle.files, whole ? engine::Tier::kAuditor : engine::Tier::kPublic);
}

// The files under `prefix`, into `folder`; nothing where no folder was named.
engine::Status SaveUnder(const std::string& prefix,
                         const Files& files,
                         const std::filesystem::path& folder) {
  if (folder.empty()) return {};
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return engine::Refuse(engine::Reason::kUnavailable, folder.string(), error.message());
  for (const auto& [path, bytes] : files) {
    if (!path.starts_with(prefix)) continue;
    QUORATE_RETURN_IF_ERROR(Save(folder / path.substr(prefix.size()), bytes));
  }
  return {};
}

}  // namespace

Outcome WriteReport(const ReportOptions& options) {
  const auto files = Derive(options.bundle);
  if (!files) return Refused(files.error());
  if (const auto saved = SaveUnder("results/", *files, options.results); !saved)
    return Refused(saved.error());
  if (const auto saved = SaveUnder("checklists/", *files, options.checklists); !saved)
    return Refused(saved.error());
  const std::string& report = files->at("report.html");
  if (options.out.empty()) return Good(report);
  if (const auto saved = Save(options.out, report); !saved) return Refused(saved.error());
  return Good("");
}

void AddReportVerb(CLI::App& app, Outcome& outcome) {
  CLI::App* verb = app.add_subcommand("report", "Write the report afresh from a bundle's log");
  auto options = std::make_shared<ReportOptions>();
  verb->add_option("BUNDLE", options->bundle, "The record's folder")->required();
  verb->add_option("--out", options->out, "Where to write it; standard output if left out");
  verb->add_option("--results", options->results, "A folder for the tables, as CSV and XLSX");
  verb->add_option("--checklists", options->checklists, "A folder for the reporting checklists");
  verb->callback([options, &outcome] { outcome = WriteReport(*options); });
}

}  // namespace quorate::cli
