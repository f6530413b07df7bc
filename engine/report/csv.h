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

struct CsvColumn {
  std::string name;
  std::string meaning;  // For results/columns.csv: one sentence for people.
};

// Builds one file, a cell at a time. Every row must get exactly one cell a column.
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
  [[nodiscard]] CsvFile File() const { return {path_, bytes_}; }

 private:
  std::string path_;
  std::vector<CsvColumn> columns_;
  std::string bytes_;
  std::size_t cells_ = 0;
};

}  // namespace quorate::engine
