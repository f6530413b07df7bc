// Ballot files in the text formats of others: PrefLib 2022 (.soc .soi .toc .toi .cat), .blt, .abif.
// CSV is read by the command line.

#pragma once

#include <optional>
#include <string_view>

#include "engine/base/result.h"
#include "engine/ranking/profile.h"

namespace quorate::engine {

enum class BallotFormat { kPreflib, kPreflibCategories, kBlt, kAbif };

// By the file name's extension, upper or lower case.
std::optional<BallotFormat> BallotFormatOf(std::string_view file_name);

// Reads a whole file. Line and column of every trouble are named, at most kTroublesMax of them.
//
// PrefLib: equal places in braces; weights before the colon. A category is a grade, the first one
// the best: of k categories the grades are k-1 down to 0, as places 1 to k; under kApprovals the
// first alone is approved. A candidate a ballot does not name is unranked, or has no grade.
//
// BLT: `=` joins equal places, `-n` withdraws, `#` begins a comment outside quotes, a ballot ends
// with 0. The seats in the file are not used.
//
// ABIF: `count:` or `count *`, then candidates joined by `>`, `=` or commas, each perhaps with
// `/score`. Commas between scored candidates order them by score, between others they mean equal
// places.
// Names stand bare, in brackets or in quotes; `=TOKEN:[Name]` declares. Metadata is passed over.
//
// Names are trimmed and their white space collapsed. Refused: two candidates of one name, one
// candidate twice on a ballot, a weight that is not above 0, and rankings where the rule needs
// approvals or grades.
Result<Profile> ReadBallotFile(std::string_view text, BallotFormat format, BallotKind kind);
inline constexpr std::size_t kTroublesMax = 20;

}  // namespace quorate::engine
