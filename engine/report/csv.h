// The tables of a bundle: RFC 4180 in UTF-8, but with LF instead of CRLF line ends, which every
// reader takes and which diff and sha256sum users expect.
//
// A spreadsheet runs a cell that begins with = + - @ as a formula. Free text is guarded by a
// leading apostrophe; numbers and labels are not, since they are never typed by a stranger.

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace quorate::engine {

struct CsvFile {
  std::string path;  // Within the bundle: "results/items.csv".
  std::string bytes;
};

// What the cells of a column are. A label may look like a number and still is none.
enum class ColumnKind { kFigure, kLabel };

struct CsvColumn {
  std::string name;
  std::string meaning;  // For results/columns.csv: one sentence for people.
  ColumnKind kind = ColumnKind::kFigure;
};

struct CsvCell {
  std::string text;
  bool typed = false;  // By a person.
};

// Builds one table, a cell at a time. Every row must get exactly one cell a column.
class CsvTable {
 public:
  CsvTable(std::string path, std::vector<CsvColumn> columns);

  // A number, label or word of ours.
  CsvTable& Cell(std::string_view text);
  CsvTable& Cell(long long number) { return Cell(std::to_string(number)); }
  // What a person typed.
  CsvTable& FreeText(std::string_view text);
  CsvTable& Empty(std::size_t cells = 1);
  // Fills what is left of the row.
  CsvTable& Fill(std::string_view text);
  void EndRow();

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] const std::vector<CsvColumn>& columns() const { return columns_; }
  // Without the headings.
  [[nodiscard]] const std::vector<std::vector<CsvCell>>& rows() const { return rows_; }
  [[nodiscard]] CsvFile File() const;

 private:
  std::string path_;
  std::vector<CsvColumn> columns_;
  std::vector<std::vector<CsvCell>> rows_;
  std::vector<CsvCell> row_;
};

}  // namespace quorate::engine
