#include "clients/cli/witness_flags.h"

#include <CLI/CLI.hpp>

#include "clients/cli/input_file.h"
#include "engine/base/text.h"

namespace quorate::cli {

namespace {

using engine::Result;

Result<engine::CosignerKey> ReadWitnessKey(const std::string& key_or_file) {
  const auto key = engine::CosignerKey::Parse(engine::Trim(key_or_file));
  if (key) return *key;
  const auto text = ReadFile(key_or_file);
  if (!text) {
    return engine::Refuse(engine::Reason::kUnreadable,
                          "--witness-key",
                          "is neither a key (" + key.error().message + ") nor a file with one");
  }
  auto in_file = engine::CosignerKey::Parse(engine::Trim(*text));
  if (!in_file) {
    return engine::Refuse(in_file.error().reason, key_or_file, in_file.error().message);
  }
  return in_file;
}

}  // namespace

std::shared_ptr<WitnessFlags> AddWitnessFlags(CLI::App& verb) {
  auto flags = std::make_shared<WitnessFlags>();
  verb.add_option("--witness-key",
                  flags->keys,
                  "A witness to ask for: its key, or a file with it; may be given several times")
      ->allow_extra_args(false);
  verb.add_option(
      "--witnesses", flags->least, "How many of them must have cosigned; all if left out");
  return flags;
}

std::shared_ptr<WitnessFiles> AddWitnessFiles(CLI::App& verb) {
  auto files = std::make_shared<WitnessFiles>();
  verb.add_option("--log", files->log_files, "The log's verifier key; may be given several times")
      ->required()
      ->allow_extra_args(false);
  verb.add_option("--key", files->key_file, "The witness's secret key")->required();
  verb.add_option("--state", files->state, "The folder of what was cosigned; keep it")->required();
  return files;
}

Result<engine::WitnessPolicy> PolicyOf(const WitnessFlags& flags) {
  engine::WitnessPolicy policy;
  for (const std::string& key : flags.keys) {
    QUORATE_ASSIGN_OR_RETURN(engine::CosignerKey read, ReadWitnessKey(key));
    policy.witnesses.push_back(std::move(read));
  }
  if (flags.least < -1) {
    return engine::Refuse(engine::Reason::kInvalidArgument, "--witnesses", "must not be negative");
  }
  policy.least = flags.least < 0 ? policy.witnesses.size() : static_cast<std::size_t>(flags.least);
  QUORATE_RETURN_IF_ERROR(engine::CheckPolicy(policy));
  return policy;
}

std::string CosignersText(std::span<const engine::Cosigned> cosigned) {
  std::string text;
  for (const engine::Cosigned& one : cosigned)
    text += (text.empty() ? "" : ", ") + one.by.name + " at " + ToString(one.time);
  return text;
}

std::string WitnessedText(std::span<const engine::Cosigned> cosigned,
                          const engine::WitnessPolicy& policy) {
  std::string text = std::to_string(cosigned.size()) + " of " +
                     std::to_string(policy.witnesses.size()) + " witnesses, " +
                     std::to_string(policy.least) + " asked for";
  return cosigned.empty() ? text : text + ": " + CosignersText(cosigned);
}

}  // namespace quorate::cli
