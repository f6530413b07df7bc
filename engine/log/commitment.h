// Commitments: the log holds a digest of what may not be public, and the opening, the line that was
// digested, lies beside it where it can be erased.
//
// Every opening holds 32 random bytes (its `nonce`), so that nobody can guess a ballot of nine
// possible ratings in nine tries, and so that erasing the line makes the digest mean nothing.

#pragma once

#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace quorate::engine {

// SHA256("quorate/opening/v1" ‖ LF ‖ line) in lower-case hex; `line` is without its line feed. The
// first words keep the digest from meaning anything in another protocol.
std::string Commit(std::string_view line);

// Refuses with kCorruptLog an opening that the commitment does not commit to.
Status CheckOpening(std::string_view commitment, std::string_view line);

}  // namespace quorate::engine
