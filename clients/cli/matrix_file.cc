#include "clients/cli/matrix_file.h"

#include <charconv>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "clients/cli/csv.h"

namespace quorate::cli {

namespace {

using engine::RatingMatrix;
using engine::Reason;
using engine::Refuse;
using engine::Violation;

class Reader {
 public:
  engine::Result<RatingMatrix> Read(std::string_view csv) {
    QUORATE_ASSIGN_OR_RETURN(const std::vector<CsvRow> table, ReadCsv(csv));
    if (table.size() < 2 || table[0].cells.size() < 2) {
      return Refuse(Reason::kUnreadable,
                    "the table needs a line of raters' names and below it a line an item, each "
                    "beginning with the item's name");
    }
    matrix_.raters = table[0].cells.size() - 1;
    for (std::size_t rater = 1; rater <= matrix_.raters; ++rater)
      CheckName(table[0].line, table[0].cells[rater], raters_);
    for (std::size_t row = 1; row < table.size(); ++row)
      ReadRow(table[row]);
    if (!violations_.empty()) return Refuse(Reason::kUnreadable, std::move(violations_));
    return std::move(matrix_);
  }

 private:
  void Wrong(std::size_t line, std::string message) {
    violations_.push_back({"line " + std::to_string(line), std::move(message)});
  }

  void CheckName(std::size_t line, const std::string& name, std::set<std::string>& known) {
    if (name.empty()) {
      Wrong(line, "a rater or item has no name");
    } else if (!known.insert(name).second) {
      Wrong(line, "\"" + name + "\" stands there twice");
    }
  }

  void ReadRow(const CsvRow& row) {
    if (row.cells.size() != matrix_.raters + 1) {
      Wrong(row.line,
            "has " + std::to_string(row.cells.size()) + " cells, the first line " +
                std::to_string(matrix_.raters + 1));
      return;
    }
    CheckName(row.line, row.cells[0], items_);
    ++matrix_.items;
    for (std::size_t rater = 1; rater <= matrix_.raters; ++rater)
      matrix_.ratings.push_back(ReadRating(row.line, row.cells[rater]));
  }

  std::optional<int> ReadRating(std::size_t line, const std::string& cell) {
    if (cell.empty()) return std::nullopt;
    constexpr int kFarthest = engine::Scale::kEndMax;
    int rating = 0;
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), rating);
    const bool whole = error == std::errc() && end == cell.data() + cell.size();
    if (whole && rating >= -kFarthest && rating <= kFarthest) return rating;
    Wrong(line,
          "\"" + cell + "\" is no whole number from -" + std::to_string(kFarthest) + " to " +
              std::to_string(kFarthest) + "; leave the cell empty where nobody rated");
    return std::nullopt;
  }

  RatingMatrix matrix_;
  std::set<std::string> raters_;
  std::set<std::string> items_;
  std::vector<Violation> violations_;
};

}  // namespace

engine::Result<RatingMatrix> ReadMatrix(std::string_view csv) {
  return Reader().Read(csv);
}

}  // namespace quorate::cli
