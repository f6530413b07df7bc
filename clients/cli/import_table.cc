#include "clients/cli/import_table.h"

#include <algorithm>
#include <set>

namespace quorate::cli {

using engine::Reason;
using engine::Refuse;
using engine::Result;

namespace {

std::string Listed(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    if (text.size() > 300) return text + ", …";
    text += (text.empty() ? "" : ", ") + word;
  }
  return text;
}

}  // namespace

std::string PlaceIn(const CsvRow& row, std::string_view column) {
  std::string place = "line " + std::to_string(row.line);
  if (!column.empty()) place += ", column " + std::string(column);
  return place;
}

Result<ImportTable> ImportTable::Read(std::string_view csv,
                                      const Mapping& mapping,
                                      const std::vector<std::string>& columns) {
  QUORATE_ASSIGN_OR_RETURN(std::vector<CsvRow> rows, ReadCsv(csv));
  if (rows.empty())
    return Refuse(Reason::kUnreadable, "the file is empty; its first line must name the columns");
  ImportTable table;
  table.headings_ = std::move(rows.front().cells);
  std::vector<std::string> needed = columns;
  for (const RowFilter& filter : mapping.where)
    needed.push_back(filter.column);
  QUORATE_RETURN_IF_ERROR(table.FindColumns(needed));

  table.rows_in_file_ = rows.size() - 1;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    if (rows[i].cells.size() != table.headings_.size()) {
      table.refused_.push_back(
          {PlaceIn(rows[i], ""),
           "has " + std::to_string(rows[i].cells.size()) + " cells, the heading has " +
               std::to_string(table.headings_.size()) + "; is the file cut short?"});
    } else if (table.Passes(rows[i], mapping)) {
      table.rows_.push_back(std::move(rows[i]));
    }
  }
  return table;
}

engine::Status ImportTable::FindColumns(const std::vector<std::string>& needed) {
  std::set<std::string> twice;
  for (std::size_t i = 0; i < headings_.size(); ++i) {
    if (!places_.emplace(headings_[i], i).second) twice.insert(headings_[i]);
  }
  std::vector<engine::Violation> wrong;
  for (const std::string& column : needed) {
    if (column.empty()) continue;
    if (!places_.contains(column)) {
      wrong.push_back(
          {"line 1", "there is no column \"" + column + "\"; there are: " + Listed(headings_)});
    } else if (twice.contains(column)) {
      wrong.push_back({"line 1", "column \"" + column + "\" stands twice"});
    }
  }
  if (wrong.empty()) return {};
  return Refuse(Reason::kUnreadable, std::move(wrong));
}

const std::string& ImportTable::Cell(const CsvRow& row, const std::string& column) const {
  static const std::string none;
  return column.empty() ? none : row.cells[places_.find(column)->second];
}

bool ImportTable::Passes(const CsvRow& row, const Mapping& mapping) const {
  return std::all_of(mapping.where.begin(), mapping.where.end(), [&](const RowFilter& filter) {
    const std::string& cell = Cell(row, filter.column);
    return std::find(filter.words.begin(), filter.words.end(), cell) != filter.words.end();
  });
}

}  // namespace quorate::cli
