// The result tables of a bundle, for spreadsheets, R and Python. Each is a pure function of the
// study, so that verification writes them again and compares bytes: what stands here follows from
// the log.
//
// A change of any column changes what old bundles are compared with, so columns are for ever; new
// tables come with a new form.

#pragma once

#include <span>
#include <vector>

#include "engine/report/csv.h"
#include "engine/report/report_html.h"
#include "engine/study/study.h"

namespace quorate::engine {

// Which tables there are. Form 1, of "quorate report 1", knew those of CountTables() only, and no
// workbook.
inline constexpr int kResultsForm = 2;

// results/{items,wordings,tallies,histograms,responses,decisions,votes,flow,changes,margins,
// dissent}.csv, results/columns.csv, which says what each column of the others means, and
// results/results.xlsx, all of them in one workbook. The public tier shows publishable tables only,
// "suppressed" in the cells of those kept back. `history` are the entries for which IsDated()
// holds, in the order of the log. Requires a study with a protocol and a form from 1.
std::vector<CsvFile> ResultsCsv(const Study& study,
                                std::span<const DatedEntry> history,
                                Tier tier,
                                int form = kResultsForm);

}  // namespace quorate::engine
