// The flow through a study as a picture, and as the table that says the same in the same words.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/report/flow.h"
#include "engine/study/study.h"

namespace quorate::engine {

// A station and what happened on the way to it. All of it is plain text.
struct FlowStep {
  std::string title;
  std::vector<std::string> before;
  std::vector<std::string> lines;
};

// The panel's way and the list's way, with the same stations: the start, each opened round, now (or
// the end, for a concluded study). Groups that the k rule keeps back are said to be.
std::vector<FlowStep> PeopleSteps(const Study& study, const Flow& flow);
std::vector<FlowStep> ItemSteps(const Study& study, const Flow& flow);

// Boxes with arrows from the first step to the last; `title` says what of.
std::string FlowPicture(std::string_view title, const std::vector<FlowStep>& steps);

// Both ways as a table, a row a station. Requires the same stations.
std::string FlowTable(const std::vector<FlowStep>& people, const std::vector<FlowStep>& items);

}  // namespace quorate::engine
