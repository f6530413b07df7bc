// One reader for each text format; ballot_file.h says what they take and chooses among them.

#pragma once

#include <vector>

#include "engine/base/result.h"
#include "engine/ranking/profile.h"
#include "engine/ranking/text_scan.h"

namespace quorate::engine {

Result<Profile> ReadPreflibOrders(const std::vector<TextSpan>& lines);
Result<Profile> ReadPreflibCategories(const std::vector<TextSpan>& lines, BallotKind kind);
Result<Profile> ReadBlt(const std::vector<TextSpan>& lines);
Result<Profile> ReadAbif(const std::vector<TextSpan>& lines, BallotKind kind);

}  // namespace quorate::engine
