// Figures of candidates as bars: scores, approvals with the seats, and the grades behind majority
// judgment.

#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/fraction.h"
#include "engine/report/svg.h"

namespace quorate::engine {

struct ScoreBar {
  std::string name;
  Fraction value;
  std::string note;  // After the figure, such as "seat 1"; may be empty.
  bool won = false;
};

// A bar a row, dark where it won, in the order given. Figures below zero go to the left.
Picture ScoreBars(std::string_view title,
                  std::string_view description,
                  const std::vector<ScoreBar>& bars);

struct GradeRow {
  std::string name;
  std::vector<Fraction> weights;  // One a grade, worst first.
  std::string median;             // May be empty.
  bool won = false;
};

// A bar a row, as wide as all the grades given to that candidate, the best at the left; a line in
// the middle shows the median. `grades` are their names, worst first.
Picture GradeBars(std::string_view title,
                  std::string_view description,
                  const std::vector<std::string>& grades,
                  const std::vector<GradeRow>& rows);

}  // namespace quorate::engine
