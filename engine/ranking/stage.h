// One stage of a count that goes from stage to stage: STV, and instant runoff as its case of one
// seat.

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/fraction.h"
#include "engine/base/json.h"
#include "engine/ranking/profile.h"

namespace quorate::engine {

// What every candidate had at the end of the stage.
struct StvStage {
  std::string act;                       // "first preferences", "surplus of", "exclusion of".
  std::optional<std::size_t> candidate;  // Whose votes were moved.
  std::vector<std::size_t> tied_with;    // Nothing but the order or the universe chose among these.
  std::vector<Fraction> votes;           // One a candidate.
  Fraction exhausted;                    // All that counts for nobody by now.
  Fraction quota;
  std::vector<std::size_t> elected;  // At the end of the stage, in order.
  // The part of each paper that a candidate keeps, one a candidate; Meek's rule alone has it.
  std::vector<Fraction> kept = {};
};

// What each candidate gained or gave since the stage before; those without a change are left out.
Json TransfersInJson(const Profile& profile, const StvStage& before, const StvStage& stage);

// Where the moved votes went: "2 go to Ann, 1 to Bob and 1 to nobody"; empty where none moved.
std::string TransfersInWords(const Profile& profile, const StvStage& before, const StvStage& stage);

}  // namespace quorate::engine
