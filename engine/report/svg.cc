#include "engine/report/svg.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/report/html.h"
#include "engine/report/page.h"

namespace quorate::engine {

namespace {

constexpr std::string_view kEllipsis = "\u2026";
constexpr std::string_view kFirstStrongIsolate = "\u2068";
constexpr std::string_view kPopIsolate = "\u2069";

bool BeginsCharacter(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

// Where the character after the first `columns` begins; the end where there are no more.
std::size_t BytesOf(std::string_view text, std::size_t columns) {
  std::size_t seen = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (BeginsCharacter(text[i]) && seen++ == columns) return i;
  }
  return text.size();
}

bool IsBlank(char c) {
  return c == ' ' || c == '\n' || c == '\t';
}

std::string Digits(Tenths value) {
  const std::uint64_t size = value < 0 ? std::uint64_t{0} - static_cast<std::uint64_t>(value)
                                       : static_cast<std::uint64_t>(value);
  std::string text = (value < 0 ? "-" : "") + std::to_string(size / 10);
  if (size % 10 != 0) text += "." + std::to_string(size % 10);
  return text;
}

std::string Attribute(std::string_view name, Tenths value) {
  return " " + std::string(name) + "=\"" + Digits(value) + "\"";
}

std::string Look(std::string_view look) {
  return " class=\"" + std::string(look) + "\"";
}

}  // namespace

Tenths ScaledTo(std::int64_t part, std::int64_t whole, Tenths length) {
  QUORATE_CHECK(part >= 0 && whole > 0 && part <= whole && length >= 0);
  return (2 * part * length + whole) / (2 * whole);
}

Tenths ScaledTo(const Fraction& part, const Fraction& whole, Tenths length) {
  QUORATE_CHECK(!part.IsNegative() && whole > Fraction(0) && part <= whole && length >= 0);
  const Fraction scaled = part / whole * Fraction(length) + Fraction(1, 2);
  return (scaled.numerator() / scaled.denominator()).convert_to<Tenths>();
}

std::vector<std::string> WrapText(std::string_view text, std::size_t columns) {
  QUORATE_CHECK(columns > 0);
  std::vector<std::string> lines;
  while (true) {
    while (!text.empty() && IsBlank(text.front()))
      text.remove_prefix(1);
    if (text.empty()) return lines;
    std::size_t end = BytesOf(text, columns);
    if (end < text.size() && !IsBlank(text[end])) {
      const std::size_t blank = text.substr(0, end).find_last_of(" \n\t");
      if (blank != std::string_view::npos) end = blank;
    }
    std::string_view line = text.substr(0, end);
    while (!line.empty() && IsBlank(line.back()))
      line.remove_suffix(1);
    lines.emplace_back(line);
    text.remove_prefix(end);
  }
}

std::string ClipText(std::string_view text, std::size_t columns) {
  QUORATE_CHECK(columns > 0);
  if (BytesOf(text, columns) == text.size()) return std::string(text);
  return std::string(text.substr(0, BytesOf(text, columns - 1))).append(kEllipsis);
}

std::string IsolateText(std::string_view text) {
  return std::string(kFirstStrongIsolate).append(text).append(kPopIsolate);
}

Svg::Svg(std::string_view title, std::string_view description) {
  content_ = "<title>" + EscapeHtml(title) + "</title><desc>" + EscapeHtml(description) + "</desc>";
}

void Svg::Rect(Tenths x, Tenths y, Tenths width, Tenths height, std::string_view look) {
  content_ += "<rect" + Look(look) + Attribute("x", x) + Attribute("y", y) +
              Attribute("width", width) + Attribute("height", height) + "/>";
}

void Svg::Circle(Point centre, Tenths radius, std::string_view look) {
  content_ += "<circle" + Look(look) + Attribute("cx", centre.x) + Attribute("cy", centre.y) +
              Attribute("r", radius) + "/>";
}

void Svg::Polygon(const std::vector<Point>& corners, std::string_view look) {
  content_ += "<polygon" + Look(look) + " points=\"";
  for (std::size_t i = 0; i < corners.size(); ++i)
    content_ += (i == 0 ? "" : " ") + Digits(corners[i].x) + "," + Digits(corners[i].y);
  content_ += "\"/>";
}

void Svg::Line(Tenths x1, Tenths y1, Tenths x2, Tenths y2, std::string_view look) {
  content_ += "<line" + Look(look) + Attribute("x1", x1) + Attribute("y1", y1) +
              Attribute("x2", x2) + Attribute("y2", y2) + "/>";
}

void Svg::Text(Tenths x, Tenths y, Anchor anchor, std::string_view look, std::string_view text) {
  content_ += "<text" + Look(look) + Attribute("x", x) + Attribute("y", y);
  if (anchor == Anchor::kMiddle) content_ += " text-anchor=\"middle\"";
  if (anchor == Anchor::kEnd) content_ += " text-anchor=\"end\"";
  content_ += ">" + EscapeHtml(text) + "</text>";
}

std::string Svg::Markup(Tenths width, Tenths height) const {
  return "<svg role=\"img\" viewBox=\"0 0 " + Digits(width) + " " + Digits(height) + "\"" +
         Attribute("width", width) + Attribute("height", height) + ">" + content_ + "</svg>\n";
}

std::string Svg::Document(Tenths width, Tenths height) const {
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 " + Digits(width) +
         " " + Digits(height) + "\"" + Attribute("width", width) + Attribute("height", height) +
         "><style>" + std::string(PictureStyle()) + "</style>" + content_ + "</svg>\n";
}

}  // namespace quorate::engine
