// Choosing a committee of k from approval ballots.
//
// Whatever the rule, nothing is drawn silently: all tied committees are named, up to a cap, unless
// the caller states an order of candidates that breaks ties.

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/fraction.h"
#include "engine/base/result.h"
#include "engine/committee/approval_profile.h"
#include "engine/committee/justified.h"

namespace quorate::engine {

enum class CommitteeRule {
  kApproval,      // The k with the most approvals.
  kSatisfaction,  // Each ballot is split among those it approves (SAV).
  kPav,          // Proportional approval voting: a ballot with j members gives 1 + 1/2 + … + 1/j.
  kSeqPav,       // The same, seat by seat.
  kRevSeqPav,    // The same, taking candidates away until k are left.
  kPhragmen,     // Sequential Phragmén.
  kEqualShares,  // The Method of Equal Shares.
  kChamberlinCourant,  // The most people with at least one member they approve.
};

// What Equal Shares does with seats that nobody can pay for any more.
enum class Completion {
  kPhragmen,   // Money goes on coming in evenly, as in Phragmén's rule.
  kNone,       // They stay empty.
  kApproval,   // The most approved fill them.
  kIncrement,  // It starts again with money for one seat more, as long as at most k are elected.
};

struct CommitteeRequest {
  CommitteeRule rule = CommitteeRule::kApproval;
  std::uint32_t seats = 1;
  Completion completion = Completion::kPhragmen;
  // Breaks every tie in favor of whoever stands earlier. All candidates, each once.
  std::optional<std::vector<CandidateId>> tie_order;
};

// One act of a sequential rule, or one figure of another: a candidate and exact figures about it.
struct CommitteeStep {
  std::string act;  // "elected", "removed", "filled".
  CandidateId candidate = 0;
  std::vector<std::pair<std::string, Fraction>> figures;
  // Who was tied with the candidate; empty where nobody was.
  std::vector<CandidateId> tied_with;
};

enum class Cut { kNo, kYes };

struct CommitteeResult {
  std::vector<Committee> committees;  // In file order; at most kCommitteesMax.
  // How many tied committees there are. Under a cut only those found, unless the rule can count
  // them without listing them.
  boost::multiprecision::cpp_int committee_count;
  Cut cut = Cut::kNo;           // There are, or may be, more than are listed.
  bool count_is_exact = true;   // False only under a cut.
  bool tie_was_broken = false;  // By the stated order.

  std::vector<std::pair<CandidateId, Fraction>> scores;  // Where a rule scores candidates singly.
  std::vector<CommitteeStep> steps;                      // That led to the first committee.
  // Of the first committee, for rules that maximize something; `bound` where it is not proven best.
  std::optional<Fraction> objective;
  std::optional<Fraction> bound;
  std::optional<Fraction> budget;  // What Equal Shares spent from, in seats.
  JustifiedRepresentation justified;
};

inline constexpr std::size_t kCommitteesMax = 1000;

// Refuses no seats, more seats than candidates, and an order that does not name everybody once.
Result<CommitteeResult> ChooseCommittee(const ApprovalProfile& profile,
                                        const CommitteeRequest& request);

// "approval", "sav", … as on the command line; ParseCommitteeRule reads them.
const char* Name(CommitteeRule rule);
Result<CommitteeRule> ParseCommitteeRule(std::string_view name);
Result<Completion> ParseCompletion(std::string_view name);

}  // namespace quorate::engine
