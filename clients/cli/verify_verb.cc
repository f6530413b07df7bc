#include "clients/cli/verify_verb.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "clients/cli/bundle_folder.h"
#include "clients/cli/proof_verbs.h"
#include "clients/cli/witness_flags.h"
#include "engine/base/json.h"
#include "engine/base/text.h"

namespace quorate::cli {

namespace {

constexpr int kNoBundle = 2;
constexpr std::size_t kStageWidth = 13;

engine::Json ToJson(const engine::VerifyReport& report) {
  engine::Json json;
  json["result"] = report.result;
  engine::Json::Array stages;
  for (const engine::StageReport& stage : report.stages) {
    engine::Json one;
    one["stage"] = stage.stage;
    one["ok"] = stage.ok;
    // A detail may quote damaged bytes; JSON must be UTF-8 all the same.
    one["detail"] = engine::IsUtf8(stage.detail) ? stage.detail : "the line is not UTF-8";
    stages.push_back(std::move(one));
  }
  json["stages"] = std::move(stages);
  return json;
}

// The witnesses are part of what signs the record, so they are told of where its signature is.
void AskWitnesses(const BundleBytes& bundle,
                  const engine::WitnessPolicy& policy,
                  engine::VerifyReport& report) {
  if (policy.witnesses.empty()) return;
  const auto note = std::ranges::find(report.stages, "note", &engine::StageReport::stage);
  if (note == report.stages.end() || !note->ok) return;
  const auto cosigned = engine::MeetPolicy(bundle.files.at("checkpoint"), policy);
  if (cosigned) {
    note->detail += "; " + WitnessedText(*cosigned, policy);
    return;
  }
  note->ok = false;
  note->detail = cosigned.error().message;
  report.result = "FAILED NOTE";
}

}  // namespace

Outcome ShowReport(const engine::VerifyReport& report, VerifyForm form) {
  Outcome outcome;
  outcome.exit_code = report.failed() ? 1 : 0;
  if (form == VerifyForm::kJson) {
    outcome.out = engine::WriteJson(ToJson(report)) + "\n";
    return outcome;
  }
  for (const engine::StageReport& stage : report.stages) {
    std::string name = stage.stage;
    name.resize(std::max(kStageWidth, name.size() + 1), ' ');
    outcome.out += name + (stage.ok ? "ok      " : "FAILED  ") + Plain(stage.detail) + "\n";
  }
  outcome.out += Plain(report.result) + "\n";
  return outcome;
}

Outcome VerifyFolder(const std::string& path,
                     VerifyForm form,
                     const engine::WitnessPolicy& policy) {
  const auto bundle = ReadBundle(path);
  if (!bundle) {
    Outcome outcome = Refused(bundle.error());
    outcome.exit_code = kNoBundle;
    return outcome;
  }
  engine::VerifyReport report = VerifyBundle(*bundle);
  AskWitnesses(*bundle, policy, report);
  return ShowReport(report, form);
}

Outcome VerifyFolders(const std::vector<std::string>& paths, const engine::WitnessPolicy& policy) {
  Outcome all;
  for (const std::string& path : paths) {
    Outcome one = VerifyFolder(path, VerifyForm::kJson, policy);
    if (one.exit_code == kNoBundle) {
      engine::VerifyReport none;
      none.result = "NO BUNDLE";
      one.out = engine::WriteJson(ToJson(none)) + "\n";
    }
    all.out += one.out;
    all.err += one.err;
    all.exit_code = std::max(all.exit_code, one.exit_code);
  }
  return all;
}

void AddVerifyVerbs(CLI::App& app, Outcome& outcome) {
  CLI::App* verify = app.add_subcommand("verify", "Check a published record from its files alone");
  auto folders = std::make_shared<std::vector<std::string>>();
  auto json = std::make_shared<bool>(false);
  verify->add_option("BUNDLE", *folders, "The record's folder; several with --json, a line each");
  verify->add_flag("--json", *json, "Answer in JSON, for programs");
  const auto witnesses = AddWitnessFlags(*verify);
  verify->footer(
      "Exit code 0: VERIFIED or PARTIAL; 1: FAILED; 2: the folder is no bundle.\n"
      "A folder that is called receipt or consistency is named as ./receipt.");
  verify->callback([verify, folders, json, witnesses, &outcome] {
    if (!verify->get_subcommands().empty()) return;
    if (folders->empty() || (folders->size() > 1 && !*json))
      throw CLI::RequiredError("one BUNDLE, or --json,");
    const auto policy = PolicyOf(*witnesses);
    if (!policy) {
      outcome = Refused(policy.error());
      return;
    }
    const auto form = *json ? VerifyForm::kJson : VerifyForm::kForPeople;
    outcome = folders->size() == 1 ? VerifyFolder(folders->front(), form, *policy)
                                   : VerifyFolders(*folders, *policy);
  });
  AddProofChecks(*verify, outcome);

  CLI::App* receipt = app.add_subcommand("receipt", "Look at the receipt of a ballot");
  receipt->require_subcommand(1);
  AddReceiptCheck(*receipt, "check", "Say what a receipt proves", outcome);
}

}  // namespace quorate::cli
