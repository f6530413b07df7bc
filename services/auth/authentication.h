// From the header `authorization: Bearer TOKEN` to the caller it stands for.

#pragma once

#include <string_view>

#include "engine/base/result.h"
#include "services/auth/caller.h"
#include "services/store/store.h"

namespace quorate::services {

// The caller whose token `header` carries. Fails with kUnauthenticated, saying what is missing, for
// an empty header, another scheme, and a token that is malformed, unknown or revoked; the last
// three read alike, so that nobody learns which tokens exist. A store that cannot be read fails as
// itself.
engine::Result<Caller> Authenticate(const Store& store, std::string_view header);

}  // namespace quorate::services
