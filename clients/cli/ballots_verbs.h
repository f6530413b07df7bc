// `quorate ballots convert FILE --to FORMAT [--out FILE]`: ballots from one file format to another,
// without a server.

#pragma once

#include <string>

#include "clients/cli/outcome.h"

namespace CLI {
class App;
}

namespace quorate::cli {

// Arguments as they were given; ConvertBallots() makes sense of them.
struct ConvertBallotsOptions {
  std::string file;
  std::string to;   // soc, soi, toc, toi, cat, blt, abif, csv or csv-places; empty: as `out` ends.
  std::string out;  // Empty writes to standard output.
  std::string as;   // ranks, approvals or grades; empty: as the file's or the target's format says.
  std::string title;
  int seats = 1;
  bool json = false;  // What was written, for programs; needs `out`.
};

// What the format cannot hold is refused with every place; what it holds otherwise than the source
// (weights multiplied, grades nobody gives) is said beside the answer. Unknown words are wrong
// usage.
Outcome ConvertBallots(const ConvertBallotsOptions& options);

// Adds the noun `ballots`. Running a verb fills `outcome`, which must outlive `app`.
void AddBallotsVerbs(CLI::App& app, Outcome& outcome);

}  // namespace quorate::cli
