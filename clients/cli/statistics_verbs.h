// `quorate statistics agreement|concordance|change|attrition|groups|points|best-worst FILE`: what
// describes a panel and decides nothing, from files and without a server.

#pragma once

#include <optional>
#include <string>

#include "clients/cli/outcome.h"
#include "engine/ratings/scale.h"

namespace CLI {
class App;
}

namespace quorate::cli {

// Each verb reads those that its help names.
struct StatisticsOptions {
  std::string file;
  bool matrix = false;                  // The file is a table of ratings (matrix_file.h).
  std::optional<std::string> scale;     // "1-9" where absent; LOW-HIGH, ends included.
  std::optional<std::string> band;      // "7-9" on the scale 1-9; needed on another.
  std::string share = "70%";            // What makes an item in for a group.
  std::optional<int> round;             // The highest in the file where absent.
  std::optional<int> from;              // The one before `to` (change), the lowest (attrition).
  std::optional<int> to;                // The highest where absent.
  std::string weights = "identity";     // engine/statistics/weighting.h.
  std::string categories = "observed";  // Or "scale": whether unused points count.
  std::optional<int> picked;            // Items a voter picks; the most points in the file.
  bool json = false;
};

Outcome StatisticsAgreement(const StatisticsOptions& options);
Outcome StatisticsConcordance(const StatisticsOptions& options);
Outcome StatisticsChange(const StatisticsOptions& options);
Outcome StatisticsAttrition(const StatisticsOptions& options);
Outcome StatisticsGroups(const StatisticsOptions& options);
Outcome StatisticsPoints(const StatisticsOptions& options);
Outcome StatisticsBestWorst(const StatisticsOptions& options);

// Reads "1-9", "-5-5" or "-5--1": two whole numbers, the lower first. `flag` is named in refusals.
engine::Result<engine::Band> ParseStretch(const std::string& flag, const std::string& text);

// Adds `statistics` with its verbs to the program. Running one fills `outcome`, which must outlive
// `app`.
void AddStatisticsVerbs(CLI::App& app, Outcome& outcome);

}  // namespace quorate::cli
