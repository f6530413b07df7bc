#include "services/auth/authentication.h"

#include "engine/base/text.h"
#include "services/auth/access_token.h"

namespace quorate::services {

namespace {

// Whether `header` begins with the scheme, in whatever case (RFC 9110, section 11.1).
bool IsBearer(std::string_view header) {
  constexpr std::string_view kScheme = "bearer ";
  if (header.size() < kScheme.size()) return false;
  for (std::size_t i = 0; i < kScheme.size(); ++i) {
    const char c = header[i];
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (lower != kScheme[i]) return false;
  }
  return true;
}

}  // namespace

engine::Result<Caller> Authenticate(const Store& store, std::string_view header) {
  using enum engine::Reason;
  if (!IsBearer(header)) {
    return engine::Refuse(kUnauthenticated,
                          "this call needs the header \"authorization: Bearer TOKEN\"; ask the "
                          "study's facilitator for a token");
  }
  const std::string_view token = engine::Trim(header.substr(7));
  const auto refused = [] {
    return engine::Refuse(kUnauthenticated, "the token is not known here, or was revoked");
  };
  if (!IsTokenShaped(token)) return refused();
  QUORATE_ASSIGN_OR_RETURN(const std::optional<Principal> principal,
                           store.FindPrincipal(HashToken(token)));
  if (!principal || principal->revoked) return refused();
  const std::optional<engine::Role> role = RoleNamed(principal->role);
  if (!role) return refused();
  return Caller{*role, principal->id, principal->study, principal->participant};
}

}  // namespace quorate::services
