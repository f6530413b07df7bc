// Cosignatures (C2SP tlog-cosignature, "cosignature/v1", Ed25519): a witness's signature line in a
// checkpoint, which says when it saw that this log had grown and nothing else. With enough of them
// from independent witnesses, a log's owner can no longer show two histories to two readers.
//
// The line's bytes are time[8, high byte first] ‖ signature[64]; what is signed is
// "cosignature/v1 LF time <decimal> LF" ‖ the checkpoint's text. ML-DSA-44 (type 0x06) is not read:
// the OpenSSL of our systems has no such keys.

#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/base/time.h"
#include "engine/log/note.h"

namespace quorate::engine {

// Whose cosignatures to believe.
struct CosignerKey {
  std::string name;
  Ed25519Public key{};

  // Reads "name+hex8+base64(0x04 ‖ key)", strictly as VerifierKey::Parse(). A log's key, type 0x01,
  // is refused.
  static Result<CosignerKey> Parse(std::string_view text);
  // The cosigner that signs with the secret key of `verifier`.
  static CosignerKey Of(const VerifierKey& verifier) { return {verifier.name, verifier.key}; }
  [[nodiscard]] std::string ToString() const;
  [[nodiscard]] std::uint32_t Id() const;

  friend bool operator==(const CosignerKey&, const CosignerKey&) = default;
};

// The signature line, with its line feed, over a checkpoint's text (without signatures). The caller
// has checked that the log only grew; nothing here remembers. Refuses what IsNoteText() refuses.
Result<std::string> Cosign(std::string_view text, const SigningKey& key, Instant time);

struct Cosigned {
  CosignerKey by;
  Instant time;  // The witness's clock.
  friend bool operator==(const Cosigned&, const Cosigned&) = default;
};

// The known witnesses whose cosignatures stand in the note, each once with its newest time, in the
// order of `known`. Lines of unknown keys are ignored. Refuses with kCorruptLog what is no note,
// and one in which a line of a known witness is not its good cosignature.
Result<std::vector<Cosigned>> OpenCosignatures(std::string_view note,
                                               std::span<const CosignerKey> known);

// How many of which witnesses must have seen a checkpoint.
struct WitnessPolicy {
  std::vector<CosignerKey> witnesses;
  std::size_t least = 0;
};

// Refuses with kInvalidArgument more witnesses asked for than named, and one public key named
// twice, which would count one witness as two.
Status CheckPolicy(const WitnessPolicy& policy);

// OpenCosignatures(), refused with kCorruptLog if they are too few. Requires a policy that passes
// CheckPolicy().
Result<std::vector<Cosigned>> MeetPolicy(std::string_view note, const WitnessPolicy& policy);

}  // namespace quorate::engine
