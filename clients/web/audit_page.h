// The page index.html of a published bundle, without a record in it: README.md says what a bundle
// writer puts where.

#pragma once

#include <string_view>

namespace quorate::web {

// HTML in UTF-8.
extern const std::string_view kAuditPage;

// Stands in the page once, for the writer to replace.
inline constexpr std::string_view kBundlePlace = "<!--QUORATE-BUNDLE-->";

}  // namespace quorate::web
