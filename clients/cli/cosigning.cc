#include "clients/cli/cosigning.h"

#include <algorithm>
#include <set>

#include <openssl/rand.h>

#include "clients/cli/bundle_files.h"
#include "clients/cli/bundle_folder.h"
#include "clients/cli/bundle_proofs.h"
#include "clients/cli/input_file.h"
#include "clients/cli/record_page.h"
#include "engine/base/check.h"
#include "engine/log/witness.h"

namespace quorate::cli {

namespace {

using engine::Reason;
using engine::Refuse;
using engine::Result;

// The page holds the checkpoint too.
void RenewPage(Files& files) {
  const auto page = files.find("index.html");
  if (page == files.end()) return;
  std::set<std::string> paths;
  for (const auto& [path, bytes] : files)
    paths.insert(path);
  page->second = RecordPage(files, paths);
}

// A note's text with the empty line behind it.
std::string_view TextOf(std::string_view note) {
  return note.substr(0, note.rfind("\n\n") + 2);
}

bool IsByOneOf(const std::vector<engine::Cosigned>& some, const engine::NoteSignature& line) {
  return std::ranges::any_of(some, [&](const engine::Cosigned& one) {
    return line.name == one.by.name && line.id == one.by.Id();
  });
}

Outcome Answered(const engine::WitnessAnswer& answer) {
  const bool cosigned = answer.code == engine::WitnessCode::kCosigned;
  return {answer.body,
          cosigned
              ? ""
              : "quorate: not cosigned, " + std::to_string(static_cast<int>(answer.code)) + "\n",
          cosigned ? 0 : 1};
}

Result<Outcome> TryBundle(const WitnessFiles& files,
                          const std::string& folder,
                          engine::Instant now) {
  QUORATE_ASSIGN_OR_RETURN(const BundleBytes bundle, ReadBundle(folder));
  QUORATE_ASSIGN_OR_RETURN(const Witness witness, Witness::Open(files));
  const std::string& note = bundle.files.at("checkpoint");
  QUORATE_ASSIGN_OR_RETURN(const engine::TreeHead last,
                           witness.Last(note.substr(0, note.find('\n'))));
  const Result<std::string> request = ProveGrowth(bundle, last.size, 0);
  if (!request && request.error().reason == Reason::kUnknownEntry) {
    return Refuse(Reason::kForkRefused,
                  folder,
                  "is shorter than what was cosigned of this log, " + std::to_string(last.size) +
                      " entries; ask for the newest");
  }
  if (!request) return tl::unexpected(request.error());
  QUORATE_ASSIGN_OR_RETURN(const engine::WitnessAnswer answer, witness.Answer(*request, now));
  if (!answer.keep) return Answered(answer);
  QUORATE_RETURN_IF_ERROR(
      PutCosignatures(folder, answer.body, {engine::CosignerKey::Of(witness.verifier())}));
  return Answered(answer);
}

Result<Outcome> TryRequest(const WitnessFiles& files,
                           const std::string& request_file,
                           engine::Instant now) {
  QUORATE_ASSIGN_OR_RETURN(const std::string request, ReadFile(request_file));
  QUORATE_ASSIGN_OR_RETURN(const Witness witness, Witness::Open(files));
  QUORATE_ASSIGN_OR_RETURN(const engine::WitnessAnswer answer, witness.Answer(request, now));
  return Answered(answer);
}

}  // namespace

Outcome CosignRequest(const WitnessFiles& files,
                      const std::string& request_file,
                      engine::Instant now) {
  Result<Outcome> outcome = TryRequest(files, request_file, now);
  return outcome ? *std::move(outcome) : Refused(outcome.error());
}

Outcome CosignBundle(const WitnessFiles& files, const std::string& bundle, engine::Instant now) {
  Result<Outcome> outcome = TryBundle(files, bundle, now);
  return outcome ? *std::move(outcome) : Refused(outcome.error());
}

Result<GoodLines> PickCosignatures(std::string_view note,
                                   std::string_view lines,
                                   const std::vector<engine::CosignerKey>& known) {
  const std::string text(TextOf(note));
  const std::string answered = text + std::string(lines);
  QUORATE_ASSIGN_OR_RETURN(const engine::NoteParts added, engine::TakeApart(answered));
  // An empty line among them would divide the note elsewhere, and another text would be judged.
  if (added.text.size() + 1 != text.size())
    return Refuse(Reason::kCorruptLog, "the answer is more than signature lines");
  GoodLines good;
  QUORATE_ASSIGN_OR_RETURN(good.by, engine::OpenCosignatures(answered, known));
  if (good.by.empty())
    return Refuse(Reason::kCorruptLog, "no known witness has cosigned this checkpoint");
  for (const engine::NoteSignature& line : added.signatures) {
    if (IsByOneOf(good.by, line)) good.lines += PrintSignature(line);
  }
  return good;
}

Result<BundleBytes> WithCosignatures(BundleBytes bundle,
                                     std::string_view lines,
                                     const std::vector<engine::CosignerKey>& known) {
  std::string& note = bundle.files.at("checkpoint");
  QUORATE_ASSIGN_OR_RETURN(const GoodLines good, PickCosignatures(note, lines, known));
  QUORATE_ASSIGN_OR_RETURN(const engine::NoteParts old, engine::TakeApart(note));
  std::string renewed(TextOf(note));
  for (const engine::NoteSignature& line : old.signatures) {
    if (!IsByOneOf(good.by, line)) renewed += PrintSignature(line);
  }
  renewed += good.lines;
  QUORATE_RETURN_IF_ERROR(engine::TakeApart(renewed));  // There may be too many of them by now.
  note = std::move(renewed);
  RenewPage(bundle.files);
  bundle.files["SHA256SUMS"] = Sha256Sums(bundle.files);
  return bundle;
}

Result<std::vector<engine::Cosigned>> PutCosignatures(
    const std::string& folder,
    std::string_view lines,
    const std::vector<engine::CosignerKey>& known) {
  QUORATE_ASSIGN_OR_RETURN(BundleBytes bundle, ReadBundle(folder));
  QUORATE_ASSIGN_OR_RETURN(bundle, WithCosignatures(std::move(bundle), lines, known));
  QUORATE_ASSIGN_OR_RETURN(auto cosigned,
                           engine::OpenCosignatures(bundle.files.at("checkpoint"), known));
  QUORATE_RETURN_IF_ERROR(WriteFolder(folder, bundle));
  return cosigned;
}

Result<std::string> NewWitnessKey(const std::string& name) {
  engine::Ed25519Seed seed;
  QUORATE_CHECK(RAND_bytes(seed.data(), static_cast<int>(seed.size())) == 1);
  QUORATE_ASSIGN_OR_RETURN(const engine::SigningKey key, engine::SigningKey::FromSeed(name, seed));
  return key.ToString();
}

}  // namespace quorate::cli
