#include "clients/cli/render.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <iostream>

#include <google/protobuf/util/json_util.h>
#include <sys/ioctl.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>
#include <unistd.h>

#include "engine/base/check.h"
#include "engine/base/fraction.h"

namespace quorate::cli {

namespace {

constexpr std::string_view kEllipsis = "…";
constexpr std::string_view kUnshowable = "\uFFFD";
constexpr std::size_t kCellBetween = 2;
constexpr std::size_t kLeastLastColumn = 20;

std::size_t WidthOf(UChar32 point) {
  const auto type = u_charType(point);
  if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR) return 0;
  const int wide = u_getIntPropertyValue(point, UCHAR_EAST_ASIAN_WIDTH);
  return wide == U_EA_WIDE || wide == U_EA_FULLWIDTH ? 2 : 1;
}

// Calls `use(point, bytes)` for each character; a point below 0 stands for bytes that are no UTF-8.
template <typename Use>
// NOLINTNEXTLINE(readability-function-cognitive-complexity): all of it is ICU's macro.
void EachCharacter(std::string_view text, Use use) {
  const auto length = static_cast<int32_t>(text.size());
  int32_t at = 0;
  while (at < length) {
    const int32_t from = at;
    UChar32 point = 0;
    U8_NEXT(reinterpret_cast<const uint8_t*>(text.data()), at, length, point);
    use(point, text.substr(static_cast<std::size_t>(from), static_cast<std::size_t>(at - from)));
  }
}

std::string Fixed(double value, int decimals) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%.*f", decimals, value);
  return text.data();
}

}  // namespace

std::size_t DisplayWidth(std::string_view text) {
  std::size_t width = 0;
  EachCharacter(text,
                [&](UChar32 point, std::string_view) { width += point < 0 ? 1 : WidthOf(point); });
  return width;
}

std::string OneLine(std::string_view text, std::size_t columns) {
  std::string line;
  EachCharacter(text, [&](UChar32 point, std::string_view bytes) {
    if (point == '\n' || point == '\t' || point == '\r') {
      line += ' ';
    } else if (point < 0 || u_iscntrl(point)) {
      line += kUnshowable;
    } else {
      line += bytes;
    }
  });
  if (columns == 0 || DisplayWidth(line) <= columns) return line;
  std::string cut;
  std::size_t width = 0;
  bool full = false;
  EachCharacter(line, [&](UChar32 point, std::string_view bytes) {
    full = full || width + WidthOf(point) >= columns;
    if (full) return;
    width += WidthOf(point);
    cut += bytes;
  });
  return cut + std::string(kEllipsis);
}

std::string Percent(std::string_view share) {
  const auto fraction = engine::Fraction::Parse(share);
  if (!fraction) return "";
  const boost::multiprecision::cpp_int tenths =
      fraction->numerator() * 1'000 / fraction->denominator();
  std::string digits = tenths.str();
  if (digits.size() < 2) digits.insert(0, 1, '0');
  digits.insert(digits.size() - 1, 1, '.');
  return digits + " %";
}

std::string Decimal(std::string_view text) {
  const auto fraction = engine::Fraction::Parse(text);
  if (!fraction) return "";
  std::string decimal = Fixed(fraction->ToDouble(), 2);
  decimal.erase(decimal.find_last_not_of('0') + 1);
  if (decimal.ends_with('.')) decimal.pop_back();
  return decimal == "-0" ? "0" : decimal;
}

void Table::Add(std::vector<std::string> cells) {
  QUORATE_CHECK(cells.size() == columns_.size());
  for (std::string& cell : cells)
    cell = OneLine(cell);
  rows_.push_back(std::move(cells));
}

std::vector<std::size_t> Table::Widths() const {
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    widths.push_back(DisplayWidth(columns_[i].heading));
    for (const auto& row : rows_)
      widths[i] = std::max(widths[i], DisplayWidth(row[i]));
  }
  return widths;
}

std::string Table::Line(const std::vector<std::string>& cells,
                        const std::vector<std::size_t>& widths,
                        std::size_t last) const {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::string cell = i + 1 == cells.size() ? OneLine(cells[i], last) : cells[i];
    const std::size_t wide = DisplayWidth(cell);
    const std::string pad(widths[i] > wide ? widths[i] - wide : 0, ' ');
    if (i > 0) line += std::string(kCellBetween, ' ');
    line += columns_[i].align == Align::kRight ? pad + cell : cell + pad;
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line + '\n';
}

std::string Table::ToString(std::size_t width) const {
  const std::vector<std::size_t> widths = Widths();
  std::size_t before_last = 0;
  for (std::size_t i = 0; i + 1 < widths.size(); ++i)
    before_last += widths[i] + kCellBetween;
  std::size_t last = 0;
  if (width > 0)
    last = width > before_last + kLeastLastColumn ? width - before_last : kLeastLastColumn;

  std::vector<std::string> headings;
  for (const Column& column : columns_)
    headings.push_back(column.heading);
  std::string text = Line(headings, widths, last);
  for (const auto& row : rows_)
    text += Line(row, widths, last);
  return text;
}

std::size_t TerminalWidth() {
  winsize size{};
  if (isatty(STDOUT_FILENO) == 0 || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return 0;
  return size.ws_col;
}

std::string Explain(const engine::Error& error) {
  const auto& wrong = error.violations;
  const std::string message = OneLine(error.message);
  const auto line = [](const engine::Violation& violation) {
    const std::string place = OneLine(violation.field);
    return (place.empty() ? "" : place + ": ") + OneLine(violation.message);
  };
  if (wrong.empty()) return "quorate: " + message + "\n";
  // A message that only strings the violations together says nothing that the lines do not say.
  const bool strung = message.find(OneLine(wrong.back().message)) != std::string::npos;
  if (wrong.size() == 1 && strung) return "quorate: " + message + "\n";
  std::string text =
      "quorate: " + (strung ? std::to_string(wrong.size()) + " things are wrong:" : message) + "\n";
  for (const engine::Violation& violation : wrong)
    text += "  " + line(violation) + "\n";
  return text;
}

std::string ToJsonText(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.preserve_proto_field_names = true;
  std::string text;
  const auto status = google::protobuf::util::MessageToJsonString(message, &text, options);
  QUORATE_CHECK(status.ok());
  return text;
}

Progress::Progress(std::string what, std::size_t total)
    : what_(std::move(what)), total_(total), shown_(isatty(STDERR_FILENO) != 0) {
  Step(0);
}

Progress::~Progress() {
  if (shown_) std::cerr << "\r\033[K" << std::flush;
}

void Progress::Step(std::size_t done) {
  if (!shown_) return;
  const int percent = total_ == 0 ? 100 : static_cast<int>(100 * done / total_);
  if (percent == percent_) return;
  percent_ = percent;
  std::cerr << "\r\033[K" << what_ << "  " << done << " of " << total_ << "  (" << percent << " %)"
            << std::flush;
}

}  // namespace quorate::cli
