#include "engine/report/flow_diagram.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/report/html.h"
#include "engine/report/svg.h"

namespace quorate::engine {

namespace {

constexpr Tenths kWidth = 3400;
constexpr Tenths kLine = 170;
constexpr Tenths kPadding = 80;
constexpr Tenths kArrow = 240;   // The least way from box to box.
constexpr Tenths kArrowX = 300;  // Where arrows run.
constexpr std::size_t kColumns = 48;

std::vector<std::string> Wrapped(const std::vector<std::string>& texts) {
  std::vector<std::string> lines;
  for (const std::string& text : texts) {
    for (std::string& line : WrapText(text, kColumns))
      lines.push_back(std::move(line));
  }
  return lines;
}

Tenths HeightOf(const std::vector<std::string>& lines) {
  return static_cast<Tenths>(lines.size()) * kLine;
}

// Draws the way to the next box from `y` down and gives where it ends.
Tenths DrawArrow(const std::vector<std::string>& notes, Tenths y, Svg& svg) {
  const std::vector<std::string> lines = Wrapped(notes);
  const Tenths end = y + std::max(kArrow, HeightOf(lines) + 2 * kPadding);
  svg.Line(kArrowX, y, kArrowX, end, "arrow");
  svg.Line(kArrowX - 50, end - 70, kArrowX, end, "arrow");
  svg.Line(kArrowX + 50, end - 70, kArrowX, end, "arrow");
  Tenths at = y + 20;
  for (const std::string& line : lines)
    svg.Text(kArrowX + 120, at += kLine, Anchor::kStart, "note-text", line);
  return end;
}

Tenths DrawBox(const FlowStep& step, Tenths y, Svg& svg) {
  const std::vector<std::string> lines = Wrapped(step.lines);
  const Tenths height = kLine + HeightOf(lines) + kPadding;
  svg.Rect(10, y, kWidth - 20, height, "box");
  Tenths at = y + kLine - 10;
  svg.Text(kPadding + 20, at, Anchor::kStart, "box-title", step.title);
  for (const std::string& line : lines)
    svg.Text(kPadding + 20, at += kLine, Anchor::kStart, "box-text", line);
  return y + height;
}

std::string Sentence(const FlowStep& step) {
  std::string text;
  for (const std::string& note : step.before)
    text += (text.empty() ? "Before it: " : "; ") + note;
  if (!text.empty()) text += ". ";
  text = step.title + ". " + text;
  for (std::size_t i = 0; i < step.lines.size(); ++i)
    text += (i == 0 ? "" : "; ") + step.lines[i];
  return text + ".";
}

std::string CellOf(const FlowStep& step) {
  std::string markup;
  for (const std::string& note : step.before)
    markup += (markup.empty() ? "" : "<br>") + EscapeHtml("before it: " + note);
  for (const std::string& line : step.lines)
    markup += (markup.empty() ? "" : "<br>") + EscapeHtml(line);
  return markup;
}

}  // namespace

std::string FlowPicture(std::string_view title, const std::vector<FlowStep>& steps) {
  std::string description;
  for (const FlowStep& step : steps)
    description += (description.empty() ? "" : " ") + Sentence(step);
  Svg svg(title, description);
  Tenths y = 10;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (i > 0) y = DrawArrow(steps[i].before, y, svg);
    y = DrawBox(steps[i], y, svg);
  }
  return svg.Markup(kWidth, y + 10);
}

std::string FlowTable(const std::vector<FlowStep>& people, const std::vector<FlowStep>& items) {
  QUORATE_CHECK(people.size() == items.size());
  HtmlTable table("The same in words", {"Station", "People", "List"});
  for (std::size_t i = 0; i < people.size(); ++i) {
    const std::string title = i == 0 ? "The start" : people[i].title;
    table.Row({RowHeading(EscapeHtml(title)),
               MarkupCell(CellOf(people[i])),
               MarkupCell(CellOf(items[i]))});
  }
  return table.Markup();
}

}  // namespace quorate::engine
