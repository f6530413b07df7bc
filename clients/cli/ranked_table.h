// A count of ranked ballots for people.

#pragma once

#include <string>
#include <string_view>

#include "engine/ranking/ranked_rule.h"

namespace quorate::cli {

// Who won and why in sentences, then every candidate on a line with place and score, as far as the
// rule gives them. A score that is no short decimal stays a fraction: nothing is rounded.
std::string RankedTable(const engine::RankedAnswer& answer,
                        const engine::Profile& profile,
                        std::string_view rule);

}  // namespace quorate::cli
