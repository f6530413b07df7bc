// Signed notes (C2SP signed-note): a text, an empty line, and one or more signature lines
//
//   — <key name> base64(key ID[4] ‖ signature)
//
// with Ed25519 keys (signature type 0x01). The format is small enough to check by hand, and
// programs of several independent authors read it.

#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

struct evp_pkey_st;

namespace quorate::engine {

inline constexpr std::size_t kNoteBytesMax = 1'000'000;
// C2SP asks for 16 at least; a bound keeps a hostile note from buying hours of arithmetic.
inline constexpr std::size_t kNoteSignaturesMax = 100;

using Ed25519Public = std::array<std::uint8_t, 32>;
using Ed25519Seed = std::array<std::uint8_t, 32>;
using Ed25519Signature = std::array<std::uint8_t, 64>;

// Non-empty UTF-8 without control characters, Unicode spaces or '+'. A schema-less URL is best,
// such as "quorate.example/studies/7f3a": it cannot collide with anybody else's.
bool IsKeyName(std::string_view name);
// UTF-8 that ends in a line feed and has no other control character below U+0020: what can be
// signed.
bool IsNoteText(std::string_view text);

// Whose signatures to believe.
struct VerifierKey {
  std::string name;
  Ed25519Public key{};

  // Reads "name+hex8+base64(0x01 ‖ key)". Any change of any byte is refused, since the eight digits
  // are a digest of all the rest; upper-case digits are no second spelling.
  static Result<VerifierKey> Parse(std::string_view text);
  [[nodiscard]] std::string ToString() const;
  // The first four bytes of SHA256(name ‖ LF ‖ 0x01 ‖ key). It finds a key and proves nothing.
  [[nodiscard]] std::uint32_t Id() const;
  [[nodiscard]] bool Verify(std::string_view message, const Ed25519Signature& signature) const;

  friend bool operator==(const VerifierKey&, const VerifierKey&) = default;
};

// A secret key. Movable, not copyable; its bytes never appear in a message of ours.
class SigningKey {
 public:
  // The seed is 32 random bytes from the caller: the engine has no randomness. Refuses a bad name.
  static Result<SigningKey> FromSeed(std::string_view name, const Ed25519Seed& seed);
  // Reads the text of a key file, "PRIVATE+KEY+name+hex8+base64(0x01 ‖ seed)", as Go's x/mod writes
  // it. A line feed at the end is allowed, because editors add one.
  static Result<SigningKey> Parse(std::string_view text);
  // The text of a key file, without a line feed. Secret.
  [[nodiscard]] std::string ToString() const;

  [[nodiscard]] const VerifierKey& verifier() const { return verifier_; }
  [[nodiscard]] Ed25519Signature Sign(std::string_view message) const;

 private:
  struct Free {
    void operator()(evp_pkey_st* key) const;
  };
  SigningKey() = default;

  VerifierKey verifier_;
  Ed25519Seed seed_{};
  std::unique_ptr<evp_pkey_st, Free> key_;
};

// `text`, an empty line, and the key's signature line. Refuses what IsNoteText() refuses. Signing
// the same text again gives the same bytes: Ed25519 uses no randomness.
Result<std::string> SignNote(std::string_view text, const SigningKey& key);

// One signature line: whose it says it is, and the bytes after the ID.
struct NoteSignature {
  std::string name;
  std::uint32_t id = 0;
  std::string bytes;
};

// The line with its line feed. Requires a key's name and at least one byte.
std::string PrintSignature(const NoteSignature& signature);

// A note taken apart, nothing verified. The text points into the note.
struct NoteParts {
  std::string_view text;  // With its last line feed, without the empty line.
  std::vector<NoteSignature> signatures;
};

// The last empty line divides, so the text may hold empty lines. Refuses with kCorruptLog, saying
// which line, anything that is not a note to the byte: text after the signatures, another dash,
// blanks, more than kNoteSignaturesMax lines, more than kNoteBytesMax bytes.
Result<NoteParts> TakeApart(std::string_view note);

struct Note {
  std::string text;  // With its last line feed, without the empty line.
  // The known keys whose signatures are good, each once, in order of their first signature.
  std::vector<VerifierKey> signers;
};

// Opens `note` if at least one of the `known` keys signed it and every signature that claims to be
// of a known key (by name and ID) is good. Signatures of unknown keys are ignored, even under a
// known name; that is how keys rotate and witnesses join. Refuses with kCorruptLog what TakeApart()
// refuses, and with kInvalidArgument two different known keys with one name and ID.
Result<Note> OpenNote(std::string_view note, std::span<const VerifierKey> known);

}  // namespace quorate::engine
