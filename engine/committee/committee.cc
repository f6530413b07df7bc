#include "engine/committee/committee.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/committee/equal_shares.h"
#include "engine/committee/greedy_thiele.h"
#include "engine/committee/phragmen.h"
#include "engine/committee/separable.h"
#include "engine/committee/thiele_search.h"

namespace quorate::engine {

namespace {

struct RuleName {
  CommitteeRule rule;
  const char* name;
};
constexpr std::array<RuleName, 8> kRules = {{
    {CommitteeRule::kApproval, "approval"},
    {CommitteeRule::kSatisfaction, "sav"},
    {CommitteeRule::kPav, "pav"},
    {CommitteeRule::kSeqPav, "seq-pav"},
    {CommitteeRule::kRevSeqPav, "rev-seq-pav"},
    {CommitteeRule::kPhragmen, "phragmen"},
    {CommitteeRule::kEqualShares, "equal-shares"},
    {CommitteeRule::kChamberlinCourant, "cc"},
}};

Status CheckRequest(const ApprovalProfile& profile, const CommitteeRequest& request) {
  const std::uint32_t candidates = profile.candidate_count();
  if (request.seats < 1) return Refuse(Reason::kInvalidArgument, "seats", "must be at least 1");
  if (request.seats > candidates) {
    return Refuse(Reason::kInvalidArgument,
                  "seats",
                  std::to_string(request.seats) + " seats, but only " + std::to_string(candidates) +
                      " candidates");
  }
  if (!request.tie_order) return {};
  std::vector<CandidateId> sorted = *request.tie_order;
  std::sort(sorted.begin(), sorted.end());
  bool complete = sorted.size() == candidates;
  for (CandidateId c = 0; complete && c < candidates; ++c)
    complete = sorted[c] == c;
  if (complete) return {};
  return Refuse(Reason::kInvalidArgument, "tie order", "must name every candidate once");
}

void UseSingleScores(std::vector<std::pair<CandidateId, Fraction>> scores,
                     std::uint32_t seats,
                     CommitteeResult& result) {
  TopCommittees top = TopScored(scores, seats, kCommitteesMax);
  result.committees = std::move(top.committees);
  result.cut = top.count > result.committees.size() ? Cut::kYes : Cut::kNo;
  result.committee_count = std::move(top.count);
  result.scores = std::move(scores);
}

void UseBest(BestCommittees best, CommitteeResult& result) {
  result.committees = std::move(best.committees);
  result.committee_count = result.committees.size();
  result.cut = best.cut;
  result.count_is_exact = best.cut == Cut::kNo;
  result.objective = std::move(best.score);
  result.bound = std::move(best.bound);
}

void UseOutcomes(Outcomes outcomes, CommitteeResult& result) {
  result.committees = std::move(outcomes.committees);
  result.committee_count = result.committees.size();
  result.cut = outcomes.cut;
  result.count_is_exact = outcomes.cut == Cut::kNo;
  result.steps = std::move(outcomes.steps);
  result.tie_was_broken = outcomes.met_tie;
}

// The rule itself, ties followed or broken in file order.
CommitteeResult Apply(const ApprovalProfile& profile, const CommitteeRequest& request) {
  const std::uint32_t seats = request.seats;
  const Ties ties = request.tie_order ? Ties::kTakeFirst : Ties::kFollowAll;
  const std::size_t states = StatesMax(profile);
  CommitteeResult result;
  switch (request.rule) {
    case CommitteeRule::kApproval:
      UseSingleScores(ApprovalScores(profile), seats, result);
      break;
    case CommitteeRule::kSatisfaction:
      UseSingleScores(SatisfactionScores(profile), seats, result);
      break;
    case CommitteeRule::kPav:
      UseBest(FindBest(profile, seats, Thiele::kHarmonic), result);
      break;
    case CommitteeRule::kChamberlinCourant:
      UseBest(FindBest(profile, seats, Thiele::kFirstOnly), result);
      break;
    case CommitteeRule::kSeqPav:
      UseOutcomes(FollowTies(SeqPavState(profile, seats), ties, states), result);
      break;
    case CommitteeRule::kRevSeqPav:
      UseOutcomes(FollowTies(RevSeqPavState(profile, seats), ties, states), result);
      break;
    case CommitteeRule::kPhragmen:
      UseOutcomes(FollowTies(PhragmenState::Fresh(profile, seats), ties, states), result);
      break;
    case CommitteeRule::kEqualShares: {
      std::uint32_t budget = seats;
      UseOutcomes(EqualShares(profile, request, ties, budget), result);
      result.budget = Fraction(budget);
      break;
    }
  }
  return result;
}

// From the candidates' numbers in the tie order to those in the file.
void Rename(const std::vector<CandidateId>& order, CommitteeResult& result) {
  for (Committee& committee : result.committees) {
    for (CandidateId& member : committee)
      member = order[member];
    std::sort(committee.begin(), committee.end());
  }
  for (auto& [candidate, score] : result.scores)
    candidate = order[candidate];
  std::sort(result.scores.begin(), result.scores.end(), [](const auto& a, const auto& b) {
    return a.first < b.first;
  });
  for (CommitteeStep& step : result.steps) {
    step.candidate = order[step.candidate];
    for (CandidateId& other : step.tied_with)
      other = order[other];
    std::sort(step.tied_with.begin(), step.tied_with.end());
  }
}

// Leaves the first committee alone, as the stated order wants.
void KeepFirst(CommitteeResult& result) {
  if (result.committees.size() > 1) {
    result.tie_was_broken = true;
    result.committees.resize(1);
  }
  result.committee_count = 1;
  result.cut = Cut::kNo;
  result.count_is_exact = true;
}

}  // namespace

Result<CommitteeResult> ChooseCommittee(const ApprovalProfile& profile,
                                        const CommitteeRequest& request) {
  QUORATE_RETURN_IF_ERROR(CheckRequest(profile, request));
  CommitteeResult result;
  if (request.tie_order) {
    // In the order itself the first of the tied ones is the one to take.
    result = Apply(profile.Reordered(*request.tie_order), request);
    KeepFirst(result);
    Rename(*request.tie_order, result);
  } else {
    result = Apply(profile, request);
    result.tie_was_broken = false;
  }
  result.justified = CheckJustified(profile, result.committees.front(), request.seats);
  return result;
}

const char* Name(CommitteeRule rule) {
  const auto* found = std::find_if(
      kRules.begin(), kRules.end(), [&](const RuleName& entry) { return entry.rule == rule; });
  return found->name;
}

Result<CommitteeRule> ParseCommitteeRule(std::string_view name) {
  std::string known;
  for (const RuleName& entry : kRules) {
    if (name == entry.name) return entry.rule;
    known += (known.empty() ? "" : ", ") + std::string(entry.name);
  }
  return Refuse(Reason::kInvalidArgument,
                "rule",
                "there is no committee rule \"" + std::string(name) + "\"; there are " + known);
}

Result<Completion> ParseCompletion(std::string_view name) {
  if (name == "phragmen") return Completion::kPhragmen;
  if (name == "none") return Completion::kNone;
  if (name == "approval") return Completion::kApproval;
  if (name == "increment") return Completion::kIncrement;
  return Refuse(Reason::kInvalidArgument,
                "completion",
                "\"" + std::string(name) + "\" is not phragmen, none, approval or increment");
}

}  // namespace quorate::engine
