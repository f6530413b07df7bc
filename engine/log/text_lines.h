// Lines taken off the C2SP text formats one by one.

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "engine/log/tree.h"

namespace quorate::engine {

// Counts the lines for messages, which begin with `what`.
class TextLines {
 public:
  TextLines(std::string_view what, std::string_view text) : what_(what), rest_(text) {}

  // The next line without its line feed, or nothing if no line feed is left.
  std::optional<std::string_view> Take();
  // Takes hashes in base64, a line each, and the empty line that ends them: at most kPathStepsMax.
  Result<Path> TakePath();

  [[nodiscard]] std::string_view rest() const { return rest_; }
  // A refusal, kCorruptLog, of the line taken last.
  [[nodiscard]] tl::unexpected<Error> Wrong(std::string_view message) const;

 private:
  std::string_view what_;
  std::string_view rest_;
  int number_ = 0;
};

}  // namespace quorate::engine
