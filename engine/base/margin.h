// How close a count was: the fewest ballots that, had they said something else, would have changed
// who wins. Ranked votes and committees say it alike.

#pragma once

#include <optional>
#include <string>

#include "engine/base/fraction.h"
#include "engine/base/json.h"

namespace quorate::engine {

// Ballots, where all weights are whole numbers and so stand for so many ballots; else a weight, as
// if every ballot could be split into parts of the weights' common denominator. No real change of
// ballots is smaller.
enum class MarginUnit { kBallots, kWeight };

struct Margin {
  // No smaller change has an effect; 0 where the winners are tied already.
  Fraction at_least;
  // So much is enough, as the witness shows. Absent where the search found nothing.
  std::optional<Fraction> at_most;
  MarginUnit unit = MarginUnit::kBallots;
  std::string witness;  // A sentence: which ballots, and what comes of it.

  [[nodiscard]] bool exact() const { return at_most && *at_most == at_least; }
};

struct MarginAnswer {
  std::optional<Margin> margin;
  std::string undefined;  // Why there is none; empty where there is one.
};

// {"fewest","exact":true,"unit","witness"}, {"at_least","at_most"?,"exact":false,"unit","witness"?}
// or {"undefined": reason}.
Json ToJson(const MarginAnswer& answer);

// "Margin: 3 ballots would have to be changed for other winners." and the witness.
std::string InWords(const MarginAnswer& answer);

}  // namespace quorate::engine
