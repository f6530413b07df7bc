#include "clients/cli/witness_verbs.h"

#include <ctime>
#include <filesystem>
#include <memory>

#include <CLI/CLI.hpp>

#include "clients/cli/cosigning.h"
#include "clients/cli/input_file.h"
#include "clients/cli/output_file.h"
#include "clients/cli/witness_flags.h"

namespace quorate::cli {

namespace {

using engine::Reason;
using engine::Refuse;
using engine::Result;

Result<std::string> MakeKey(const std::string& name, const std::string& out) {
  std::error_code error;
  if (std::filesystem::exists(out, error))
    return Refuse(Reason::kAlreadyExists, out, "is there; a witness keeps its key");
  QUORATE_ASSIGN_OR_RETURN(const std::string key, NewWitnessKey(name));
  QUORATE_RETURN_IF_ERROR(SaveFile(out, key + "\n", Readers::kOwner));
  QUORATE_ASSIGN_OR_RETURN(const engine::SigningKey made, engine::SigningKey::Parse(key));
  return engine::CosignerKey::Of(made.verifier()).ToString() + "\n";
}

void AddKey(CLI::App& noun, Outcome& outcome) {
  CLI::App* verb = noun.add_subcommand("key", "Make a witness's key; prints its public half");
  auto name = std::make_shared<std::string>();
  auto out = std::make_shared<std::string>();
  verb->add_option(
          "NAME", *name, "An address of yours without https://, such as witness.uni.example")
      ->required();
  verb->add_option("--out", *out, "The file for the secret key")->required();
  verb->footer("Example:\n  quorate witness key witness.uni.example --out witness.key");
  verb->callback([=, &outcome] {
    const Result<std::string> made = MakeKey(*name, *out);
    outcome = made ? Good(*made) : Refused(made.error());
  });
}

void AddCosign(CLI::App& noun, Outcome& outcome) {
  CLI::App* verb = noun.add_subcommand(
      "cosign", "Vouch that a log only grew, after checking it against what was cosigned before");
  auto bundle = std::make_shared<std::string>();
  auto request = std::make_shared<std::string>();
  verb->add_option("BUNDLE", *bundle, "A record's folder; the cosignature is put into it");
  verb->add_option("--request",
                   *request,
                   "In place of a folder, what `quorate log consistency` wrote; the answer is "
                   "printed");
  const auto files = AddWitnessFiles(*verb);
  verb->footer(
      "Example:\n"
      "  quorate witness cosign record --log log.vkey --key witness.key --state witnessed\n"
      "Answers as C2SP's tlog-witness (add-checkpoint). Exit code 0 if it cosigned.");
  verb->callback([=, &outcome] {
    if (bundle->empty() == request->empty())
      throw CLI::ValidationError("BUNDLE", "name a BUNDLE or a --request");
    const engine::Instant now{static_cast<std::int64_t>(std::time(nullptr))};
    outcome =
        bundle->empty() ? CosignRequest(*files, *request, now) : CosignBundle(*files, *bundle, now);
  });
}

Result<std::string> AddLines(const std::string& folder,
                             const std::string& file,
                             const WitnessFlags& flags) {
  QUORATE_ASSIGN_OR_RETURN(const engine::WitnessPolicy policy, PolicyOf(flags));
  QUORATE_ASSIGN_OR_RETURN(const std::string lines, ReadFile(file));
  QUORATE_ASSIGN_OR_RETURN(const auto cosigned, PutCosignatures(folder, lines, policy.witnesses));
  return "Cosigned: " + WitnessedText(cosigned, policy) + "\n";
}

void AddAdd(CLI::App& noun, Outcome& outcome) {
  CLI::App* verb = noun.add_subcommand("add", "Put a witness's answer into a record");
  auto bundle = std::make_shared<std::string>();
  auto file = std::make_shared<std::string>();
  verb->add_option("BUNDLE", *bundle, "The record's folder")->required();
  verb->add_option("FILE", *file, "The witness's answer: its signature lines")->required();
  const auto flags = AddWitnessFlags(*verb);
  verb->footer("Example:\n  quorate witness add record answer --witness-key witness.vkey");
  verb->callback([=, &outcome] {
    const Result<std::string> added = AddLines(*bundle, *file, *flags);
    outcome = added ? Good(*added) : Refused(added.error());
  });
}

}  // namespace

void AddWitnessVerbs(CLI::App& app, Outcome& outcome) {
  CLI::App* noun = app.add_subcommand("witness", "Vouch for a log that somebody else runs");
  noun->require_subcommand(1);
  AddKey(*noun, outcome);
  AddCosign(*noun, outcome);
  AddAdd(*noun, outcome);
}

}  // namespace quorate::cli
