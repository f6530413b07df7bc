#include "engine/committee/committee_margin.h"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

#include "engine/committee/seat_replay.h"
#include "engine/committee/thiele_search.h"

namespace quorate::engine {

namespace {

using boost::multiprecision::cpp_int;

constexpr std::size_t kCommitteesComparedMax = 3000;
// The work of all choices together, in approvals looked at.
constexpr std::int64_t kWorkMax = 200'000'000;

struct Choice {
  const ApprovalProfile& profile;
  const CommitteeRequest& request;
  const CommitteeResult& result;
};

std::int64_t RoundedUp(const Fraction& value) {
  const cpp_int below = value.denominator();
  return cpp_int((value.numerator() + below - 1) / below).convert_to<std::int64_t>();
}

bool Approves(const Committee& approved, CandidateId candidate) {
  return std::binary_search(approved.begin(), approved.end(), candidate);
}

// The fewest units until `rival` draws level with `member`, for rules that score singly.
std::int64_t UnitsToDrawLevel(const Choice& choice, CandidateId member, CandidateId rival) {
  struct Gain {
    Fraction each;
    std::int64_t units;
  };
  const bool split = choice.request.rule == CommitteeRule::kSatisfaction;
  std::vector<Gain> gains = {{1, choice.profile.blank_units()}};
  for (const auto& ballot : choice.profile.ballots()) {
    const Fraction part =
        split ? Fraction(1, static_cast<std::int64_t>(ballot.approved.size())) : Fraction(1);
    Fraction each = 1;
    if (Approves(ballot.approved, member)) each += part;
    if (Approves(ballot.approved, rival)) each -= part;
    if (!each.IsZero()) gains.push_back({std::move(each), ballot.units});
  }
  std::sort(
      gains.begin(), gains.end(), [](const Gain& x, const Gain& y) { return x.each > y.each; });
  Fraction gap = (choice.result.scores[member].second - choice.result.scores[rival].second) /
                 choice.profile.unit();
  std::int64_t units = 0;
  for (const Gain& gain : gains) {
    if (gap <= Fraction(0)) break;
    const std::int64_t needed = std::min(gain.units, RoundedUp(gap / gain.each));
    units += needed;
    gap -= gain.each * Fraction(needed);
  }
  return units;
}

Margin OfSingleScores(const Choice& choice) {
  Margin margin;
  const Committee& members = choice.result.committees.front();
  const auto& names = choice.profile.candidates();
  for (const CandidateId member : members) {
    for (CandidateId rival = 0; rival < names.size(); ++rival) {
      if (Approves(members, rival)) continue;
      const Fraction needed = choice.profile.WeightOf(UnitsToDrawLevel(choice, member, rival));
      if (margin.at_most && *margin.at_most <= needed) continue;
      margin.at_least = needed;
      margin.at_most = needed;
      margin.witness = "If " + needed.ToString() + " by weight approved " + names[rival] +
                       " and not " + names[member] + ", " + names[rival] +
                       " would draw level or take the seat.";
    }
  }
  return margin;
}

// Steps `picks`, ascending numbers below `count`, to the next set in order. False after the last.
bool NextSet(Committee& picks, std::uint32_t count) {
  for (std::size_t i = picks.size(); i-- > 0;) {
    if (picks[i] == count - picks.size() + i) continue;
    ++picks[i];
    for (std::size_t j = i + 1; j < picks.size(); ++j)
      picks[j] = picks[j - 1] + 1;
    return true;
  }
  return false;
}

// From the best other committee, if there are few enough.
std::int64_t ThieleBound(const Choice& choice, Thiele thiele) {
  const std::uint32_t count = choice.profile.candidate_count();
  Committee committee(choice.request.seats);
  std::iota(committee.begin(), committee.end(), 0U);
  Fraction second = -1;
  for (std::size_t tried = 0;; ++tried) {
    if (tried == kCommitteesComparedMax) return 1;
    if (committee != choice.result.committees.front())
      second = std::max(second, ThieleScore(choice.profile, committee, thiele));
    if (!NextSet(committee, count)) break;
  }
  Fraction most;
  for (std::uint32_t j = 1; j <= choice.request.seats; ++j)
    most += thiele == Thiele::kHarmonic ? Fraction(1, j) : Fraction(j == 1 ? 1 : 0);
  return RoundedUp((*choice.result.objective - second) / choice.profile.unit() / most / 2);
}

// From the least lead over the next candidate at any act.
std::int64_t StepBound(const Choice& choice) {
  const bool removes = choice.request.rule == CommitteeRule::kRevSeqPav;
  SeatReplay replay(choice.profile, choice.request.rule, choice.request.seats);
  std::vector<bool> open(choice.profile.candidate_count(), true);
  std::optional<Fraction> least;
  for (const CommitteeStep& step : choice.result.steps) {
    open[step.candidate] = false;
    const Fraction taken = *replay.FigureOf(step.candidate);
    for (CandidateId c = 0; c < open.size(); ++c) {
      if (!open[c]) continue;
      const Fraction other = *replay.FigureOf(c);
      const Fraction lead = removes ? other - taken : taken - other;
      if (!least || lead < *least) least = lead;
    }
    replay.Take(step);
  }
  return least ? RoundedUp(*least / choice.profile.unit() / 2) : 1;
}

std::int64_t UnitsSurelyNeeded(const Choice& choice) {
  switch (choice.request.rule) {
    case CommitteeRule::kPav:
      return choice.result.bound ? 1 : ThieleBound(choice, Thiele::kHarmonic);
    case CommitteeRule::kChamberlinCourant:
      return choice.result.bound ? 1 : ThieleBound(choice, Thiele::kFirstOnly);
    case CommitteeRule::kSeqPav:
    case CommitteeRule::kRevSeqPav:
      return StepBound(choice);
    default:
      return 1;
  }
}

// Whether the committee is another, or tied, once `units` of those who approve `member` and not
// `rival` approve the rival alone, or in the member's place.
bool Changes(const Choice& choice,
             CandidateId member,
             CandidateId rival,
             bool alone,
             std::int64_t units) {
  std::vector<WeightedApproval> ballots;
  const auto add = [&](Committee approved, std::int64_t weight) {
    if (weight > 0) ballots.push_back({std::move(approved), choice.profile.WeightOf(weight)});
  };
  add({}, choice.profile.blank_units());
  for (const auto& ballot : choice.profile.ballots()) {
    const bool opposes = Approves(ballot.approved, member) && !Approves(ballot.approved, rival);
    const std::int64_t taken = opposes ? std::min(units, ballot.units) : 0;
    units -= taken;
    add(ballot.approved, ballot.units - taken);
    Committee changed = {rival};
    if (!alone) {
      changed = ballot.approved;
      std::replace(changed.begin(), changed.end(), member, rival);
    }
    add(std::move(changed), taken);
  }
  const auto profile = ApprovalProfile::Make(choice.profile.candidates(), ballots);
  if (!profile) return false;
  const auto result = ChooseCommittee(*profile, choice.request);
  if (!result) return false;
  return result->committee_count != 1 ||
         result->committees.front() != choice.result.committees.front();
}

// The smallest change found, for each member and rival, by halving the number of units as long as
// the committee still changes.
class ChangeSearch {
 public:
  explicit ChangeSearch(const Choice& choice)
      : choice_(choice), below_(choice.profile.total_units() + 1) {
    for (const auto& ballot : choice.profile.ballots())
      work_each_ += static_cast<std::int64_t>(ballot.approved.size());
    work_each_ *= choice.profile.candidate_count();
  }

  void Run(Margin& margin) {
    const Committee& members = choice_.result.committees.front();
    for (const CandidateId member : members) {
      for (CandidateId rival = 0; rival < choice_.profile.candidate_count(); ++rival) {
        if (Approves(members, rival)) continue;
        Narrow(member, rival, true, margin);
        Narrow(member, rival, false, margin);
      }
    }
  }

 private:
  void Narrow(CandidateId member, CandidateId rival, bool alone, Margin& margin) {
    // The largest change first: if even that does nothing, no search is needed.
    std::int64_t units = below_ - 1;
    if (!Try(member, rival, alone, units, margin)) return;
    for (std::int64_t low = 0; low + 1 < below_;) {
      units = (low + below_) / 2;
      if (!Try(member, rival, alone, units, margin)) low = units;
    }
  }

  bool Try(CandidateId member, CandidateId rival, bool alone, std::int64_t units, Margin& margin) {
    work_left_ -= work_each_;
    if (units < 1 || work_left_ < 0) return false;
    if (!Changes(choice_, member, rival, alone, units)) return false;
    const auto& names = choice_.profile.candidates();
    below_ = units;
    margin.at_most = choice_.profile.WeightOf(units);
    margin.witness = "If " + margin.at_most->ToString() + " by weight of those who approve " +
                     names[member] + " and not " + names[rival] + " approved " + names[rival] +
                     (alone ? " alone" : " instead") + ", others would be elected, or tied.";
    return true;
  }

  const Choice& choice_;
  std::int64_t below_;  // The smallest change so far, or one more than there is.
  std::int64_t work_each_ = 1000;
  std::int64_t work_left_ = kWorkMax;
};

}  // namespace

MarginAnswer CommitteeMarginOf(const ApprovalProfile& profile, const CommitteeRequest& request) {
  CommitteeRequest untied = request;
  untied.tie_order.reset();
  const auto result = ChooseCommittee(profile, untied);
  if (!result) return {std::nullopt, result.error().message};
  if (request.seats == profile.candidate_count()) return {std::nullopt, "everybody is elected"};
  const MarginUnit unit =
      profile.unit().denominator() == 1 ? MarginUnit::kBallots : MarginUnit::kWeight;
  if (result->committee_count != 1 || result->cut == Cut::kYes)
    return {Margin{0, Fraction(0), unit, "Committees are tied already."}, ""};
  const Choice choice{profile, untied, *result};
  Margin margin;
  if (HasCheapMargin(request.rule)) {
    margin = OfSingleScores(choice);
  } else {
    margin.at_least = profile.WeightOf(std::max<std::int64_t>(1, UnitsSurelyNeeded(choice)));
    ChangeSearch(choice).Run(margin);
  }
  margin.unit = unit;
  return {std::move(margin), ""};
}

bool HasCheapMargin(CommitteeRule rule) {
  return rule == CommitteeRule::kApproval || rule == CommitteeRule::kSatisfaction;
}

}  // namespace quorate::engine
