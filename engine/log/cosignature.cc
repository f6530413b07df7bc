#include "engine/log/cosignature.h"

#include <algorithm>
#include <optional>

#include "engine/log/digest.h"
#include "engine/log/key_text.h"

namespace quorate::engine {

namespace {

constexpr std::size_t kTimeBytes = 8;
constexpr std::size_t kBlobBytes = kTimeBytes + 64;

std::string SignedMessage(std::string_view text, std::uint64_t time) {
  return "cosignature/v1\ntime " + std::to_string(time) + "\n" + std::string(text);
}

// The time of a good cosignature of `key`.
std::optional<Instant> TimeOf(const CosignerKey& key,
                              std::string_view text,
                              std::string_view blob) {
  if (blob.size() != kBlobBytes) return std::nullopt;
  const std::span<const std::uint8_t> bytes = Bytes(blob);
  std::uint64_t time = 0;
  for (std::size_t i = 0; i < kTimeBytes; ++i)
    time = time << 8U | bytes[i];
  if (time >> 63U != 0) return std::nullopt;
  Ed25519Signature signature;
  std::ranges::copy(bytes.subspan(kTimeBytes), signature.begin());
  if (!VerifyEd25519(key.key, SignedMessage(text, time), signature)) return std::nullopt;
  return Instant{static_cast<std::int64_t>(time)};
}

// The newest time of the witness in the note, if it has cosigned it.
Result<std::optional<Instant>> NewestOf(const CosignerKey& key, const NoteParts& note) {
  const std::uint32_t id = key.Id();
  std::optional<Instant> newest;
  for (const NoteSignature& line : note.signatures) {
    if (line.id != id || line.name != key.name) continue;
    const std::optional<Instant> time = TimeOf(key, note.text, line.bytes);
    if (!time) {
      return Refuse(Reason::kCorruptLog,
                    "signed note",
                    "the cosignature of '" + key.name + "' does not fit the text");
    }
    newest = newest ? std::max(*newest, *time) : *time;
  }
  return newest;
}

}  // namespace

Result<CosignerKey> CosignerKey::Parse(std::string_view text) {
  QUORATE_ASSIGN_OR_RETURN(KeyText parts, ReadKeyText(text, KeyType::kCosignature));
  CosignerKey key{std::move(parts.name), parts.key};
  QUORATE_RETURN_IF_ERROR(CheckKeyId(parts, key.Id()));
  return key;
}

std::string CosignerKey::ToString() const {
  return PrintKeyText(name, Id(), KeyType::kCosignature, key);
}

std::uint32_t CosignerKey::Id() const {
  return KeyIdOf(name, KeyType::kCosignature, key);
}

Result<std::string> Cosign(std::string_view text, const SigningKey& key, Instant time) {
  if (!IsNoteText(text) || time.seconds < 0) {
    return Refuse(Reason::kInvalidArgument,
                  "a cosigned text is UTF-8, ends in a line feed and has no other control "
                  "character; the time is not before 1970");
  }
  const auto seconds = static_cast<std::uint64_t>(time.seconds);
  std::string blob;
  for (std::size_t i = 0; i < kTimeBytes; ++i)
    blob += static_cast<char>(seconds >> (56 - 8 * i) & 0xFFU);
  blob += Text(key.Sign(SignedMessage(text, seconds)));
  return PrintSignature(
      {key.verifier().name, CosignerKey::Of(key.verifier()).Id(), std::move(blob)});
}

Result<std::vector<Cosigned>> OpenCosignatures(std::string_view note,
                                               std::span<const CosignerKey> known) {
  QUORATE_ASSIGN_OR_RETURN(const NoteParts parts, TakeApart(note));
  std::vector<Cosigned> cosigned;
  for (const CosignerKey& key : known) {
    QUORATE_ASSIGN_OR_RETURN(const std::optional<Instant> time, NewestOf(key, parts));
    if (time) cosigned.push_back({key, *time});
  }
  return cosigned;
}

Status CheckPolicy(const WitnessPolicy& policy) {
  if (policy.least > policy.witnesses.size()) {
    return Refuse(Reason::kInvalidArgument,
                  "witnesses",
                  std::to_string(policy.least) + " are asked for, but only " +
                      std::to_string(policy.witnesses.size()) + " are named");
  }
  for (std::size_t i = 0; i < policy.witnesses.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (policy.witnesses[i].key != policy.witnesses[j].key) continue;
      return Refuse(Reason::kInvalidArgument,
                    "witness " + policy.witnesses[i].name,
                    "has the key of another one; name each witness once");
    }
  }
  return {};
}

Result<std::vector<Cosigned>> MeetPolicy(std::string_view note, const WitnessPolicy& policy) {
  QUORATE_ASSIGN_OR_RETURN(std::vector<Cosigned> cosigned,
                           OpenCosignatures(note, policy.witnesses));
  if (cosigned.size() >= policy.least) return cosigned;
  return Refuse(Reason::kCorruptLog,
                "only " + std::to_string(cosigned.size()) + " of the " +
                    std::to_string(policy.least) + " witnesses asked for have cosigned it");
}

}  // namespace quorate::engine
