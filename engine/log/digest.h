// SHA-256 as the log uses it: plain, for leaves and for inner nodes of the tree, and the two ways a
// digest is spelled: lower-case hex beside sha256sum, base64 in the C2SP text formats.
//
// RFC 6962 puts 0x00 before a leaf and 0x01 before a pair of children, so that no leaf can pass for
// a node. Every digest in this folder is 32 bytes, which the type says.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "engine/base/result.h"

struct evp_md_ctx_st;

namespace quorate::engine {

inline constexpr std::size_t kDigestBytes = 32;
using Digest = std::array<std::uint8_t, kDigestBytes>;

// The bytes of `text`, and the other way round. Neither copies.
std::span<const std::uint8_t> Bytes(std::string_view text);
std::string_view Text(std::span<const std::uint8_t> bytes);

// SHA-256 in pieces. Finish() gives the digest and begins anew, so that one hasher serves a million
// leaves: making the context costs more than hashing a small leaf.
class Sha256Hasher {
 public:
  Sha256Hasher();
  ~Sha256Hasher();
  Sha256Hasher(const Sha256Hasher&) = delete;
  Sha256Hasher& operator=(const Sha256Hasher&) = delete;

  void Update(std::span<const std::uint8_t> bytes);
  void Update(std::string_view text) { Update(Bytes(text)); }
  Digest Finish();

 private:
  evp_md_ctx_st* context_;
};

// Each uses a hasher of the calling thread; safe from any thread.
Digest Sha256(std::string_view text);
Digest Sha256(std::span<const std::uint8_t> bytes);
// SHA256(0x00 ‖ leaf).
Digest LeafHash(std::string_view leaf);
// SHA256(0x01 ‖ left ‖ right).
Digest NodeHash(const Digest& left, const Digest& right);

std::string ToHex(std::span<const std::uint8_t> bytes);
// Reads lower-case hex only: the log has one spelling of every value.
Result<std::string> FromHex(std::string_view hex);
Result<Digest> DigestFromHex(std::string_view hex);

// Standard alphabet, with padding (RFC 4648 section 4).
std::string ToBase64(std::span<const std::uint8_t> bytes);
// Reads exactly what ToBase64 writes: no blanks or line feeds, no missing padding, and no stray
// bits in the last character, so that no two texts mean the same bytes. Empty text is empty bytes.
Result<std::string> FromBase64(std::string_view base64);
Result<Digest> DigestFromBase64(std::string_view base64);

}  // namespace quorate::engine
