#include "engine/log/digest.h"

#include <algorithm>

#include <openssl/evp.h>

#include "engine/base/check.h"

namespace quorate::engine {

namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::string_view kBase64Digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// Fetched once: looking the algorithm up by name on every use costs as much as hashing a leaf.
const EVP_MD* Algorithm() {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  QUORATE_CHECK(algorithm != nullptr);
  return algorithm;
}

Sha256Hasher& ThreadHasher() {
  thread_local Sha256Hasher hasher;
  return hasher;
}

constexpr std::array<std::int8_t, 256> Base64Values() {
  std::array<std::int8_t, 256> values{};
  values.fill(-1);
  for (std::size_t i = 0; i < kBase64Digits.size(); ++i) {
    values[static_cast<unsigned char>(kBase64Digits[i])] = static_cast<std::int8_t>(i);
  }
  return values;
}

// The value of a base64 digit, or -1.
std::int32_t Base64Value(char c) {
  static constexpr std::array<std::int8_t, 256> kValues = Base64Values();
  return kValues[static_cast<unsigned char>(c)];
}

Result<Digest> ToDigest(const std::string& bytes) {
  if (bytes.size() != kDigestBytes) {
    return Refuse(Reason::kCorruptLog,
                  "a SHA-256 digest has 32 bytes, not " + std::to_string(bytes.size()));
  }
  Digest digest;
  std::ranges::copy(Bytes(bytes), digest.begin());
  return digest;
}

}  // namespace

std::span<const std::uint8_t> Bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::string_view Text(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

Sha256Hasher::Sha256Hasher() : context_(EVP_MD_CTX_new()) {
  QUORATE_CHECK(context_ != nullptr);
  QUORATE_CHECK(EVP_DigestInit_ex2(context_, Algorithm(), nullptr) == 1);
}

Sha256Hasher::~Sha256Hasher() {
  EVP_MD_CTX_free(context_);
}

void Sha256Hasher::Update(std::span<const std::uint8_t> bytes) {
  QUORATE_CHECK(EVP_DigestUpdate(context_, bytes.data(), bytes.size()) == 1);
}

Digest Sha256Hasher::Finish() {
  Digest digest;
  QUORATE_CHECK(EVP_DigestFinal_ex(context_, digest.data(), nullptr) == 1);
  QUORATE_CHECK(EVP_DigestInit_ex2(context_, Algorithm(), nullptr) == 1);
  return digest;
}

Digest Sha256(std::string_view text) {
  return Sha256(Bytes(text));
}

Digest Sha256(std::span<const std::uint8_t> bytes) {
  Sha256Hasher& hasher = ThreadHasher();
  hasher.Update(bytes);
  return hasher.Finish();
}

Digest LeafHash(std::string_view leaf) {
  static constexpr std::array<std::uint8_t, 1> kPrefix = {0x00};
  Sha256Hasher& hasher = ThreadHasher();
  hasher.Update(kPrefix);
  hasher.Update(leaf);
  return hasher.Finish();
}

Digest NodeHash(const Digest& left, const Digest& right) {
  std::array<std::uint8_t, 1 + 2 * kDigestBytes> bytes;
  bytes[0] = 0x01;
  std::ranges::copy(left, bytes.begin() + 1);
  std::ranges::copy(right, bytes.begin() + 1 + kDigestBytes);
  return Sha256(bytes);
}

std::string ToHex(std::span<const std::uint8_t> bytes) {
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const std::uint8_t byte : bytes) {
    out += kHexDigits[byte >> 4U];
    out += kHexDigits[byte & 15U];
  }
  return out;
}

Result<std::string> FromHex(std::string_view hex) {
  if (hex.size() % 2 != 0) {
    return Refuse(Reason::kCorruptLog, "hexadecimal text has two digits a byte; one is missing");
  }
  std::string out;
  out.reserve(hex.size() / 2);
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    const std::size_t high = kHexDigits.find(hex[i]);
    const std::size_t low = kHexDigits.find(hex[i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) {
      return Refuse(Reason::kCorruptLog,
                    "digit " + std::to_string(i + 1) + " or the one after it is not in 0-9a-f");
    }
    out += static_cast<char>(high << 4U | low);
  }
  return out;
}

Result<Digest> DigestFromHex(std::string_view hex) {
  QUORATE_ASSIGN_OR_RETURN(const std::string bytes, FromHex(hex));
  return ToDigest(bytes);
}

std::string ToBase64(std::span<const std::uint8_t> bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k)
      group = group << 8U | (k < count ? bytes[i + k] : 0U);
    for (std::size_t k = 0; k < 4; ++k) {
      out += k <= count ? kBase64Digits[group >> (18 - 6 * k) & 63U] : '=';
    }
  }
  return out;
}

Result<std::string> FromBase64(std::string_view base64) {
  if (base64.size() % 4 != 0) {
    return Refuse(Reason::kCorruptLog, "base64 comes in groups of four, with '=' at the end");
  }
  const std::size_t padding = base64.ends_with("==") ? 2 : base64.ends_with('=') ? 1 : 0;
  const std::size_t digits = base64.size() - padding;
  std::string out;
  out.reserve(base64.size() / 4 * 3);
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    const std::int32_t value = Base64Value(base64[i]);
    if (value < 0) {
      return Refuse(Reason::kCorruptLog,
                    "character " + std::to_string(i + 1) + " is no digit of standard base64");
    }
    bits = bits << 6U | static_cast<std::uint32_t>(value);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    out += static_cast<char>(bits >> held & 0xFFU);
  }
  if ((bits & ((1U << held) - 1U)) != 0) {
    return Refuse(Reason::kCorruptLog, "the last base64 digit carries bits that belong to no byte");
  }
  return out;
}

Result<Digest> DigestFromBase64(std::string_view base64) {
  QUORATE_ASSIGN_OR_RETURN(const std::string bytes, FromBase64(base64));
  return ToDigest(bytes);
}

}  // namespace quorate::engine
