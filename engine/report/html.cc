#include "engine/report/html.h"

namespace quorate::engine {

namespace {

void AppendEscaped(char c, std::string& out) {
  switch (c) {
    case '&':
      out += "&amp;";
      break;
    case '<':
      out += "&lt;";
      break;
    case '>':
      out += "&gt;";
      break;
    case '"':
      out += "&quot;";
      break;
    case '\'':
      out += "&#39;";
      break;
    default:
      out += c;
  }
}

}  // namespace

std::string EscapeHtml(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 16);
  for (const char c : text)
    AppendEscaped(c, out);
  return out;
}

std::string FreeHtml(std::string_view text) {
  std::string out = "<bdi>";
  for (const char c : text) {
    if (c == '\n') {
      out += "<br>";
    } else {
      AppendEscaped(c, out);
    }
  }
  return out += "</bdi>";
}

HtmlTable::HtmlTable(std::string_view caption, const std::vector<std::string>& headings) {
  markup_ =
      "<div class=\"wide\"><table><caption>" + std::string(caption) + "</caption>\n<thead><tr>";
  for (const std::string& heading : headings) {
    markup_ += "<th scope=\"col\">" + EscapeHtml(heading) + "</th>";
  }
  markup_ += "</tr></thead>\n<tbody>\n";
}

void HtmlTable::Row(const std::vector<HtmlCell>& cells) {
  markup_ += "<tr>";
  for (const HtmlCell& cell : cells) {
    const bool heading = cell.kind == HtmlCell::Kind::kHeading;
    markup_ += heading ? "<th scope=\"row\"" : "<td";
    if (cell.kind == HtmlCell::Kind::kNumber) markup_ += " class=\"number\"";
    if (cell.columns > 1) markup_ += " colspan=\"" + std::to_string(cell.columns) + "\"";
    markup_ += ">" + cell.markup + (heading ? "</th>" : "</td>");
  }
  markup_ += "</tr>\n";
}

std::string HtmlTable::Markup() const {
  return markup_ + "</tbody></table></div>\n";
}

}  // namespace quorate::engine
