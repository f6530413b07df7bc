#include "clients/cli/cosigning.h"

#include <algorithm>
#include <optional>
#include <set>

#include <openssl/rand.h>

#include "clients/cli/bundle_files.h"
#include "clients/cli/bundle_folder.h"
#include "clients/cli/bundle_proofs.h"
#include "clients/cli/input_file.h"
#include "clients/cli/record_page.h"
#include "clients/cli/witness_state.h"
#include "engine/base/check.h"
#include "engine/base/text.h"
#include "engine/log/witness.h"

namespace quorate::cli {

namespace {

using engine::Reason;
using engine::Refuse;
using engine::Result;

struct Ready {
  engine::SigningKey key;
  std::vector<engine::WitnessedLog> logs;  // With what was cosigned last.
  WitnessState state;
};

Result<Ready> MakeReady(const Cosigning& witness) {
  QUORATE_ASSIGN_OR_RETURN(const std::string key_text, ReadFile(witness.key_file));
  auto key = engine::SigningKey::Parse(engine::Trim(key_text));
  if (!key) return Refuse(key.error().reason, witness.key_file, key.error().message);
  QUORATE_ASSIGN_OR_RETURN(WitnessState state, WitnessState::Hold(witness.state));
  std::vector<engine::WitnessedLog> logs;
  for (const std::string& file : witness.log_files) {
    QUORATE_ASSIGN_OR_RETURN(const std::string text, ReadFile(file));
    auto log = engine::VerifierKey::Parse(engine::Trim(text));
    if (!log) return Refuse(log.error().reason, file, log.error().message);
    // A log's key is named as the log.
    const auto known = std::ranges::find(logs, log->name, &engine::WitnessedLog::origin);
    if (known != logs.end()) {
      known->keys.push_back(*log);
      continue;
    }
    QUORATE_ASSIGN_OR_RETURN(const engine::TreeHead last, state.Last(log->name));
    logs.push_back({log->name, {*log}, last});
  }
  return Ready{*std::move(key), std::move(logs), std::move(state)};
}

// Judges, and keeps what is cosigned before anybody sees it.
Result<engine::WitnessAnswer> Answer(const Ready& ready,
                                     std::string_view request,
                                     engine::Instant now) {
  engine::WitnessAnswer answer = JudgeCheckpoint(ready.logs, request, ready.key, now);
  if (answer.keep) {
    QUORATE_RETURN_IF_ERROR(ready.state.Keep(engine::OriginIn(request), *answer.keep));
  }
  return answer;
}

// The page holds the checkpoint too.
void RenewPage(Files& files) {
  const auto page = files.find("index.html");
  if (page == files.end()) return;
  std::set<std::string> paths;
  for (const auto& [path, bytes] : files)
    paths.insert(path);
  page->second = RecordPage(files, paths);
}

Outcome Answered(const engine::WitnessAnswer& answer) {
  const bool cosigned = answer.code == engine::WitnessCode::kCosigned;
  return {answer.body,
          cosigned
              ? ""
              : "quorate: not cosigned, " + std::to_string(static_cast<int>(answer.code)) + "\n",
          cosigned ? 0 : 1};
}

Result<Outcome> TryBundle(const Cosigning& witness, const std::string& folder) {
  QUORATE_ASSIGN_OR_RETURN(BundleBytes bundle, ReadBundle(folder));
  QUORATE_ASSIGN_OR_RETURN(const Ready ready, MakeReady(witness));
  const std::string& note = bundle.files.at("checkpoint");
  const auto log =
      std::ranges::find(ready.logs, note.substr(0, note.find('\n')), &engine::WitnessedLog::origin);
  const std::uint64_t last = log == ready.logs.end() ? 0 : log->last.size;
  const Result<std::string> request = ProveGrowth(bundle, last, 0);
  if (!request && request.error().reason == Reason::kUnknownEntry) {
    return Refuse(Reason::kForkRefused,
                  folder,
                  "is shorter than what was cosigned of this log, " + std::to_string(last) +
                      " entries; ask for the newest");
  }
  if (!request) return tl::unexpected(request.error());
  QUORATE_ASSIGN_OR_RETURN(const engine::WitnessAnswer answer,
                           Answer(ready, *request, witness.now));
  if (!answer.keep) return Answered(answer);
  QUORATE_ASSIGN_OR_RETURN(
      bundle,
      WithCosignatures(
          std::move(bundle), answer.body, {engine::CosignerKey::Of(ready.key.verifier())}));
  QUORATE_RETURN_IF_ERROR(WriteFolder(folder, bundle));
  return Answered(answer);
}

Result<Outcome> TryRequest(const Cosigning& witness, const std::string& request_file) {
  QUORATE_ASSIGN_OR_RETURN(const std::string request, ReadFile(request_file));
  QUORATE_ASSIGN_OR_RETURN(const Ready ready, MakeReady(witness));
  QUORATE_ASSIGN_OR_RETURN(const engine::WitnessAnswer answer, Answer(ready, request, witness.now));
  return Answered(answer);
}

}  // namespace

Outcome CosignRequest(const Cosigning& witness, const std::string& request_file) {
  Result<Outcome> outcome = TryRequest(witness, request_file);
  return outcome ? *std::move(outcome) : Refused(outcome.error());
}

Outcome CosignBundle(const Cosigning& witness, const std::string& bundle) {
  Result<Outcome> outcome = TryBundle(witness, bundle);
  return outcome ? *std::move(outcome) : Refused(outcome.error());
}

Result<BundleBytes> WithCosignatures(BundleBytes bundle,
                                     std::string_view lines,
                                     const std::vector<engine::CosignerKey>& known) {
  std::string& note = bundle.files.at("checkpoint");
  const std::string text = note.substr(0, note.rfind("\n\n") + 2);
  QUORATE_ASSIGN_OR_RETURN(const engine::NoteParts added,
                           engine::TakeApart(text + std::string(lines)));
  QUORATE_ASSIGN_OR_RETURN(const auto cosigned,
                           engine::OpenCosignatures(text + std::string(lines), known));
  if (cosigned.empty())
    return Refuse(Reason::kCorruptLog, "no known witness has cosigned this checkpoint");
  const auto is_by = [](const engine::NoteSignature& line, const engine::CosignerKey& key) {
    return line.name == key.name && line.id == key.Id();
  };
  const auto is_new = [&](const engine::NoteSignature& line) {
    return std::ranges::any_of(cosigned,
                               [&](const engine::Cosigned& one) { return is_by(line, one.by); });
  };
  QUORATE_ASSIGN_OR_RETURN(const engine::NoteParts old, engine::TakeApart(note));
  std::string renewed = text;
  for (const engine::NoteSignature& line : old.signatures) {
    if (!is_new(line)) renewed += PrintSignature(line);
  }
  for (const engine::NoteSignature& line : added.signatures) {
    if (is_new(line)) renewed += PrintSignature(line);
  }
  note = std::move(renewed);
  RenewPage(bundle.files);
  bundle.files["SHA256SUMS"] = Sha256Sums(bundle.files);
  return bundle;
}

Result<std::string> NewWitnessKey(const std::string& name) {
  engine::Ed25519Seed seed;
  QUORATE_CHECK(RAND_bytes(seed.data(), static_cast<int>(seed.size())) == 1);
  QUORATE_ASSIGN_OR_RETURN(const engine::SigningKey key, engine::SigningKey::FromSeed(name, seed));
  return key.ToString();
}

}  // namespace quorate::cli
