// A figure that may be undefined, and then says why.

#pragma once

#include <string_view>

#include <tl/expected.hpp>

namespace quorate::engine {

// Why a figure has no value, in words that follow "undefined: ", such as "nobody changed". Always a
// literal, so that it lives as long as the program.
struct Undefined {
  std::string_view reason;
  friend bool operator==(const Undefined&, const Undefined&) = default;
};

// A value or the reason why there is none; never 0 or NaN in its place.
template <typename Value>
using Figure = tl::expected<Value, Undefined>;

inline tl::unexpected<Undefined> Because(std::string_view reason) {
  return tl::unexpected(Undefined{reason});
}

}  // namespace quorate::engine
