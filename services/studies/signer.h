// Signs checkpoints, and never two of which neither extends the other.

#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "engine/log/note.h"
#include "engine/log/tree.h"
#include "services/studies/last_signed.h"
#include "services/studies/live_study.h"

namespace quorate::services {

// Thread-safe. One Ed25519 key serves all studies under one name each, since a key's name is the
// origin of the log it signs for.
class Signer {
 public:
  // `key_text` is the seed in 64 lower-case hexadecimal digits. Refuses a malformed one without
  // repeating it, and an origin that cannot be part of a key's name.
  static engine::Result<std::unique_ptr<Signer>> Open(std::string origin,
                                                      std::string_view key_text,
                                                      const std::filesystem::path& folder);

  // Refuses with kForkRefused unless the tree extends what was signed last for the study; a study
  // that was never signed extends anything.
  [[nodiscard]] engine::Status CheckExtends(std::string_view study, const engine::Tree& tree) const;
  // The studies for which something was signed.
  [[nodiscard]] engine::Result<std::vector<std::string>> Studies() const {
    return last_signed_.Studies();
  }

  struct SignedNote {
    std::uint64_t size = 0;
    std::string note;
  };
  // The note over at least `size_min` durable entries of the study: the newest one if it covers
  // them, else one over all there are now, written to the last-signed file before it is returned.
  // Requires that there are so many.
  [[nodiscard]] engine::Result<SignedNote> Sign(LiveStudy& study, std::uint64_t size_min) const;

  // The note over exactly the first `size` entries; kUnknownEntry beyond the log. It is signed only
  // once a checkpoint that covers it stands in the last-signed file, so it can contradict none.
  [[nodiscard]] engine::Result<SignedNote> SignAt(LiveStudy& study, std::uint64_t size) const;

  // What was signed last for the study; size 0 where nothing was. Refuses with kForkRefused a note
  // that is not this server's.
  [[nodiscard]] engine::Result<engine::TreeHead> Last(std::string_view study) const;
  // Signs a head that does not extend the last one, and puts it in its place; the earlier note
  // stays beside it as "LABEL~SIZE". For recovery.h, once the log itself states the break.
  [[nodiscard]] engine::Result<std::string> SignAnew(std::string_view study,
                                                     const engine::TreeHead& head) const;

  // "name+hex8+base64": empty for what cannot be a study's label.
  [[nodiscard]] std::string VerifierKey(std::string_view study) const;

 private:
  Signer(std::string origin, const engine::Ed25519Seed& seed, LastSigned last_signed)
      : origin_(std::move(origin)), seed_(seed), last_signed_(std::move(last_signed)) {}

  [[nodiscard]] engine::Result<engine::SigningKey> KeyFor(std::string_view study) const;

  std::string origin_;
  engine::Ed25519Seed seed_;
  LastSigned last_signed_;
};

}  // namespace quorate::services
