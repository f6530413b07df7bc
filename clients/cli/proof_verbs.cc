#include "clients/cli/proof_verbs.h"

#include <algorithm>
#include <memory>
#include <optional>

#include <CLI/CLI.hpp>

#include "clients/cli/input_file.h"
#include "clients/cli/witness_flags.h"
#include "engine/base/json.h"
#include "engine/base/text.h"
#include "engine/log/growth.h"
#include "engine/log/note.h"
#include "engine/log/receipt.h"

namespace quorate::cli {

namespace {

using engine::Result;

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
  text += "\nIf the published log does not hold this entry as number " + index +
          ", the record was changed: keep this\nfile and show it.";
  if (!proved.opening.empty()) {
    text +=
        " It does not tell whether a later ballot of yours replaced this one, and whoever\nsees "
        "this file sees what you answered.";
  }
  return text + "\n";
}

std::string GrowthText(const engine::GrownLog& grown) {
  const std::string older = std::to_string(grown.older.head.size);
  return "The log only grew.\n\nThe first " + older + " entries of the log " +
         Plain(grown.newer.origin) +
         " are those\nthat the older checkpoint signed: none was changed, removed or moved. Since "
         "then it\nwent on to " +
         std::to_string(grown.newer.head.size) + " entries.\n";
}

Result<engine::VerifierKey> ReadKey(const std::string& file) {
  QUORATE_ASSIGN_OR_RETURN(const std::string text, ReadFile(file));
  auto key = engine::VerifierKey::Parse(engine::Trim(text));
  if (!key) return engine::Refuse(key.error().reason, file, key.error().message);
  return key;
}

// A line that says who has seen the checkpoint; empty where nobody was asked for.
Result<std::string> WitnessLine(std::string_view note, const engine::WitnessPolicy& policy) {
  if (policy.witnesses.empty()) return std::string();
  QUORATE_ASSIGN_OR_RETURN(const auto cosigned, engine::MeetPolicy(note, policy));
  return "\nCosigned: " + Plain(WitnessedText(cosigned, policy)) + ".\n";
}

Result<std::string> TryReceipt(const ReceiptCheck& check) {
  QUORATE_ASSIGN_OR_RETURN(const std::string text, ReadFile(check.file));
  QUORATE_ASSIGN_OR_RETURN(const engine::VerifierKey key, ReadKey(check.key_file));
  std::optional<std::string> leaf;
  if (!check.leaf_file.empty()) {
    QUORATE_ASSIGN_OR_RETURN(leaf, ReadFile(check.leaf_file));
    if (leaf->ends_with('\n')) leaf->pop_back();
  }
  QUORATE_ASSIGN_OR_RETURN(
      const engine::ReceiptedEntry proved,
      leaf ? engine::VerifyReceipt(text, *leaf, key) : engine::VerifyReceipt(text, key));
  QUORATE_ASSIGN_OR_RETURN(const engine::Receipt parts, engine::ParseReceipt(text));
  QUORATE_ASSIGN_OR_RETURN(const std::string witnesses,
                           WitnessLine(parts.checkpoint, check.policy));
  return ProofText(proved) + witnesses;
}

Result<std::string> TryGrowth(const GrowthCheck& check) {
  QUORATE_ASSIGN_OR_RETURN(const std::string text, ReadFile(check.file));
  QUORATE_ASSIGN_OR_RETURN(const std::string older, ReadFile(check.older_file));
  QUORATE_ASSIGN_OR_RETURN(const engine::VerifierKey key, ReadKey(check.key_file));
  QUORATE_ASSIGN_OR_RETURN(const engine::GrownLog grown, engine::VerifyGrowth(text, older, key));
  QUORATE_ASSIGN_OR_RETURN(const engine::Growth parts, engine::ParseGrowth(text));
  QUORATE_ASSIGN_OR_RETURN(const std::string witnesses,
                           WitnessLine(parts.checkpoint, check.policy));
  return GrowthText(grown) + witnesses;
}

Outcome Told(const Result<std::string>& text, std::string_view what) {
  if (text) return Good(*text);
  if (text.error().reason == engine::Reason::kCorruptLog) {
    return {"",
            "quorate: the " + std::string(what) +
                " proves nothing: " + Plain(text.error().message) + "\n",
            1};
  }
  return {"", "quorate: " + Plain(text.error().message) + "\n", 1};
}

// The verb's check, with the witnesses that it is to ask for.
template <typename Check>
void RunsUnderPolicy(CLI::App& verb,
                     const std::shared_ptr<Check>& check,
                     Outcome (*run)(const Check&),
                     Outcome& outcome) {
  const auto witnesses = AddWitnessFlags(verb);
  verb.callback([check, witnesses, run, &outcome] {
    const auto policy = PolicyOf(*witnesses);
    if (!policy) {
      outcome = Refused(policy.error());
      return;
    }
    check->policy = *policy;
    outcome = run(*check);
  });
}

}  // namespace

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

Outcome CheckReceipt(const ReceiptCheck& check) {
  return Told(TryReceipt(check), "receipt");
}

Outcome CheckGrowth(const GrowthCheck& check) {
  return Told(TryGrowth(check), "file");
}

void AddReceiptCheck(CLI::App& parent,
                     const std::string& name,
                     const std::string& what,
                     Outcome& outcome) {
  CLI::App* verb = parent.add_subcommand(name, what);
  auto check = std::make_shared<ReceiptCheck>();
  verb->add_option("FILE", check->file, "The receipt or proof, *.tlog-proof")->required();
  verb->add_option("--key", check->key_file, "The log's verifier key, log.vkey")->required();
  verb->add_option(
      "--leaf", check->leaf_file, "The entry's line, where the file does not carry it");
  RunsUnderPolicy(*verb, check, CheckReceipt, outcome);
}

void AddProofChecks(CLI::App& parent, Outcome& outcome) {
  AddReceiptCheck(parent, "receipt", "Check a receipt, or the proof of an entry", outcome);
  CLI::App* verb = parent.add_subcommand("consistency", "Check that a log only grew");
  auto check = std::make_shared<GrowthCheck>();
  verb->add_option("FILE", check->file, "What `quorate log consistency` wrote")->required();
  verb->add_option("--older", check->older_file, "The checkpoint that you kept")->required();
  verb->add_option("--key", check->key_file, "The log's verifier key, log.vkey")->required();
  RunsUnderPolicy(*verb, check, CheckGrowth, outcome);
}

}  // namespace quorate::cli
