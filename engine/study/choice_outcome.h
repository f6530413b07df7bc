// What comes of a choice: the voting rule of its plan applied to the ballots of one iteration.

#pragma once

#include <string>
#include <vector>

#include "engine/base/json.h"
#include "engine/committee/approval_profile.h"
#include "engine/committee/committee.h"
#include "engine/ranking/profile.h"
#include "engine/ranking/ranked_rule.h"
#include "engine/study/study.h"

namespace quorate::engine {

// The ballots of an iteration as the voting rules count them, blank ones left out: who abstains is
// present and no more. Weighted by the study's voice; who weighs 0 is left out too.
struct ChoiceBallots {
  Profile profile;
  std::size_t voters = 0;         // Ballots that are not blank, people each once.
  std::size_t blank = 0;          // Abstentions.
  std::vector<Fraction> weights;  // One a voter, in the order of their first ballots.
};

// Requires known contents and an iteration of the choice.
Result<ChoiceBallots> BallotsOf(const Study& study, const Choice& choice, std::size_t iteration);

// The tie rule of the plan as the voting rules take it: the order of the items on the floor, or the
// lot drawn from the log.
TieBreak TieBreakOf(const Choice& choice);

// The options of the plan, for a rule that is not a committee's.
RankedOptions RankedOptionsOf(const Choice& choice);

// The approvals in a profile of approvals.
Result<ApprovalProfile> ApprovalsOf(const Profile& profile);

// What a committee rule is asked for.
Result<CommitteeRequest> CommitteeRequestOf(const Choice& choice, const Profile& profile);

// Everything the rule has to say, explanation included: the answer of `quorate tally ranked` or
// `committee`, with "tie_broken": true where the stated tie rule decided, and for rankings the
// matrix "pairwise". Fails where the rule cannot be counted. Requires what BallotsOf() requires.
Result<Json> ChoiceAnswer(const Study& study, const Choice& choice, std::size_t iteration);

// {"rule","seats","voters","blank","winners":[..],"tied","decided_by"?,"ranking"?,"scores"?,
//  "committees_count"?,"pairwise"?:{item:{item:weight}}}
// Exact values and counts are strings; "decided_by" is "order" or "lot" where one broke a tie.
// "inquorate": true stands where too few voted, "refused": true where the rule could not be counted
// (a circle too large for Kemeny); winners are empty then.
Json ChoiceOutcome(const Study& study, const Choice& choice, std::size_t iteration);

// The same as it may be published: with fewer than k voters, or under a weighted voice while a
// group of voters is smaller than k (whose marks could be solved for), without the figures, and
// "figures_withheld": true says so. From rules version 3 on: where fewer than k voters have some
// weight, by any combination of the weighted figures with the number of voters; and where everybody
// marked alike, unless the protocol warned that this is shown.
Json PublishableOutcome(const Study& study,
                        const Choice& choice,
                        std::size_t iteration,
                        Json outcome);

}  // namespace quorate::engine
