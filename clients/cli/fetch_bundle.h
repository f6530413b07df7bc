// A study's record, fetched from a server: what WriteBundle (bundle.h) needs.

#pragma once

#include <string>

#include "clients/cli/bundle.h"
#include "clients/cli/session.h"
#include "engine/base/result.h"

namespace quorate::cli {

// Records the publication under `request_id` (made up where empty), then fetches exactly the log
// that the answered checkpoint signs. The auditor tier needs an auditor's token, which is asked for
// first, so that nothing is recorded that could not be done.
engine::Result<BundleParts> FetchBundle(const Session& session,
                                        const std::string& study,
                                        engine::Tier tier,
                                        const std::string& request_id = {});

}  // namespace quorate::cli
