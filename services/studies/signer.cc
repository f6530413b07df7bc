#include "services/studies/signer.h"

#include <utility>

#include "engine/log/checkpoint.h"
#include "engine/log/digest.h"

namespace quorate::services {

using engine::Reason;
using engine::Refuse;

namespace {

tl::unexpected<engine::Error> RefuseFork(std::string_view study, std::uint64_t size) {
  return Refuse(Reason::kForkRefused,
                "study " + std::string(study) + ": a checkpoint over " + std::to_string(size) +
                    " entries was signed, and this log does not extend it. Most likely an older "
                    "copy of the database was restored; restore the newest one instead");
}

// Nothing was signed yet where `last` has size 0.
engine::Status CheckExtension(std::string_view study,
                              const engine::TreeHead& last,
                              const engine::Tree& tree) {
  if (last.size == 0) return {};
  const engine::Result<engine::Digest> root = tree.Root(last.size);
  if (!root || *root != last.root) return RefuseFork(study, last.size);
  return {};
}

}  // namespace

engine::Result<std::unique_ptr<Signer>> Signer::Open(std::string origin,
                                                     std::string_view key_text,
                                                     const std::filesystem::path& folder) {
  const engine::Result<engine::Digest> seed = engine::DigestFromHex(key_text);
  if (!seed) {
    return Refuse(Reason::kInvalidArgument,
                  "signing key",
                  "must be a seed of 64 lower-case hexadecimal digits and nothing else");
  }
  if (!engine::IsKeyName(origin)) {
    return Refuse(Reason::kInvalidArgument,
                  "origin",
                  "must be a schema-less address such as quorate.example, without blanks and '+'");
  }
  QUORATE_ASSIGN_OR_RETURN(LastSigned last_signed, LastSigned::Open(folder));
  return std::unique_ptr<Signer>(new Signer(std::move(origin), *seed, std::move(last_signed)));
}

engine::Result<engine::SigningKey> Signer::KeyFor(std::string_view study) const {
  return engine::SigningKey::FromSeed(origin_ + "/studies/" + std::string(study), seed_);
}

std::string Signer::VerifierKey(std::string_view study) const {
  const engine::Result<engine::SigningKey> key = KeyFor(study);
  return key ? key->verifier().ToString() : std::string();
}

engine::Result<engine::TreeHead> Signer::Last(std::string_view study) const {
  QUORATE_ASSIGN_OR_RETURN(const std::optional<std::string> note, last_signed_.Read(study));
  if (!note) return engine::TreeHead{};
  QUORATE_ASSIGN_OR_RETURN(const engine::SigningKey key, KeyFor(study));
  const engine::Result<engine::Checkpoint> checkpoint =
      engine::OpenCheckpoint(*note, key.verifier());
  if (!checkpoint) {
    return Refuse(Reason::kForkRefused,
                  "study " + std::string(study) +
                      ": its last signed checkpoint is not a note of this server's key under this "
                      "origin. Give the server the key and origin it had, or the folder's backup");
  }
  return checkpoint->head;
}

engine::Status Signer::CheckExtends(std::string_view study, const engine::Tree& tree) const {
  QUORATE_ASSIGN_OR_RETURN(const engine::TreeHead last, Last(study));
  return CheckExtension(study, last, tree);
}

engine::Result<Signer::SignedNote> Signer::Sign(LiveStudy& study, std::uint64_t size_min) const {
  LiveStudy::Signed& newest = study.newest_signed();
  const std::lock_guard lock(newest.mutex);
  if (newest.size > 0 && newest.size >= size_min) return SignedNote{newest.size, newest.note};

  const std::string& label = study.label();
  QUORATE_ASSIGN_OR_RETURN(const engine::TreeHead last, Last(label));
  engine::TreeHead head;
  {
    // Let go before the disk is written: a view holds up whatever wants to be published.
    const StudyView view = study.View();
    QUORATE_RETURN_IF_ERROR(CheckExtension(label, last, view.tree()));
    head = {view.tree().size(), view.tree().Root()};
  }
  QUORATE_ASSIGN_OR_RETURN(const engine::SigningKey key, KeyFor(label));
  QUORATE_ASSIGN_OR_RETURN(std::string note,
                           engine::SignCheckpoint({key.verifier().name, head}, key));
  if (head != last) QUORATE_RETURN_IF_ERROR(last_signed_.Write(label, note));
  newest.size = head.size;
  newest.note = note;
  return SignedNote{head.size, std::move(note)};
}

engine::Result<std::string> Signer::SignAnew(std::string_view study,
                                             const engine::TreeHead& head) const {
  QUORATE_ASSIGN_OR_RETURN(const engine::TreeHead last, Last(study));
  QUORATE_ASSIGN_OR_RETURN(const engine::SigningKey key, KeyFor(study));
  QUORATE_ASSIGN_OR_RETURN(std::string note,
                           engine::SignCheckpoint({key.verifier().name, head}, key));
  QUORATE_RETURN_IF_ERROR(last_signed_.SetAside(study, last.size));
  QUORATE_RETURN_IF_ERROR(last_signed_.Write(study, note));
  return note;
}

engine::Result<Signer::SignedNote> Signer::SignAt(LiveStudy& study, std::uint64_t size) const {
  engine::TreeHead head{size, {}};
  {
    const StudyView view = study.View();
    QUORATE_ASSIGN_OR_RETURN(head.root, view.tree().Root(size));
  }
  QUORATE_ASSIGN_OR_RETURN(SignedNote covering, Sign(study, size));
  if (covering.size == size) return covering;
  QUORATE_ASSIGN_OR_RETURN(const engine::SigningKey key, KeyFor(study.label()));
  QUORATE_ASSIGN_OR_RETURN(std::string note,
                           engine::SignCheckpoint({key.verifier().name, head}, key));
  return SignedNote{size, std::move(note)};
}

}  // namespace quorate::services
