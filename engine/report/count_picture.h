// The picture that suits a count: duels for rules that compare in pairs, stages for those that go
// stage by stage, grades for majority judgment, bars for sums and for seats.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/json.h"
#include "engine/base/result.h"
#include "engine/committee/committee.h"
#include "engine/ranking/ranked_rule.h"
#include "engine/report/svg.h"

namespace quorate::engine {

// `answer` is what CountRanked gave for the same profile, rule and options. Refuses what has no
// pairwise matrix.
Result<Picture> CountPicture(const Profile& profile,
                             const RankedRule& rule,
                             const RankedOptions& options,
                             const RankedAnswer& answer);

// Approvals as bars, the first committee's members dark, with the order of their election where the
// rule has one.
Picture SeatsPicture(const ApprovalProfile& profile,
                     const CommitteeRequest& request,
                     const CommitteeResult& result);

// From a choice's outcome as the log holds it (study/choice_outcome.h): its duels, else its scores;
// nothing where it shows neither. `items` are the items' labels in the order on the floor.
std::optional<Picture> OutcomePicture(const std::string& title,
                                      const std::vector<std::string>& items,
                                      const Json& outcome);

}  // namespace quorate::engine
