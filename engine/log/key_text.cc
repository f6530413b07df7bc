#include "engine/log/key_text.h"

#include <algorithm>
#include <memory>

#include <openssl/evp.h>

#include "engine/base/check.h"
#include "engine/log/digest.h"
#include "engine/log/note.h"

namespace quorate::engine {

namespace {

constexpr std::size_t kIdBytes = 4;

using PublicKey = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

std::string Typed(KeyType type, std::span<const std::uint8_t> key) {
  std::string out(1, static_cast<char>(type));
  out += Text(key);
  return out;
}

std::string_view TypeName(KeyType type) {
  return type == KeyType::kEd25519 ? "1, Ed25519" : "4, a witness's Ed25519";
}

}  // namespace

Result<KeyText> ReadKeyText(std::string_view text, KeyType type) {
  const std::size_t first = text.find('+');
  const std::size_t second = first == std::string_view::npos ? first : text.find('+', first + 1);
  if (second == std::string_view::npos) {
    return Refuse(Reason::kUnreadable, "a key is written name+id+base64; this one lacks a part");
  }
  KeyText parts;
  parts.name = text.substr(0, first);
  parts.id = text.substr(first + 1, second - first - 1);
  if (!IsKeyName(parts.name)) {
    return Refuse(Reason::kUnreadable,
                  "the key's name is empty or holds a space or control character");
  }
  const Result<std::string> bytes = FromBase64(text.substr(second + 1));
  if (!bytes || bytes->size() != 1 + parts.key.size()) {
    return Refuse(Reason::kUnreadable, "the key's last part is not base64 of 33 bytes");
  }
  if (bytes->front() != static_cast<char>(type)) {
    return Refuse(Reason::kUnreadable,
                  "the key is not of type " + std::string(TypeName(type)) + " key");
  }
  std::ranges::copy(Bytes(*bytes).subspan(1), parts.key.begin());
  return parts;
}

Status CheckKeyId(const KeyText& parts, std::uint32_t id) {
  if (KeyIdHex(id) == parts.id) return {};
  return Refuse(Reason::kUnreadable,
                "the key's ID does not fit its name and bytes; copy the whole line again");
}

std::string PrintKeyText(std::string_view name,
                         std::uint32_t id,
                         KeyType type,
                         std::span<const std::uint8_t> key) {
  return std::string(name) + "+" + KeyIdHex(id) + "+" + ToBase64(Bytes(Typed(type, key)));
}

std::uint32_t KeyIdOf(std::string_view name, KeyType type, std::span<const std::uint8_t> key) {
  const Digest digest = Sha256(std::string(name) + "\n" + Typed(type, key));
  std::uint32_t id = 0;
  for (std::size_t i = 0; i < kIdBytes; ++i)
    id = id << 8U | digest[i];
  return id;
}

std::string KeyIdHex(std::uint32_t id) {
  std::array<std::uint8_t, kIdBytes> bytes;
  for (std::size_t i = 0; i < kIdBytes; ++i)
    bytes[i] = static_cast<std::uint8_t>(id >> (24 - 8 * i));
  return ToHex(bytes);
}

bool VerifyEd25519(const std::array<std::uint8_t, 32>& key,
                   std::string_view message,
                   const std::array<std::uint8_t, 64>& signature) {
  const PublicKey handle(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.data(), key.size()),
      EVP_PKEY_free);
  if (handle == nullptr) return false;
  const Context context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  QUORATE_CHECK(context != nullptr);
  if (EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, handle.get()) != 1)
    return false;
  const auto bytes = Bytes(message);
  return EVP_DigestVerify(
             context.get(), signature.data(), signature.size(), bytes.data(), bytes.size()) == 1;
}

}  // namespace quorate::engine
