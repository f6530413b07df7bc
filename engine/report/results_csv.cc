#include "engine/report/results_csv.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "engine/base/check.h"
#include "engine/report/result_tables.h"
#include "engine/report/xlsx.h"

namespace quorate::engine {

namespace {

CsvTable ColumnsOf(const std::vector<CsvTable>& tables) {
  CsvTable csv("results/columns.csv",
               {{"file", "The file in this folder."},
                {"column", "The column's name in its first line."},
                {"meaning", "What its cells say."}});
  for (const CsvTable& table : tables) {
    for (const CsvColumn& column : table.columns()) {
      csv.Cell(table.path().substr(table.path().rfind('/') + 1));
      csv.Cell(column.name).Cell(column.meaning).EndRow();
    }
  }
  return csv;
}

}  // namespace

std::vector<CsvTable> ResultTables(const Study& study,
                                   std::span<const DatedEntry> history,
                                   Tier tier,
                                   int form) {
  std::vector<CsvTable> tables = CountTables(study, tier);
  if (form > 1) std::ranges::move(CourseTables(study, history, tier), std::back_inserter(tables));
  tables.push_back(ColumnsOf(tables));
  return tables;
}

std::vector<CsvFile> ResultsCsv(const Study& study,
                                std::span<const DatedEntry> history,
                                Tier tier,
                                int form) {
  QUORATE_CHECK(study.protocol.has_value() && form >= 1);
  const std::vector<CsvTable> tables = ResultTables(study, history, tier, form);
  std::vector<CsvFile> files;
  for (const CsvTable& table : tables)
    files.push_back(table.File());
  if (form > 1) files.push_back({"results/results.xlsx", Xlsx(tables)});
  return files;
}

}  // namespace quorate::engine
