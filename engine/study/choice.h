// A choice among several items, as the state keeps it.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/json.h"
#include "engine/study/ballot_box.h"
#include "engine/study/choice_plan.h"
#include "engine/study/event.h"

namespace quorate::engine {

struct ChoiceIteration {
  bool open = true;
  BallotBox box;  // A question an item; its codes are marks (choice_plan.h).
  std::vector<Response> responses;
  std::optional<Json> outcome;  // As far as it may be published.
};

struct ChoiceDecision {
  int iteration = 0;
  std::vector<std::string> chosen;
  std::string reason;  // Empty where the winners were taken.
  std::uint64_t entry = 0;
};

// One choice on the floor of a workshop, taken once or several times.
struct Choice {
  std::string id;
  int round = 0;
  ChoicePlan plan;
  std::vector<ItemVersion> items;
  Questions questions;  // The same, by label.
  std::optional<Lot> lot;
  std::vector<ChoiceIteration> iterations;
  std::optional<ChoiceDecision> decision;

  [[nodiscard]] bool open() const { return !iterations.empty() && iterations.back().open; }
};

}  // namespace quorate::engine
