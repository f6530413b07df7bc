// Writing HTML so that nothing anybody typed can become markup.

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace quorate::engine {

// `text` with & < > " ' as character references: safe as element text and in quoted attributes.
std::string EscapeHtml(std::string_view text);

// What a person typed, isolated so that right-to-left text or stray direction marks in it cannot
// reorder the words around it; its line feeds become line breaks.
std::string FreeHtml(std::string_view text);

// A cell of ready markup.
struct HtmlCell {
  enum class Kind { kText, kNumber, kHeading };
  std::string markup;
  Kind kind = Kind::kText;
  std::size_t columns = 1;
};

inline HtmlCell TextCell(std::string_view text) {
  return {EscapeHtml(text), HtmlCell::Kind::kText, 1};
}
inline HtmlCell NumberCell(std::string_view text) {
  return {EscapeHtml(text), HtmlCell::Kind::kNumber, 1};
}
inline HtmlCell MarkupCell(std::string markup) {
  return {std::move(markup), HtmlCell::Kind::kText, 1};
}
// The cell that says what its row is about.
inline HtmlCell RowHeading(std::string markup) {
  return {std::move(markup), HtmlCell::Kind::kHeading, 1};
}

// A table with a caption and scoped headings, which scrolls by itself on a narrow screen.
class HtmlTable {
 public:
  // `caption` is markup.
  HtmlTable(std::string_view caption, const std::vector<std::string>& headings);
  void Row(const std::vector<HtmlCell>& cells);
  [[nodiscard]] std::string Markup() const;

 private:
  std::string markup_;
};

}  // namespace quorate::engine
