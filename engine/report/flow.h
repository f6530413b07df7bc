// The way of the people and of the items through a study, in numbers: who joined and left between
// the rounds, what came onto the list and left it, and what the rule said at each station.

#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/report/report_html.h"
#include "engine/study/study.h"

namespace quorate::engine {

// What happened between two stations. All but `joined` and `left` count items.
struct Movement {
  int joined = 0;  // People.
  int left = 0;
  int added = 0;  // By the organizers.
  int suggested = 0;
  int accepted = 0;
  int declined = 0;
  int reworded = 0;
  int merged_from = 0;
  int merged_into = 0;
  int split_from = 0;
  int split_into = 0;
  int retired = 0;
};

struct VerdictCounts {
  int in = 0;
  int out = 0;
  int none = 0;
  int inquorate = 0;
  [[nodiscard]] int total() const { return in + out + none + inquorate; }
};

struct FlowRound {
  const Round* round = nullptr;
  RoundMode mode = RoundMode::kSurvey;
  Movement before;  // Since the round before it opened; for the first round, since the beginning.
  int active = 0;   // Items on the list when it opened.
  int asked = 0;    // Those it took over; the others were not asked again.
  // What the rule said: of each item of a survey; of each item voted on in a workshop, by its last
  // closed vote there.
  VerdictCounts found;
};

struct Flow {
  std::vector<FlowRound> rounds;  // Opened ones.
  Movement after;                 // Since the last one opened; since the beginning without one.
  int enrolled = 0;
  int left = 0;
  int active = 0;
  VerdictCounts decided;  // Of the active items, by the decision on their present wording.
  int undecided = 0;
  int overridden = 0;
};

// `history` are the entries for which IsDated() holds, in the order of the log. For each station:
//
//   active before + added + accepted - merged_from + merged_into - split_from + split_into
//     - retired = active now
Flow FlowOf(const Study& study, std::span<const DatedEntry> history);

// The verdict on the item at the round's end: as in `found`. Absent where it was not counted.
std::optional<Verdict> VerdictAt(const Study& study, const Round& round, std::string_view item);

}  // namespace quorate::engine
