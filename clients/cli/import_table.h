// A CSV under its mapping: rows that the filters let through, cells by column name, and every
// refusal with its line and column.

#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "clients/cli/csv.h"
#include "clients/cli/import_mapping.h"
#include "engine/base/result.h"

namespace quorate::cli {

class ImportTable {
 public:
  // Reads the file and the headings. Fails where the file cannot be read as CSV, a heading stands
  // twice among the columns that the mapping uses, or a column it names is not there.
  static engine::Result<ImportTable> Read(std::string_view csv,
                                          const Mapping& mapping,
                                          const std::vector<std::string>& columns);

  // Rows that the filters let through and that have the right number of cells.
  [[nodiscard]] const std::vector<CsvRow>& rows() const { return rows_; }
  [[nodiscard]] const std::vector<std::string>& headings() const { return headings_; }
  [[nodiscard]] std::size_t rows_in_file() const { return rows_in_file_; }
  // Rows with the wrong number of cells, each named.
  [[nodiscard]] const std::vector<engine::Violation>& refused() const { return refused_; }

  // The cell of that row; empty for the empty name. Requires one of the columns given to Read().
  [[nodiscard]] const std::string& Cell(const CsvRow& row, const std::string& column) const;

 private:
  // Where each needed column stands; names all that are missing or stand twice.
  engine::Status FindColumns(const std::vector<std::string>& needed);
  [[nodiscard]] bool Passes(const CsvRow& row, const Mapping& mapping) const;

  std::vector<std::string> headings_;
  std::map<std::string, std::size_t, std::less<>> places_;
  std::vector<CsvRow> rows_;
  std::vector<engine::Violation> refused_;
  std::size_t rows_in_file_ = 0;
};

// "line 7, column C3".
std::string PlaceIn(const CsvRow& row, std::string_view column);

}  // namespace quorate::cli
