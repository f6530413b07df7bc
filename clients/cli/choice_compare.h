// `quorate choice compare BUNDLE CHOICE`: what a choice by approvals would have been under a
// threshold and under a proportional rule, from an auditor's bundle. Exploratory, and never made by
// itself.

#pragma once

#include <string>

#include "clients/cli/outcome.h"

namespace CLI {
class App;
}

namespace quorate::cli {

// Arguments as they were given; CompareChoice() makes sense of them.
struct CompareChoiceOptions {
  std::string bundle;
  std::string choice;
  int iteration = 0;      // 0 means the last closed one.
  std::string threshold;  // A share; empty: as many as there are seats.
  std::string proportional = "pav";
  bool json = false;
};

// Refuses a bundle that does not verify or holds no ballots, and choices that are not by approvals.
Outcome CompareChoice(const CompareChoiceOptions& options);

// Adds `compare` to the noun `choice`. Running it fills `outcome`, which must outlive `choice`.
void AddChoiceCompare(CLI::App& choice, Outcome& outcome);

}  // namespace quorate::cli
