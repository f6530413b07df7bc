#include "engine/report/csv.h"

#include <utility>

#include "engine/base/check.h"

namespace quorate::engine {

namespace {

bool NeedsQuotes(std::string_view text) {
  if (text.empty()) return false;
  if (text.front() == ' ' || text.back() == ' ') return true;
  return text.find_first_of(",\"\r\n") != std::string_view::npos;
}

void AppendCell(std::string_view text, std::string& out) {
  if (!NeedsQuotes(text)) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

}  // namespace

CsvTable::CsvTable(std::string path, std::vector<CsvColumn> columns)
    : path_(std::move(path)), columns_(std::move(columns)) {
  for (const CsvColumn& column : columns_)
    Cell(column.name);
  EndRow();
}

CsvTable& CsvTable::Cell(std::string_view text) {
  if (cells_ > 0) bytes_ += ',';
  AppendCell(text, bytes_);
  ++cells_;
  return *this;
}

CsvTable& CsvTable::FreeText(std::string_view text) {
  constexpr std::string_view kFormulaStarts = "=+-@\t\r";
  if (text.empty() || kFormulaStarts.find(text.front()) == std::string_view::npos) {
    return Cell(text);
  }
  return Cell("'" + std::string(text));
}

CsvTable& CsvTable::Empty(std::size_t cells) {
  for (std::size_t i = 0; i < cells; ++i)
    Cell("");
  return *this;
}

CsvTable& CsvTable::Fill(std::string_view text) {
  while (cells_ < columns_.size())
    Cell(text);
  return *this;
}

void CsvTable::EndRow() {
  QUORATE_CHECK(cells_ == columns_.size());
  bytes_ += '\n';
  cells_ = 0;
}

}  // namespace quorate::engine
