// VERIFY.md: how anybody checks a bundle, with our program or with tools that every system has.

#pragma once

#include <string>

#include "engine/report/report_html.h"

namespace quorate::engine {

// The text for a bundle of `record`. Its ```bash blocks run as they stand inside the bundle's
// folder; each prints what to look for, and a test runs them all.
std::string VerifyMd(const RecordName& record, Tier tier);

}  // namespace quorate::engine
