#include "engine/log/note.h"

#include <algorithm>
#include <optional>

#include <openssl/evp.h>

#include "engine/base/check.h"
#include "engine/base/text.h"
#include "engine/log/digest.h"
#include "engine/log/key_text.h"

namespace quorate::engine {

namespace {

constexpr std::string_view kPrivatePrefix = "PRIVATE+KEY+";
constexpr std::string_view kSignaturePrefix = "\u2014 ";  // Em dash, space.
constexpr std::size_t kIdBytes = 4;

using Context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

// Every code point with the Unicode property White_Space, from U+0080 on; those below are matched
// as bytes. The list is closed by Unicode's stability in practice: it last changed in version 6.3.
constexpr std::array<std::string_view, 19> kSpaces = {"\u0085",
                                                      "\u00A0",
                                                      "\u1680",
                                                      "\u2000",
                                                      "\u2001",
                                                      "\u2002",
                                                      "\u2003",
                                                      "\u2004",
                                                      "\u2005",
                                                      "\u2006",
                                                      "\u2007",
                                                      "\u2008",
                                                      "\u2009",
                                                      "\u200A",
                                                      "\u2028",
                                                      "\u2029",
                                                      "\u202F",
                                                      "\u205F",
                                                      "\u3000"};

tl::unexpected<Error> Malformed(std::string message) {
  return Refuse(Reason::kCorruptLog, "signed note", std::move(message));
}

Result<NoteSignature> ParseSignatureLine(std::string_view line) {
  if (!line.starts_with(kSignaturePrefix)) {
    return Malformed("every line after the last empty line begins with an em dash and a space");
  }
  line.remove_prefix(kSignaturePrefix.size());
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos) return Malformed("a signature line lacks its signature");
  NoteSignature parsed;
  parsed.name = line.substr(0, space);
  if (!IsKeyName(parsed.name)) return Malformed("a signature line has no valid key name");
  Result<std::string> bytes = FromBase64(line.substr(space + 1));
  if (!bytes || bytes->size() <= kIdBytes) {
    return Malformed("the signature of '" + std::string(parsed.name) +
                     "' is not base64 of an ID and more");
  }
  for (std::size_t i = 0; i < kIdBytes; ++i)
    parsed.id = parsed.id << 8U | Bytes(*bytes)[i];
  parsed.bytes = bytes->substr(kIdBytes);
  return parsed;
}

bool IsGood(const VerifierKey& key, std::string_view text, std::string_view signature) {
  Ed25519Signature fixed;
  if (signature.size() != fixed.size()) return false;
  std::ranges::copy(Bytes(signature), fixed.begin());
  return key.Verify(text, fixed);
}

// A known key with its ID, which is a digest and would otherwise be computed for every line.
struct KnownKey {
  std::uint32_t id;
  const VerifierKey* key;
};

Result<std::vector<KnownKey>> WithIds(std::span<const VerifierKey> known) {
  std::vector<KnownKey> keys;
  for (const VerifierKey& key : known) {
    const std::uint32_t id = key.Id();
    for (const KnownKey& other : keys) {
      if (other.id == id && other.key->name == key.name && other.key->key != key.key) {
        return Refuse(Reason::kInvalidArgument,
                      "two different known keys are called '" + key.name + "' with ID " +
                          KeyIdHex(id) + "; rename one");
      }
    }
    keys.push_back({id, &key});
  }
  return keys;
}

Result<std::vector<NoteSignature>> ParseSignatures(std::string_view lines) {
  std::vector<NoteSignature> signatures;
  while (!lines.empty()) {
    if (signatures.size() == kNoteSignaturesMax) return Malformed("more than 100 signatures");
    const std::size_t end = lines.find('\n');
    QUORATE_ASSIGN_OR_RETURN(NoteSignature line, ParseSignatureLine(lines.substr(0, end)));
    lines.remove_prefix(end + 1);
    signatures.push_back(std::move(line));
  }
  return signatures;
}

}  // namespace

bool IsKeyName(std::string_view name) {
  const auto forbidden = [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == '+'; };
  return !name.empty() && IsUtf8(name) && std::ranges::none_of(name, forbidden) &&
         std::ranges::none_of(kSpaces, [&](std::string_view space) {
           return name.find(space) != std::string_view::npos;
         });
}

bool IsNoteText(std::string_view text) {
  return text.ends_with('\n') && IsUtf8(text) && std::ranges::none_of(text, [](char c) {
           return static_cast<unsigned char>(c) < 0x20 && c != '\n';
         });
}

Result<VerifierKey> VerifierKey::Parse(std::string_view text) {
  QUORATE_ASSIGN_OR_RETURN(KeyText parts, ReadKeyText(text, KeyType::kEd25519));
  VerifierKey key{std::move(parts.name), parts.key};
  QUORATE_RETURN_IF_ERROR(CheckKeyId(parts, key.Id()));
  return key;
}

std::string VerifierKey::ToString() const {
  return PrintKeyText(name, Id(), KeyType::kEd25519, key);
}

std::uint32_t VerifierKey::Id() const {
  return KeyIdOf(name, KeyType::kEd25519, key);
}

bool VerifierKey::Verify(std::string_view message, const Ed25519Signature& signature) const {
  return VerifyEd25519(key, message, signature);
}

void SigningKey::Free::operator()(evp_pkey_st* key) const {
  EVP_PKEY_free(key);
}

Result<SigningKey> SigningKey::FromSeed(std::string_view name, const Ed25519Seed& seed) {
  if (!IsKeyName(name)) {
    return Refuse(Reason::kInvalidArgument,
                  "key name",
                  "must not be empty nor hold a space, control character or '+'");
  }
  SigningKey key;
  key.seed_ = seed;
  key.key_.reset(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.data(), seed.size()));
  QUORATE_CHECK(key.key_ != nullptr);
  key.verifier_.name = name;
  std::size_t length = key.verifier_.key.size();
  QUORATE_CHECK(EVP_PKEY_get_raw_public_key(key.key_.get(), key.verifier_.key.data(), &length) ==
                    1 &&
                length == key.verifier_.key.size());
  return key;
}

Result<SigningKey> SigningKey::Parse(std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  if (!text.starts_with(kPrivatePrefix)) {
    return Refuse(Reason::kUnreadable, "a signing key begins with PRIVATE+KEY+");
  }
  QUORATE_ASSIGN_OR_RETURN(const KeyText parts,
                           ReadKeyText(text.substr(kPrivatePrefix.size()), KeyType::kEd25519));
  QUORATE_ASSIGN_OR_RETURN(SigningKey key, FromSeed(parts.name, parts.key));
  QUORATE_RETURN_IF_ERROR(CheckKeyId(parts, key.verifier().Id()));
  return key;
}

std::string SigningKey::ToString() const {
  return std::string(kPrivatePrefix) +
         PrintKeyText(verifier_.name, verifier_.Id(), KeyType::kEd25519, seed_);
}

Ed25519Signature SigningKey::Sign(std::string_view message) const {
  const Context context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  QUORATE_CHECK(context != nullptr);
  QUORATE_CHECK(EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_.get()) == 1);
  Ed25519Signature signature;
  std::size_t length = signature.size();
  const auto bytes = Bytes(message);
  QUORATE_CHECK(
      EVP_DigestSign(context.get(), signature.data(), &length, bytes.data(), bytes.size()) == 1 &&
      length == signature.size());
  return signature;
}

Result<std::string> SignNote(std::string_view text, const SigningKey& key) {
  if (!IsNoteText(text)) {
    return Refuse(Reason::kInvalidArgument,
                  "a note's text is UTF-8, ends in a line feed and has no other control character");
  }
  std::string note(text);
  note += '\n';
  return note + PrintSignature(
                    {key.verifier().name, key.verifier().Id(), std::string(Text(key.Sign(text)))});
}

std::string PrintSignature(const NoteSignature& signature) {
  std::string blob;
  for (std::size_t i = 0; i < kIdBytes; ++i)
    blob += static_cast<char>(signature.id >> (24 - 8 * i) & 0xFFU);
  blob += signature.bytes;
  return std::string(kSignaturePrefix) + signature.name + " " + ToBase64(Bytes(blob)) + "\n";
}

Result<NoteParts> TakeApart(std::string_view note) {
  if (note.size() > kNoteBytesMax) return Malformed("larger than 1,000,000 bytes");
  if (!IsNoteText(note)) {
    return Malformed("must be UTF-8, end in a line feed and have no other control character");
  }
  const std::size_t divide = note.rfind("\n\n");
  if (divide == std::string_view::npos) {
    return Malformed("no empty line divides the text from the signatures");
  }
  const std::string_view lines = note.substr(divide + 2);
  if (lines.empty()) return Malformed("no signature follows the last empty line");
  QUORATE_ASSIGN_OR_RETURN(std::vector<NoteSignature> signatures, ParseSignatures(lines));
  return NoteParts{note.substr(0, divide + 1), std::move(signatures)};
}

Result<Note> OpenNote(std::string_view note, std::span<const VerifierKey> known) {
  QUORATE_ASSIGN_OR_RETURN(const std::vector<KnownKey> keys, WithIds(known));
  QUORATE_ASSIGN_OR_RETURN(const NoteParts parts, TakeApart(note));
  std::vector<VerifierKey> signers;
  for (const NoteSignature& line : parts.signatures) {
    const auto match = std::ranges::find_if(keys, [&](const KnownKey& candidate) {
      return candidate.id == line.id && candidate.key->name == line.name;
    });
    if (match == keys.end()) continue;
    if (!IsGood(*match->key, parts.text, line.bytes)) {
      return Malformed("the signature of '" + match->key->name + "' does not fit the text");
    }
    if (std::ranges::find(signers, *match->key) == signers.end()) signers.push_back(*match->key);
  }
  if (signers.empty()) return Malformed("no known key signed it");
  return Note{std::string(parts.text), std::move(signers)};
}

}  // namespace quorate::engine
