// `quorate report BUNDLE [--out FILE] [--results FOLDER] [--checklists FOLDER]`: the report, the
// tables and the checklists written afresh from a bundle's log, for a bundle whose own are of
// another version, or missing.

#pragma once

#include <string>

#include "clients/cli/outcome.h"

namespace CLI {
class App;
}

namespace quorate::cli {

struct ReportOptions {
  std::string bundle;
  std::string out;         // Empty: standard output.
  std::string results;     // A folder for the tables; empty: none are written.
  std::string checklists;  // A folder for the checklists; empty: none are written.
};

// Refuses a bundle whose log does not verify: a report would make it look sound.
Outcome WriteReport(const ReportOptions& options);

// Adds `report` to the program. Running it fills `outcome`, which must outlive `app`.
void AddReportVerb(CLI::App& app, Outcome& outcome);

}  // namespace quorate::cli
