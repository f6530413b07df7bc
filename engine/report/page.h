// The frame of every page: what stands before its body. One style sheet for screen, phone and
// paper; nothing from elsewhere is allowed in.

#pragma once

#include <string>
#include <string_view>

namespace quorate::engine {

// From the document's type to the end of its head. Names kReportGenerator near the beginning, where
// verification looks for it. `title` is plain text.
std::string PageHead(std::string_view title);

// How pictures look, for a picture that stands in a file of its own.
std::string_view PictureStyle();

}  // namespace quorate::engine
