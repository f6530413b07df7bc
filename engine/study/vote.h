// What was counted of an item, and a vote on one item in a workshop, as the state keeps them.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/json.h"
#include "engine/study/ballot_box.h"
#include "engine/study/event.h"

namespace quorate::engine {

// A tally that stands: the publishable table, and the whole one where it is known.
struct TalliedItem {
  ItemVersion item;
  Verdict consensus = Verdict::kNone;
  Json tally;
  std::optional<Json> full;
  std::optional<Json> explanation;
};

struct VoteIteration {
  bool open = true;
  BallotBox box;  // One question.
  std::vector<Response> responses;
  std::optional<TalliedItem> result;
  std::optional<Json> explanation;  // What was asked about its verdict.
};

struct Vote {
  std::string id;
  int round = 0;
  ItemVersion item;
  VoteKind kind = VoteKind::kYesNo;
  std::vector<VoteIteration> iterations;

  [[nodiscard]] bool open() const { return !iterations.empty() && iterations.back().open; }
};

}  // namespace quorate::engine
