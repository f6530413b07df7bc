// What the readers of ballot files share: lines with their places, and troubles gathered by place.

#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace quorate::engine {

// A piece of the file and where it begins, so that a trouble in it can be named.
struct TextSpan {
  std::string_view text;
  std::size_t line = 0;    // From 1.
  std::size_t column = 0;  // From 1, in characters.
};

// Without its byte-order mark, cut into lines, CR removed. Refuses text that is not UTF-8.
Result<std::vector<TextSpan>> ToLines(std::string_view text);

// `size` bytes of `whole` from `offset`, or all that is left.
TextSpan Part(const TextSpan& whole, std::size_t offset, std::size_t size = std::string_view::npos);
// Without blanks at either end.
TextSpan Trimmed(const TextSpan& whole);
// Parts between separators, not trimmed; one part where there is none.
std::vector<TextSpan> SplitAt(const TextSpan& whole, char separator);

// The number in `text` if it is 1 to `max` in plain digits, else 0.
std::size_t NumberUpTo(std::string_view text, std::size_t max);

// Everything wrong in one file.
class Troubles {
 public:
  void Add(const TextSpan& place, std::string message);
  [[nodiscard]] bool empty() const { return violations_.empty(); }
  // Whether so many were found that reading on is of no use.
  [[nodiscard]] bool full() const;
  // Requires at least one trouble.
  [[nodiscard]] tl::unexpected<Error> RefuseAll() {
    return Refuse(Reason::kUnreadable, violations_);
  }

 private:
  std::vector<Violation> violations_;
};

// The text in quotes, cut to a length fit for a message.
std::string Quoted(std::string_view text);

}  // namespace quorate::engine
