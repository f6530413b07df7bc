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

}  // namespace

engine::Result<PointsFile> ReadPoints(std::string_view csv) {
  QUORATE_ASSIGN_OR_RETURN(const std::vector<CsvRow> table, ReadCsv(csv));
  if (table.empty() || table[0].cells != kHeader)
    return Refuse(Reason::kUnreadable, "line 1", "the header must read voter,item,points");
  PointsFile file;
  engine::Index items;
  engine::Index voters;
  std::vector<Violation> violations;
  for (std::size_t i = 1; i < table.size(); ++i) {
    const auto& cells = table[i].cells;
    const std::string line = "line " + std::to_string(table[i].line);
    if (cells.size() != kHeader.size()) {
      violations.push_back({line, "has " + std::to_string(cells.size()) + " cells, not 3"});
      continue;
    }
    if (cells[1].empty()) violations.push_back({line, "the item is empty"});
    const std::uint32_t item = items.Add(cells[1]);
    if (cells[0].empty() && cells[2].empty()) continue;
    if (cells[0].empty()) violations.push_back({line, "points stand there, but no voter"});
    const int points = PointsIn(cells[2]);
    if (points == 0) {
      violations.push_back(
          {line,
           "the points must be a whole number from 1 to " + std::to_string(engine::kPickedMax)});
    }
    const std::uint32_t voter = voters.Add(cells[0]);
    if (voter == file.ballots.size()) file.ballots.push_back({cells[0], {}});
    file.ballots[voter].awards.push_back({item, points});
    file.highest = std::max(file.highest, points);
  }
  if (!violations.empty()) return Refuse(Reason::kUnreadable, std::move(violations));
  if (file.ballots.empty()) return Refuse(Reason::kUnreadable, "the file holds no ballot");
  file.items = items.names();
  return file;
}

}  // namespace quorate::cli
