#include "engine/base/relative_path.h"

#include <algorithm>

namespace quorate::engine {

bool IsRelativePath(std::string_view path) {
  bool good = std::ranges::all_of(path, [](char c) { return c >= 0x20 && c < 0x7F && c != '\\'; });
  while (good) {
    const std::size_t slash = path.find('/');
    const std::string_view part = path.substr(0, slash);
    good = !part.empty() && part != "." && part != "..";
    if (slash == std::string_view::npos) break;
    path.remove_prefix(slash + 1);
  }
  return good;
}

}  // namespace quorate::engine
