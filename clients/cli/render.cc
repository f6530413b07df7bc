#include "clients/cli/render.h"

#include <algorithm>
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
  char text[64];
  std::snprintf(text, sizeof(text), "%.*f", decimals, value);
  return text;
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

std::string Table::ToString(std::size_t width) const {
  std::vector<std::size_t> widths;
  for (const Column& column : columns_)
    widths.push_back(DisplayWidth(column.heading));
  std::size_t before_last = 0;
  for (std::size_t i = 0; i < widths.size(); ++i) {
    for (const auto& row : rows_)
      widths[i] = std::max(widths[i], DisplayWidth(row[i]));
    if (i + 1 < widths.size()) before_last += widths[i] + kCellBetween;
  }
  std::size_t last = 0;
  if (width > 0)
    last = width > before_last + kLeastLastColumn ? width - before_last : kLeastLastColumn;

  std::string text;
  const auto line = [&](const auto& cell_of) {
    std::string one;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const bool at_end = i + 1 == columns_.size();
      const std::string cell = at_end ? OneLine(cell_of(i), last) : cell_of(i);
      const std::size_t wide = DisplayWidth(cell);
      const std::string pad(widths[i] > wide ? widths[i] - wide : 0, ' ');
      if (i > 0) one += std::string(kCellBetween, ' ');
      one += columns_[i].align == Align::kRight ? pad + cell : cell + pad;
    }
    one.erase(one.find_last_not_of(' ') + 1);
    text += one + '\n';
  };
  line([&](std::size_t i) { return columns_[i].heading; });
  for (const auto& row : rows_)
    line([&](std::size_t i) { return row[i]; });
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
