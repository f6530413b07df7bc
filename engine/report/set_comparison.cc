#include "engine/report/set_comparison.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "engine/committee/answer.h"
#include "engine/report/number_text.h"
#include "engine/study/choice_outcome.h"

namespace quorate::engine {

namespace {

struct Difference {
  Committee only_threshold;
  Committee only_proportional;
  Committee both;
};

Difference DifferenceOf(const SetComparison& comparison) {
  const Committee& a = comparison.threshold.members;
  const Committee& b = comparison.proportional.members;
  Difference difference;
  std::set_difference(
      a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(difference.only_threshold));
  std::set_difference(
      b.begin(), b.end(), a.begin(), a.end(), std::back_inserter(difference.only_proportional));
  std::set_intersection(
      a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(difference.both));
  return difference;
}

Fraction Represented(const ApprovalProfile& profile, const Committee& members) {
  std::int64_t units = 0;
  for (const ApprovalProfile::Ballot& ballot : profile.ballots()) {
    const bool has_one = std::any_of(members.begin(), members.end(), [&](CandidateId member) {
      return std::binary_search(ballot.approved.begin(), ballot.approved.end(), member);
    });
    if (has_one) units += ballot.units;
  }
  return profile.WeightOf(units);
}

// Fills in what can be said of any set. A set of another size is measured against the seats that it
// takes.
void Describe(const ApprovalProfile& profile, std::uint32_t seats, ComparedSet& set) {
  set.represented = Represented(profile, set.members);
  const auto size = static_cast<std::uint32_t>(set.members.size());
  set.justified = CheckJustified(profile, set.members, std::max(size, seats));
}

Json NamesInJson(const ApprovalProfile& profile, const Committee& members) {
  Json names = Json::Array();
  for (const CandidateId member : members)
    names.Append(profile.candidates()[member]);
  return names;
}

Json InJson(const ApprovalProfile& profile, const ComparedSet& set) {
  Json json;
  json["how"] = set.how;
  json["members"] = NamesInJson(profile, set.members);
  json["tied"] = set.tied;
  json["represented"] = set.represented.ToString();
  json["of"] = profile.WeightOf(profile.total_units()).ToString();
  json["justified_representation"] = JustifiedInJson(set.justified, profile);
  return json;
}

std::string SetInWords(const ApprovalProfile& profile,
                       std::string_view lead,
                       const ComparedSet& set) {
  std::string text = std::string(lead) + " (" + set.how + "): " + NamesOf(profile, set.members) +
                     ". " + set.represented.ToString() + " of " +
                     profile.WeightOf(profile.total_units()).ToString() +
                     " by weight approve at least one of these.";
  if (set.tied) text += " Other sets are as good; this is the first in order.";
  return text + " " + JustifiedInWords(set.justified, profile);
}

}  // namespace

Result<SetComparison> CompareSets(const Profile& approvals, const SetRules& rules) {
  SetComparison comparison;
  QUORATE_ASSIGN_OR_RETURN(comparison.profile, ApprovalsOf(approvals));
  const ApprovalProfile& profile = comparison.profile;
  ComparedSet& threshold = comparison.threshold;
  if (rules.threshold) {
    threshold.how = "approved by at least " + PercentText(*rules.threshold) + " %";
    const Fraction least = *rules.threshold * profile.WeightOf(profile.total_units());
    for (CandidateId c = 0; c < profile.candidate_count(); ++c) {
      if (profile.WeightOf(profile.SupportOf(c)) >= least) threshold.members.push_back(c);
    }
  } else {
    threshold.how = "the most approved";
    QUORATE_ASSIGN_OR_RETURN(
        const CommitteeResult most,
        ChooseCommittee(profile, {CommitteeRule::kApproval, rules.seats, {}, {}}));
    threshold.members = most.committees.front();
    threshold.tied = most.committee_count > 1;
  }
  QUORATE_ASSIGN_OR_RETURN(const CommitteeResult shared,
                           ChooseCommittee(profile, {rules.proportional, rules.seats, {}, {}}));
  comparison.proportional = {
      Name(rules.proportional), shared.committees.front(), shared.committee_count > 1, {}, {}};
  Describe(profile, rules.seats, threshold);
  Describe(profile, rules.seats, comparison.proportional);
  return comparison;
}

Json ToJson(const SetComparison& comparison) {
  const Difference difference = DifferenceOf(comparison);
  Json json;
  json["exploratory"] = true;
  json["threshold"] = InJson(comparison.profile, comparison.threshold);
  json["proportional"] = InJson(comparison.profile, comparison.proportional);
  json["only_threshold"] = NamesInJson(comparison.profile, difference.only_threshold);
  json["only_proportional"] = NamesInJson(comparison.profile, difference.only_proportional);
  json["both"] = NamesInJson(comparison.profile, difference.both);
  return json;
}

std::vector<std::string> InWords(const SetComparison& comparison) {
  const ApprovalProfile& profile = comparison.profile;
  const Difference difference = DifferenceOf(comparison);
  return {SetInWords(profile, "Threshold set", comparison.threshold),
          SetInWords(profile, "Proportional set", comparison.proportional),
          "In both: " + NamesOf(profile, difference.both) + ".",
          "Only in the threshold set: " + NamesOf(profile, difference.only_threshold) + ".",
          "Only in the proportional set: " + NamesOf(profile, difference.only_proportional) + "."};
}

}  // namespace quorate::engine
