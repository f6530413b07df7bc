#include "clients/cli/verify_verb.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <memory>

#include <CLI/CLI.hpp>

#include "clients/cli/bundle_folder.h"
#include "engine/base/json.h"
#include "engine/base/text.h"
#include "engine/log/note.h"
#include "engine/log/receipt.h"

namespace quorate::cli {

namespace {

constexpr int kNoBundle = 2;
constexpr std::size_t kStageWidth = 13;

// A tampered file may hold anything; it must not steer the reader's terminal.
std::string Plain(std::string_view text) {
  std::string plain(text);
  std::ranges::replace_if(
      plain,
      [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7F;
      },
      '?');
  return plain;
}

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

engine::Result<std::string> ReadSmallFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (file.good() || file.eof()) return text;
  return engine::Refuse(engine::Reason::kUnreadable, path, "cannot be read; name a file");
}

std::string ValueText(const engine::Json& value) {
  return value.string() != nullptr ? *value.string() : engine::WriteJson(value);
}

// The content of an opening as lines: a ballot's answers by item, everything else by member.
std::string ContentText(const std::string& opening) {
  const auto json = engine::ParseJson(opening);
  const engine::Json* content = json ? json->Find("content") : nullptr;
  if (content == nullptr || content->object() == nullptr) return "    " + Plain(opening) + "\n";
  const engine::Json* answers = content->Find("answers");
  const engine::Json& shown =
      answers != nullptr && answers->object() != nullptr ? *answers : *content;
  std::string text;
  for (const auto& [name, value] : *shown.object()) {
    text += "    " + Plain(name) + ": " + Plain(ValueText(value)) + "\n";
  }
  return text;
}

std::string MemberText(const engine::Json& entry, std::string_view name) {
  const engine::Json* member = entry.Find(name);
  return member == nullptr ? "" : Plain(ValueText(*member));
}

std::string ProofText(const engine::ReceiptedEntry& proved) {
  const std::string index = std::to_string(proved.index);
  std::string text = "The receipt is good.\n\nEntry " + index + " of the log " +
                     Plain(proved.checkpoint.origin) + " is:\n";
  if (const auto entry = engine::ParseJson(proved.leaf)) {
    text += "    " + MemberText(*entry, "kind") + ", written by " + MemberText(*entry, "actor") +
            ", " + MemberText(*entry, "t") + "\n";
  }
  text += "The log's key has signed it, among its first " +
          std::to_string(proved.checkpoint.head.size) + " entries.\n";
  if (!proved.opening.empty()) {
    text += "\nThat entry commits to this, and to nothing else:\n" + ContentText(proved.opening);
  }
  text +=
      "\nIf the published log does not hold this entry as number " + index +
      ", the record was changed: keep this\nfile and show it. It does not tell whether a later "
      "ballot of yours replaced this one, and whoever\nsees this file sees what you answered.\n";
  return text;
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

Outcome VerifyFolder(const std::string& path, VerifyForm form) {
  const auto bundle = ReadBundle(path);
  if (!bundle) {
    Outcome outcome = Refused(bundle.error());
    outcome.exit_code = kNoBundle;
    return outcome;
  }
  return ShowReport(VerifyBundle(*bundle), form);
}

Outcome CheckReceipt(const std::string& file, const std::string& key_file) {
  const auto receipt = ReadSmallFile(file);
  if (!receipt) return Refused(receipt.error());
  const auto key_text = ReadSmallFile(key_file);
  if (!key_text) return Refused(key_text.error());
  const auto key = engine::VerifierKey::Parse(engine::Trim(*key_text));
  if (!key) return {"", "quorate: " + key_file + ": " + key.error().message + "\n", 1};
  const auto proved = engine::VerifyReceipt(*receipt, *key);
  if (!proved) {
    return {"", "quorate: the receipt proves nothing: " + Plain(proved.error().message) + "\n", 1};
  }
  return Good(ProofText(*proved));
}

void AddVerifyVerbs(CLI::App& app, Outcome& outcome) {
  CLI::App* verify = app.add_subcommand("verify", "Check a published record from its files alone");
  auto folder = std::make_shared<std::string>();
  auto json = std::make_shared<bool>(false);
  verify->add_option("BUNDLE", *folder, "The record's folder")->required();
  verify->add_flag("--json", *json, "Answer in JSON, for programs");
  verify->footer("Exit code 0: VERIFIED or PARTIAL; 1: FAILED; 2: the folder is no bundle.");
  verify->callback([folder, json, &outcome] {
    outcome = VerifyFolder(*folder, *json ? VerifyForm::kJson : VerifyForm::kForPeople);
  });

  CLI::App* receipt = app.add_subcommand("receipt", "Look at the receipt of a ballot");
  receipt->require_subcommand(1);
  CLI::App* check = receipt->add_subcommand("check", "Say what a receipt proves");
  auto file = std::make_shared<std::string>();
  auto key = std::make_shared<std::string>();
  check->add_option("FILE", *file, "The receipt")->required();
  check->add_option("--key", *key, "The log's verifier key, log.vkey")->required();
  check->callback([file, key, &outcome] { outcome = CheckReceipt(*file, *key); });
}

}  // namespace quorate::cli
