#include "clients/cli/ballots_verbs.h"

#include <algorithm>
#include <memory>
#include <optional>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "clients/cli/output_file.h"
#include "clients/cli/ranked_file.h"
#include "engine/base/json.h"
#include "engine/ranking/ballot_file.h"
#include "engine/ranking/ballot_writer.h"

namespace quorate::cli {

namespace {

using engine::BallotKind;
using engine::Reason;
using engine::Refuse;
using engine::Result;
using engine::WrittenFormat;

constexpr const char* kFormats = "soc, soi, toc, toi, cat, blt, abif, csv or csv-places";

Result<WrittenFormat> FormatOf(const ConvertBallotsOptions& options) {
  if (options.to.empty()) {
    if (const auto format = engine::WrittenFormatOf(options.out)) return *format;
    return Refuse(Reason::kInvalidArgument, "--to", std::string("must be ") + kFormats);
  }
  if (options.to == "csv-places") return WrittenFormat::kCsvPlaces;
  if (const auto format = engine::WrittenFormatOf("ballots." + options.to)) return *format;
  return Refuse(Reason::kInvalidArgument, "--to", "\"" + options.to + "\" is none of " + kFormats);
}

// Categories are grades, .blt and PrefLib's orders rankings; else the target decides.
Result<BallotKind> KindOf(const ConvertBallotsOptions& options, WrittenFormat to) {
  if (options.as == "ranks") return BallotKind::kRanks;
  if (options.as == "approvals") return BallotKind::kApprovals;
  if (options.as == "grades") return BallotKind::kGrades;
  if (!options.as.empty()) {
    return Refuse(Reason::kInvalidArgument,
                  "--as",
                  "\"" + options.as + "\" is none of ranks, approvals, grades");
  }
  const auto from = engine::BallotFormatOf(options.file);
  if (from == engine::BallotFormat::kPreflibCategories) return BallotKind::kGrades;
  const bool only_ranks =
      from == engine::BallotFormat::kPreflib || from == engine::BallotFormat::kBlt;
  return !only_ranks && to == WrittenFormat::kCat ? BallotKind::kGrades : BallotKind::kRanks;
}

std::string Summary(const ConvertBallotsOptions& options,
                    const engine::Profile& profile,
                    const engine::WrittenBallots& written) {
  if (options.json) {
    engine::Json json;
    json["file"] = options.out;
    json["candidates"] = std::to_string(profile.candidates.size());
    json["different_ballots"] = std::to_string(profile.size());
    json["weight"] = profile.TotalWeight().ToString();
    json["factor"] = written.factor.ToString();
    json["notes"] = engine::Json::Array();
    for (const std::string& note : written.notes)
      json["notes"].Append(note);
    return WriteJson(json) + "\n";
  }
  std::string text = fmt::format("Wrote {}: {} candidates, {} ballots by weight, {} different\n",
                                 options.out,
                                 profile.candidates.size(),
                                 profile.TotalWeight().ToString(),
                                 profile.size());
  for (const std::string& note : written.notes)
    text += "Note: " + note + "\n";
  return text;
}

Result<Outcome> Convert(const ConvertBallotsOptions& options, WrittenFormat to, BallotKind kind) {
  QUORATE_ASSIGN_OR_RETURN(const engine::Profile profile, ReadRankedFile(options.file, kind));
  const engine::WritingOptions writing{options.title, static_cast<std::size_t>(options.seats)};
  QUORATE_ASSIGN_OR_RETURN(const engine::WrittenBallots written,
                           engine::WriteBallots(profile, to, writing));
  if (options.out.empty()) {
    Outcome outcome = Good(written.text);
    for (const std::string& note : written.notes)
      outcome.err += "quorate: note: " + note + "\n";
    return outcome;
  }
  QUORATE_RETURN_IF_ERROR(SaveFile(options.out, written.text));
  return Good(Summary(options, profile, written));
}

Outcome WrongUsage(const engine::Error& error) {
  Outcome outcome = Refused(error);
  outcome.exit_code = 2;
  return outcome;
}

}  // namespace

Outcome ConvertBallots(const ConvertBallotsOptions& options) {
  const auto to = FormatOf(options);
  if (!to) return WrongUsage(to.error());
  const auto kind = KindOf(options, *to);
  if (!kind) return WrongUsage(kind.error());
  if (options.seats < 1)
    return WrongUsage({Reason::kInvalidArgument, "--seats: must be at least 1", {}});
  auto outcome = Convert(options, *to, *kind);
  if (!outcome) return Refused(outcome.error());
  return *std::move(outcome);
}

void AddBallotsVerbs(CLI::App& app, Outcome& outcome) {
  CLI::App* noun = app.add_subcommand("ballots", "Work on a file of ballots, without a server");
  noun->require_subcommand(1);
  CLI::App* verb = noun->add_subcommand("convert", "Write ballots in another file format");
  verb->footer("Example:\n  quorate ballots convert council.blt --to toi --out council.toi");
  auto options = std::make_shared<ConvertBallotsOptions>();
  verb->add_option(
          "FILE", options->file, "Ballots: PrefLib (.soc .soi .toc .toi .cat), .blt, .abif or CSV")
      ->required();
  verb->add_option("--to", options->to, std::string(kFormats) + "; left out, as --out ends");
  verb->add_option("--out", options->out, "The file to write; left out, standard output");
  verb->add_option("--as",
                   options->as,
                   "ranks, approvals or grades: what the cells of a CSV or the scores of an .abif "
                   "are (ranks; grades for .cat)");
  verb->add_option("--title", options->title, "A title, for formats that hold one");
  verb->add_option("--seats", options->seats, "How many are to be elected, for .blt")
      ->capture_default_str();
  verb->add_flag("--json", options->json, "Say in JSON what was written");
  verb->callback([options, &outcome] { outcome = ConvertBallots(*options); });
}

}  // namespace quorate::cli
