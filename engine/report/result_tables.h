// The tables behind results/*.csv, before they are written out; results_csv.cc puts them together.

#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/report/csv.h"
#include "engine/report/report_html.h"
#include "engine/study/study.h"

namespace quorate::engine {

// count_tables.cc: items, wordings, tallies, histograms, responses, decisions, votes.
std::vector<CsvTable> CountTables(const Study& study, Tier tier);

// course_tables.cc: flow, changes, margins, dissent.
std::vector<CsvTable> CourseTables(const Study& study,
                                   std::span<const DatedEntry> history,
                                   Tier tier);

// Both, as far as the form has them, and the table that explains every column of the others.
std::vector<CsvTable> ResultTables(const Study& study,
                                   std::span<const DatedEntry> history,
                                   Tier tier,
                                   int form);

// Columns that several tables have.
CsvColumn ItemColumn();
CsvColumn VersionColumn();
CsvColumn BasisColumn();
CsvColumn TableColumn();
CsvColumn GroupColumn();

// The cells of the last two: "panel" and nothing, or "group" and its label.
void TableCells(CsvTable& csv, std::string_view group);

}  // namespace quorate::engine
