// Access tokens: what a caller shows. A token is 32 secret bytes behind a few letters that tell
// people, and programs that search for leaked secrets, what it is: "fac_" for a facilitator and so
// on.
//
// The server keeps only its SHA-256. No slow hash is needed: nobody guesses 256 random bits.

#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/study/event.h"

namespace quorate::services {

using TokenBytes = std::array<std::uint8_t, 32>;

// "fac_", "par_", "obs_", "aud_", "int_".
std::string_view TokenPrefix(engine::Role role);

// The prefix, then the bytes in base64url without padding.
std::string PrintToken(engine::Role role, const TokenBytes& bytes);

// Whether `text` could be a token at all: a known prefix and 43 characters of base64url.
bool IsTokenShaped(std::string_view text);

// SHA-256 of the whole text in lower-case hex: what the store keeps.
std::string HashToken(std::string_view token);

// 32 bytes that only the holder of `key` can make, the same for the same `purpose`: HMAC-SHA256.
//
// A new token is made this way rather than drawn, so that a request repeated after a lost answer
// gets the same token again without the server having kept it.
TokenBytes DeriveBytes(const TokenBytes& key, std::string_view purpose);

}  // namespace quorate::services
