#include "services/auth/access_token.h"

#include <algorithm>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "engine/base/check.h"
#include "engine/log/digest.h"

namespace quorate::services {

namespace {

constexpr std::size_t kPrefixLength = 4;
constexpr std::size_t kBase64UrlLength = 43;

bool IsBase64Url(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_';
}

}  // namespace

std::string_view TokenPrefix(engine::Role role) {
  switch (role) {
    case engine::Role::kFacilitator:
      return "fac_";
    case engine::Role::kParticipant:
      return "par_";
    case engine::Role::kObserver:
      return "obs_";
    case engine::Role::kAuditor:
      return "aud_";
    case engine::Role::kIntegrator:
      return "int_";
    case engine::Role::kServer:
      break;
  }
  QUORATE_CHECK(role != engine::Role::kServer);
  return "";
}

std::string PrintToken(engine::Role role, const TokenBytes& bytes) {
  std::string text = engine::ToBase64(bytes);
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  text.resize(kBase64UrlLength);
  return std::string(TokenPrefix(role)) + text;
}

bool IsTokenShaped(std::string_view text) {
  using enum engine::Role;
  if (text.size() != kPrefixLength + kBase64UrlLength) return false;
  const auto roles = {kFacilitator, kParticipant, kObserver, kAuditor, kIntegrator};
  const bool known = std::any_of(roles.begin(), roles.end(), [&](engine::Role role) {
    return text.starts_with(TokenPrefix(role));
  });
  text.remove_prefix(kPrefixLength);
  return known && std::all_of(text.begin(), text.end(), IsBase64Url);
}

std::string HashToken(std::string_view token) {
  return engine::ToHex(engine::Sha256(token));
}

TokenBytes DeriveBytes(const TokenBytes& key, std::string_view purpose) {
  TokenBytes bytes{};
  unsigned int length = 0;
  const auto text = engine::Bytes(purpose);
  const unsigned char* made = HMAC(EVP_sha256(),
                                   key.data(),
                                   static_cast<int>(key.size()),
                                   text.data(),
                                   text.size(),
                                   bytes.data(),
                                   &length);
  QUORATE_CHECK(made != nullptr && length == bytes.size());
  return bytes;
}

}  // namespace quorate::services
