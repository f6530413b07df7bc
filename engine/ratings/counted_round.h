// A round counted once, finely enough that other voices, and the panel without some of its people,
// are tallied without touching an answer again.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/panel/voice.h"
#include "engine/ratings/electorate.h"
#include "engine/ratings/round_ratings.h"
#include "engine/ratings/tally.h"

namespace quorate::engine {

// People who wear the same hats in the same order, and who all completed or all did not.
struct Kind {
  HatSet hats;
  bool completed = false;
};

struct CountedRound {
  std::vector<Kind> kinds;       // Those with a member, in order of the first one's number.
  std::vector<ItemTally> items;  // By item, with a row for each kind in place of a bloc.
};

// Counts every item. `completed` says by member who answered to the end of the study, and is empty
// where nobody asks. Own weights are counted under person-weights only. Refuses what Divide()
// refuses of person weights. Requires a round that CheckRound() accepts.
Result<CountedRound> CountFinely(const RoundRatings& round,
                                 const VoicePolicy& voice,
                                 const std::vector<bool>& completed = {});

// The kinds put together as the blocs of one voice.
struct Regrouped {
  std::vector<std::string> groups;
  Electorate electorate;                              // Of kinds, where Divide() has members.
  std::vector<std::optional<std::uint32_t>> bloc_of;  // By kind; absent for those left out.
};

// Puts the kinds together, each with the hats in `hats`, which index `groups`; those without an
// entry are left out. Refuses what Divide() refuses.
Result<Regrouped> Regroup(std::vector<std::string> groups,
                          const std::vector<std::optional<HatSet>>& hats,
                          const VoicePolicy& voice);

// The tables of an item of the counted round, under that voice. Own weights count under
// person-weights only.
ItemTables TablesOf(const Regrouped& regrouped, const ItemTally& item);

}  // namespace quorate::engine
