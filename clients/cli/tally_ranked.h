// `quorate tally ranked FILE --rule RULE`: one winner, or several where the rule has seats.

#pragma once

#include <optional>
#include <string>

#include "clients/cli/outcome.h"
#include "clients/cli/tally_ratings.h"
#include "engine/base/result.h"
#include "engine/ranking/ranked_rule.h"

namespace CLI {
class App;
}

namespace quorate::cli {

// Arguments as they were given; TallyRanked() makes sense of them.
struct TallyRankedOptions {
  std::string file;
  std::string rule;
  std::optional<int> seats;
  std::string unranked = "last";
  std::string strength = "winning";
  std::string borda_unranked = "averaged";
  std::string missing = "refuse";
  std::string tie = "none";  // Or order:A,B,.. or lot:SEED.
  bool why = false;
  std::string about;  // A,B,..: whom to compare; implies `why`.
  bool margin = false;
  std::string svg;  // Where to write a drawing; empty for none.
  AnswerForm form = AnswerForm::kTable;
};

// An unknown rule or option value is wrong usage; what a rule or file does not allow is refused.
// Reasons, margin and drawing are there only where they are asked for; the rest of the answer is
// the same with and without them.
Outcome TallyRanked(const TallyRankedOptions& options);

// Reads "none", "order:A,B,.." and "lot:SEED".
engine::Result<engine::TieBreak> ParseTie(const std::string& text);

// Adds `ranked` to the subcommand `tally`. Running it fills `outcome`, which must outlive `tally`.
void AddTallyRanked(CLI::App& tally, Outcome& outcome);

}  // namespace quorate::cli
