// Two answers to the same approval ballots side by side: the set that a threshold takes, item by
// item, and the set that gives every large group its share. Exploratory; a study is bound by the
// rule that it fixed beforehand.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/json.h"
#include "engine/base/result.h"
#include "engine/committee/committee.h"
#include "engine/ranking/profile.h"

namespace quorate::engine {

struct SetRules {
  std::uint32_t seats = 1;
  // Everything that at least this share approves; absent: the `seats` most approved.
  std::optional<Fraction> threshold;
  CommitteeRule proportional = CommitteeRule::kPav;
};

// One of the two sets.
struct ComparedSet {
  std::string how;  // "approved by at least 70 %", "pav".
  Committee members;
  bool tied = false;     // Other sets are as good; this is the first in file order.
  Fraction represented;  // The weight of the ballots that approve a member at least.
  JustifiedRepresentation justified;
};

struct SetComparison {
  ApprovalProfile profile;
  ComparedSet threshold;
  ComparedSet proportional;
};

// Requires a profile of approvals. Refuses what ChooseCommittee refuses.
Result<SetComparison> CompareSets(const Profile& approvals, const SetRules& rules);

// {"exploratory":true,"threshold":S,"proportional":S,"only_threshold","only_proportional","both"};
// S = {"how","members","tied","represented","of","justified_representation"}.
Json ToJson(const SetComparison& comparison);
// The same in lines.
std::vector<std::string> InWords(const SetComparison& comparison);

}  // namespace quorate::engine
