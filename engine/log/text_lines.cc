#include "engine/log/text_lines.h"

namespace quorate::engine {

std::optional<std::string_view> TextLines::Take() {
  const std::size_t end = rest_.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = rest_.substr(0, end);
  rest_.remove_prefix(end + 1);
  ++number_;
  return line;
}

Result<Path> TextLines::TakePath() {
  Path path;
  while (const std::optional<std::string_view> line = Take()) {
    if (line->empty()) return path;
    if (path.size() == kPathStepsMax) return Wrong("is a 64th step; no tree is so high");
    const Result<Digest> step = DigestFromBase64(*line);
    if (!step) return Wrong("is not base64 of a 32-byte hash");
    path.push_back(*step);
  }
  return Refuse(Reason::kCorruptLog, std::string(what_), "lacks the empty line after its path");
}

tl::unexpected<Error> TextLines::Wrong(std::string_view message) const {
  return Refuse(Reason::kCorruptLog,
                std::string(what_),
                "line " + std::to_string(number_) + " " + std::string(message));
}

}  // namespace quorate::engine
