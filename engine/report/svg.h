// Pictures for the report. Places and lengths are whole tenths of a unit, so that every machine
// writes the same digits; how things look is said once, in the report's style sheet.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/fraction.h"

namespace quorate::engine {

// A place or a length in tenths of a unit: 125 is written "12.5".
using Tenths = std::int64_t;

// `length` times part / whole, rounded half up. Requires 0 <= part <= whole, whole > 0 and a length
// of 0 or more.
Tenths ScaledTo(std::int64_t part, std::int64_t whole, Tenths length);

// The text in lines of at most `columns` characters, broken at blanks where there are any and
// inside a word where there are none. Empty text gives no line. Requires at least one column.
std::vector<std::string> WrapText(std::string_view text, std::size_t columns);

// The text, or its beginning with an ellipsis where it has more than `columns` characters. Requires
// at least one column.
std::string ClipText(std::string_view text, std::size_t columns);

// The text between marks that keep its direction from reordering what stands around it: what <bdi>
// is in HTML.
std::string IsolateText(std::string_view text);

enum class Anchor { kStart, kMiddle, kEnd };

struct Point {
  Tenths x = 0;
  Tenths y = 0;
};

// A picture that scales with the page. `look` is a class of the style sheet; texts are escaped.
class Svg {
 public:
  // `title` names the picture to those who cannot see it, `description` says what it shows.
  Svg(std::string_view title, std::string_view description);

  void Rect(Tenths x, Tenths y, Tenths width, Tenths height, std::string_view look);
  void Circle(Point centre, Tenths radius, std::string_view look);
  // A filled shape with these corners.
  void Polygon(const std::vector<Point>& corners, std::string_view look);
  void Line(Tenths x1, Tenths y1, Tenths x2, Tenths y2, std::string_view look);
  // `y` is where the letters stand.
  void Text(Tenths x, Tenths y, Anchor anchor, std::string_view look, std::string_view text);

  // The element, in a frame of that size.
  [[nodiscard]] std::string Markup(Tenths width, Tenths height) const;
  // The same as a file of its own, which holds its looks.
  [[nodiscard]] std::string Document(Tenths width, Tenths height) const;

 private:
  std::string content_;
};

// A finished drawing: for a page that has the report's style sheet, or as a file.
struct Picture {
  Svg svg;
  Tenths width = 0;
  Tenths height = 0;

  [[nodiscard]] std::string Markup() const { return svg.Markup(width, height); }
  [[nodiscard]] std::string Document() const { return svg.Document(width, height); }
};

// `part` of `whole` as a length. Exact but for the last tenth. Requires 0 <= part <= whole, whole >
// 0 and a length of 0 or more.
Tenths ScaledTo(const Fraction& part, const Fraction& whole, Tenths length);

}  // namespace quorate::engine
