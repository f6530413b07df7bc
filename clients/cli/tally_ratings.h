// `quorate tally ratings FILE.csv --rule PRESET_OR_FILE [--voice POLICY] [--round N] [--explain]
// [--json]`.

#pragma once

#include <optional>
#include <string>

#include "clients/cli/outcome.h"

namespace CLI {
class App;
}

namespace quorate::cli {

enum class AnswerForm { kTable, kJson };

struct TallyRatingsOptions {
  std::string file;
  std::string rule;                  // A preset's name or a JSON file.
  std::string voice = "per-person";  // As in engine/panel/voice.h, or a JSON file.
  std::optional<int> round;          // The highest in the file where absent.
  AnswerForm form = AnswerForm::kTable;
  bool explain = false;  // What decided it, after the tally or as the member `explanation`.
};

Outcome TallyRatings(const TallyRatingsOptions& options);

// Adds `ratings` to the subcommand `tally`. Running it fills `outcome`, which must outlive `tally`.
void AddTallyRatings(CLI::App& tally, Outcome& outcome);

}  // namespace quorate::cli
