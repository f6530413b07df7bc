#include "engine/log/decimal.h"

#include <charconv>

#include "engine/log/tree.h"

namespace quorate::engine {

std::optional<std::uint64_t> ParseTreeDecimal(std::string_view text) {
  const bool leading_zero = text.size() > 1 && text[0] == '0';
  std::uint64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (text.empty() || leading_zero || error != std::errc() || stop != end || value > kTreeSizeMax) {
    return std::nullopt;
  }
  return value;
}

}  // namespace quorate::engine
