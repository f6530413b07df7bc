// Why a choice came out as it did, and what changed when it was made again, in sentences.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/json.h"
#include "engine/study/study.h"

namespace quorate::engine {

// What the public record tells of a closed iteration, from its outcome in the log alone: who was
// chosen, from how many ballots, how a tie was broken, how each winner stands against the other
// items in pairs, and what is otherwise than in the closed iteration before.
std::vector<std::string> ChoiceWords(const Choice& choice, std::size_t iteration);

struct ChoiceExplanation {
  std::vector<std::string> words;
  std::optional<Json> figures;  // What the rule has to show; absent where it is held back.
};

// The same, and the rule's own account of it: "comparisons" of the winner with the others, and for
// a choice of at most kMarginItemsMax items and kMarginBallotsMax different ballots "margin", how
// few ballots would have changed it. That is counted from the ballots, so it is there only where
// they are at hand, and the public tier gets it only where the outcome's figures may be shown;
// which ballots a change would take is for the auditor alone.
ChoiceExplanation ExplainChoice(const Study& study,
                                const Choice& choice,
                                std::size_t iteration,
                                Tier tier);
inline constexpr std::size_t kMarginItemsMax = 12;
inline constexpr std::size_t kMarginBallotsMax = 200;

}  // namespace quorate::engine
