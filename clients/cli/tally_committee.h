// `quorate tally committee FILE --rule RULE --seats K`: a committee of K from approval ballots.

#pragma once

#include <string>

#include "clients/cli/outcome.h"
#include "clients/cli/tally_ratings.h"

namespace CLI {
class App;
}

namespace quorate::cli {

// Arguments as they were given; TallyCommittee() makes sense of them.
struct TallyCommitteeOptions {
  std::string file;
  std::string rule;
  int seats = 0;
  std::string completion = "phragmen";  // Of Equal Shares.
  std::string tie = "none";             // Or order:A,B,.. or lot:SEED.
  bool why = false;
  std::string about;  // A,B,..: whom to compare; implies `why`.
  bool margin = false;
  std::string check;      // "jr" or "ejr"; empty asks nothing.
  std::string committee;  // A,B,..: whom to check in place of the elected.
  std::string svg;        // Where to write a drawing; empty for none.
  AnswerForm form = AnswerForm::kTable;
};

// An unknown rule or option value is wrong usage; what a rule or file does not allow is refused. A
// declared order must name every candidate, since half an order would leave the rest to chance.
Outcome TallyCommittee(const TallyCommitteeOptions& options);

// Adds `committee` to the subcommand `tally`. Running it fills `outcome`, which must outlive
// `tally`.
void AddTallyCommittee(CLI::App& tally, Outcome& outcome);

}  // namespace quorate::cli
