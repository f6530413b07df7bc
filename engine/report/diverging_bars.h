// What people scored, as stacked bars around a middle line: low scores to its left, high ones to
// its right, a middle band split at it. Low bands are striped and high ones solid, so that it reads
// without colors too; every number also stands as text.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/json.h"
#include "engine/study/event.h"

namespace quorate::engine {

// The answers counted at one place.
struct BarRow {
  std::string place;            // "round 2".
  const Json* table = nullptr;  // Null where the k rule keeps it back, which the row says.
  VoteKind kind = VoteKind::kRating;
};

// One picture for one group or the whole panel, a bar a row, all on one scale so that change is
// seen. Bars count people, each once, as a share of those who scored; those who were asked and gave
// no score stand apart at the right edge, as a share of those asked. `who` is plain text.
std::string DivergingBars(std::string_view who, const std::vector<BarRow>& rows);

// How to read them, once for all.
std::string BarsLegend();

}  // namespace quorate::engine
