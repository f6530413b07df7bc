// Instants in UTC. The engine never asks for the time: it comes in with the command.

#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace quorate::engine {

// A whole second, counted from 1970-01-01T00:00:00Z; years 1970 to 9999.
struct Instant {
  std::int64_t seconds = 0;
  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 sees a 0 in a defaulted comparison.
  friend auto operator<=>(const Instant&, const Instant&) = default;
};

// "2026-11-23T20:48:00Z".
std::string ToString(Instant instant);
// Reads exactly that form; the day must exist.
Result<Instant> ParseInstant(std::string_view text);

// The beginning of the instant's minute or day. Public times of ballots are coarse, since the
// second at which somebody voted identifies them.
Instant TruncateToMinute(Instant instant);
Instant TruncateToDay(Instant instant);

}  // namespace quorate::engine
