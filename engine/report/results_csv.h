// The result tables of a bundle, for spreadsheets, R and Python. Each is a pure function of the
// study, so that verification writes them again and compares bytes: what stands here follows from
// the log.
//
// A change of any column changes what old bundles are compared with, so columns are for ever.

#pragma once

#include <vector>

#include "engine/report/csv.h"
#include "engine/study/study.h"

namespace quorate::engine {

// results/{items,wordings,tallies,histograms,responses,decisions,votes}.csv, and
// results/columns.csv, which says what each column of the others means. The public tier shows
// publishable tables only, "suppressed" in the cells of those kept back. Requires a study with a
// protocol.
std::vector<CsvFile> ResultsCsv(const Study& study, Tier tier);

}  // namespace quorate::engine
