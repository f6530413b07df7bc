#include "clients/cli/csv.h"

#include <optional>
#include <utility>

#include <csv.h>

#include "engine/base/text.h"

namespace quorate::cli {

namespace {

using engine::Error;
using engine::Reason;
using engine::Refuse;

// libcsv's parser fed one line at a time, so that each row knows the line it began on.
class Parser {
 public:
  Parser() { csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI); }
  ~Parser() { csv_free(&parser_); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  engine::Status Feed(std::string_view line) {
    ++line_;
    if (row_.line == 0) row_.line = line_;
    if (!engine::IsUtf8(line)) return At(line_, "is not valid UTF-8; save the file as UTF-8");
    const std::size_t read = csv_parse(&parser_, line.data(), line.size(), &OnCell, &OnRow, this);
    if (read != line.size()) {
      return At(
          line_,
          "a quote stands where none may; put the whole cell in quotes and double those in it");
    }
    if (too_long_ || parser_.entry_pos > kCellBytesMax) {
      return At(row_.line, "a cell is longer than " + std::to_string(kCellBytesMax) + " bytes");
    }
    // Nothing has come of the line: it was empty, and the next row begins on the next one.
    if (row_.cells.empty() && !InCell()) row_.line = 0;
    return {};
  }

  engine::Result<std::vector<CsvRow>> Finish() {
    if (csv_fini(&parser_, &OnCell, &OnRow, this) != 0) {
      return At(row_.line, "a quote that is opened in this row is never closed");
    }
    if (too_long_)
      return At(row_.line, "a cell is longer than " + std::to_string(kCellBytesMax) + " bytes");
    return std::move(rows_);
  }

 private:
  static tl::unexpected<Error> At(std::size_t line, std::string message) {
    return Refuse(Reason::kUnreadable, "line " + std::to_string(line), std::move(message));
  }

  [[nodiscard]] bool InCell() const { return parser_.entry_pos > 0 || parser_.quoted != 0; }

  static void OnCell(void* bytes, std::size_t size, void* self) {
    auto* parser = static_cast<Parser*>(self);
    const std::string_view cell(static_cast<const char*>(bytes), size);
    if (size > kCellBytesMax) parser->too_long_ = true;
    parser->row_.cells.emplace_back(engine::Trim(cell));
  }

  static void OnRow(int, void* self) {
    auto* parser = static_cast<Parser*>(self);
    const auto& cells = parser->row_.cells;
    const bool blank = cells.empty() || (cells.size() == 1 && cells[0].empty());
    if (!blank) parser->rows_.push_back(std::move(parser->row_));
    parser->row_ = {parser->line_, {}};
  }

  csv_parser parser_{};
  std::size_t line_ = 0;
  CsvRow row_;
  std::vector<CsvRow> rows_;
  bool too_long_ = false;
};

}  // namespace

engine::Result<std::vector<CsvRow>> ReadCsv(std::string_view text) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  Parser parser;
  while (!text.empty()) {
    const auto feed = text.find('\n');
    const std::string_view line = text.substr(0, feed == std::string_view::npos ? feed : feed + 1);
    QUORATE_RETURN_IF_ERROR(parser.Feed(line));
    text.remove_prefix(line.size());
  }
  return parser.Finish();
}

}  // namespace quorate::cli
