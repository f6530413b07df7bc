#include "clients/cli/points_file.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "clients/cli/csv.h"
#include "engine/base/index.h"

namespace quorate::cli {

namespace {

using engine::Reason;
using engine::Refuse;
using engine::Violation;

const std::vector<std::string> kHeader = {"voter", "item", "points"};

// 0 where `cell` is no number of points.
int PointsIn(const std::string& cell) {
  int points = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), points);
  const bool whole = error == std::errc() && end == cell.data() + cell.size();
  return whole && points >= 1 && points <= engine::kPickedMax ? points : 0;
}

// Reads the file row by row. Lives for one call.
class Reading {
 public:
  void Add(const CsvRow& row) {
    const auto& cells = row.cells;
    const std::string line = "line " + std::to_string(row.line);
    if (cells.size() != kHeader.size())
      return Refuse(line, "has " + std::to_string(cells.size()) + " cells, not 3");
    if (cells[1].empty()) Refuse(line, "the item is empty");
    const std::uint32_t item = items_.Add(cells[1]);
    if (cells[0].empty() && cells[2].empty()) return;
    if (cells[0].empty()) Refuse(line, "points stand there, but no voter");
    const int points = PointsIn(cells[2]);
    if (points == 0) {
      Refuse(line,
             "the points must be a whole number from 1 to " + std::to_string(engine::kPickedMax));
    }
    const std::uint32_t voter = voters_.Add(cells[0]);
    if (voter == file_.ballots.size()) file_.ballots.push_back({cells[0], {}});
    file_.ballots[voter].awards.push_back({item, points});
    file_.highest = std::max(file_.highest, points);
  }

  engine::Result<PointsFile> Take() {
    if (!wrong_.empty()) return engine::Refuse(Reason::kUnreadable, std::move(wrong_));
    if (file_.ballots.empty())
      return engine::Refuse(Reason::kUnreadable, "the file holds no ballot");
    file_.items = items_.names();
    return std::move(file_);
  }

 private:
  void Refuse(const std::string& line, std::string what) {
    wrong_.push_back({line, std::move(what)});
  }

  PointsFile file_;
  engine::Index items_;
  engine::Index voters_;
  std::vector<Violation> wrong_;
};

}  // namespace

engine::Result<PointsFile> ReadPoints(std::string_view csv) {
  QUORATE_ASSIGN_OR_RETURN(const std::vector<CsvRow> table, ReadCsv(csv));
  if (table.empty() || table[0].cells != kHeader)
    return Refuse(Reason::kUnreadable, "line 1", "the header must read voter,item,points");
  Reading reading;
  for (std::size_t i = 1; i < table.size(); ++i)
    reading.Add(table[i]);
  return reading.Take();
}

}  // namespace quorate::cli
