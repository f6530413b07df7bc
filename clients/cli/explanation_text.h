// What explains a tally, for people: sentences, a table, and each item in words.

#pragma once

#include <string>
#include <vector>

#include "engine/base/json.h"
#include "engine/ratings/explanation.h"
#include "engine/ratings/scale.h"

namespace quorate::cli {

// `round` and `items` are the explanation in JSON, as engine/ratings/explanation.h writes it. In
// the table a dash stands where no change of scores helps, "3-5" where the search was cut short,
// and
// ">=3" where it found no example.
std::string ExplanationText(const engine::Json& round,
                            const std::vector<engine::Json>& items,
                            const engine::Scale& scale);

// The same for programs: {"round": .., "items": [..]}.
engine::Json ExplanationJson(const engine::Json& round, const std::vector<engine::Json>& items);

}  // namespace quorate::cli
