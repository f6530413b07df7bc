// How the C2SP formats spell an Ed25519 key: "name+hex8+base64(type ‖ key)". The type says what
// the key signs, so that a witness's key cannot be taken for a log's.

#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace quorate::engine {

enum class KeyType : char {
  kEd25519 = 0x01,      // Signs a note's text.
  kCosignature = 0x04,  // Signs a checkpoint with the time at which it was seen.
};

struct KeyText {
  std::string name;
  std::string id;  // As written: eight lower-case digits if it is right.
  std::array<std::uint8_t, 32> key{};
};

// Takes the text apart; whether the ID fits is CheckKeyId()'s. Refuses with kUnreadable a missing
// part, a name that is none, base64 of another length, and a key of another type.
Result<KeyText> ReadKeyText(std::string_view text, KeyType type);
Status CheckKeyId(const KeyText& parts, std::uint32_t id);

std::string PrintKeyText(std::string_view name,
                         std::uint32_t id,
                         KeyType type,
                         std::span<const std::uint8_t> key);

// The first four bytes of SHA256(name ‖ LF ‖ type ‖ key).
std::uint32_t KeyIdOf(std::string_view name, KeyType type, std::span<const std::uint8_t> key);
std::string KeyIdHex(std::uint32_t id);

// Whether `signature` is the key's over `message` (RFC 8032).
bool VerifyEd25519(const std::array<std::uint8_t, 32>& key,
                   std::string_view message,
                   const std::array<std::uint8_t, 64>& signature);

}  // namespace quorate::engine
