// The refusals of Store's contract, so that every store words them alike.

#pragma once

#include <cstdint>
#include <string>

#include "engine/base/result.h"
#include "services/store/store.h"

namespace quorate::services {

// `size` is what the log has; the append believed otherwise.
tl::unexpected<engine::Error> RefuseStale(const StudyAppend& append, std::uint64_t size);
tl::unexpected<engine::Error> RefuseRequest(const std::string& study, const RequestRecord& request);
tl::unexpected<engine::Error> RefuseLink(const std::string& study);
tl::unexpected<engine::Error> RefuseFork(std::string_view study, std::uint64_t size);
tl::unexpected<engine::Error> RefusePrincipal();
tl::unexpected<engine::Error> RefuseUnknownPrincipal(std::string_view id);

}  // namespace quorate::services
