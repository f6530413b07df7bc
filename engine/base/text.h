// Text as the log and the API accept it: valid UTF-8 in Unicode normalization form C, and the short
// labels by which studies, groups and items are named.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace quorate::engine {

// Well-formed UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF.
bool IsUtf8(std::string_view text);
// Well-formed and already in form C. ASCII is answered without a table look-up.
bool IsNfc(std::string_view text);
// `text` in form C. Requires valid UTF-8.
std::string ToNfc(std::string_view text);
// Requires a Unicode scalar value.
void AppendUtf8(std::uint32_t point, std::string& out);

// A label that a person chose for a study, group, item, round or vote: 1 to 63 of letters, digits,
// '-', '_' and '.', beginning with a letter or digit. Labels stand in file names and addresses.
inline constexpr std::size_t kLabelBytesMax = 63;
bool IsLabel(std::string_view text);
// Refuses, naming `field`, what is no label.
Status CheckLabel(std::string_view field, std::string_view text);

// Refuses text that is empty, longer than `bytes_max`, not UTF-8, or holds control characters other
// than line feed and tab. What passes may still need ToNfc().
Status CheckText(std::string_view field, std::string_view text, std::size_t bytes_max);

// `text` without blanks (space, tab, CR, LF) at either end.
std::string_view Trim(std::string_view text);

}  // namespace quorate::engine
