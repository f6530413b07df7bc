// Sizes and indexes as the C2SP text formats spell them.

#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace quorate::engine {

// Reads an ASCII decimal without sign, blanks or leading zeros, up to kTreeSizeMax; nothing else.
std::optional<std::uint64_t> ParseTreeDecimal(std::string_view text);

}  // namespace quorate::engine
