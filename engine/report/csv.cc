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

// Whether a spreadsheet would run it as a formula.
bool CouldRun(const CsvCell& cell) {
  constexpr std::string_view kFormulaStarts = "=+-@\t\r";
  return cell.typed && !cell.text.empty() &&
         kFormulaStarts.find(cell.text.front()) != std::string_view::npos;
}

}  // namespace

CsvTable::CsvTable(std::string path, std::vector<CsvColumn> columns)
    : path_(std::move(path)), columns_(std::move(columns)) {}

CsvTable& CsvTable::Cell(std::string_view text) {
  row_.push_back({std::string(text), false});
  return *this;
}

CsvTable& CsvTable::FreeText(std::string_view text) {
  row_.push_back({std::string(text), true});
  return *this;
}

CsvTable& CsvTable::Empty(std::size_t cells) {
  for (std::size_t i = 0; i < cells; ++i)
    Cell("");
  return *this;
}

CsvTable& CsvTable::Fill(std::string_view text) {
  while (row_.size() < columns_.size())
    Cell(text);
  return *this;
}

void CsvTable::EndRow() {
  QUORATE_CHECK(row_.size() == columns_.size());
  rows_.push_back(std::exchange(row_, {}));
}

CsvFile CsvTable::File() const {
  CsvFile file{path_, {}};
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (i > 0) file.bytes += ',';
    AppendCell(columns_[i].name, file.bytes);
  }
  file.bytes += '\n';
  for (const std::vector<CsvCell>& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) file.bytes += ',';
      AppendCell(CouldRun(row[i]) ? "'" + row[i].text : row[i].text, file.bytes);
    }
    file.bytes += '\n';
  }
  return file;
}

}  // namespace quorate::engine
