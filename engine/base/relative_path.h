// Paths of files in an archive or a bundle, which must not lead out of their folder.

#pragma once

#include <string_view>

namespace quorate::engine {

// Whether it is a relative path of printable ASCII with '/' between its parts: none of them empty,
// "." or "..", and no backslash anywhere. A blank is printable.
bool IsRelativePath(std::string_view path);

}  // namespace quorate::engine
