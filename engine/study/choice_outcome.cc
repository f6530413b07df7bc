#include "engine/study/choice_outcome.h"

#include <algorithm>
#include <map>

#include "engine/base/check.h"
#include "engine/committee/answer.h"
#include "engine/panel/ballot_weights.h"
#include "engine/ranking/pairwise.h"
#include "engine/ranking/profile_builder.h"
#include "engine/ranking/tie_order.h"
#include "engine/study/k_rule.h"
#include "engine/study/publishable.h"

namespace quorate::engine {

namespace {

using Row = std::span<const AnswerCode>;

bool IsBlank(Row row) {
  return std::all_of(row.begin(), row.end(), [](AnswerCode mark) { return mark == kNoMark; });
}

Voter VoterOf(const Study& study, const std::string& id) {
  const Membership& membership = *study.FindParticipant(id)->membership;
  Voter voter{{}, membership.weight};
  for (const std::string& hat : membership.hats)
    voter.hats.push_back(static_cast<std::uint32_t>(*study.protocol->FindGroup(hat)));
  return voter;
}

std::vector<std::string> GroupIds(const Protocol& protocol) {
  std::vector<std::string> ids;
  for (const Group& group : protocol.groups)
    ids.push_back(group.id);
  return ids;
}

struct Cast {
  std::vector<Row> rows;  // Not blank.
  std::vector<Voter> voters;
};

Cast CastIn(const Study& study, const Choice& choice, const BallotBox& box) {
  Cast cast;
  const std::size_t items = choice.items.size();
  for (std::size_t i = 0; i < box.voters.size(); ++i) {
    const Row row(box.answers.data() + i * items, items);
    if (IsBlank(row)) continue;
    cast.rows.push_back(row);
    cast.voters.push_back(VoterOf(study, box.voters.names()[i]));
  }
  return cast;
}

Result<Profile> ProfileOf(const Choice& choice,
                          const Cast& cast,
                          const std::vector<Fraction>& weights) {
  const BallotKind kind = choice.plan.ballot();
  ProfileBuilder builder(kind);
  for (const ItemVersion& item : choice.items)
    builder.Candidate(item.item);
  std::vector<std::uint32_t> grade_numbers;
  if (kind == BallotKind::kGrades) {
    for (int grade = 0; grade <= choice.plan.grade_max; ++grade)
      grade_numbers.push_back(builder.GradeNumber(grade));
  } else if (kind == BallotKind::kApprovals) {
    grade_numbers = {builder.GradeNumber(0), builder.GradeNumber(1)};
  }
  for (std::size_t i = 0; i < cast.rows.size(); ++i) {
    if (weights[i].IsZero()) continue;
    RawBallot ballot{weights[i], {}};
    for (std::uint32_t item = 0; item < cast.rows[i].size(); ++item) {
      const AnswerCode code = cast.rows[i][item];
      if (code == kNoMark) continue;
      const int value = ValueOfMark(code);
      const std::uint32_t mark = kind == BallotKind::kRanks
                                     ? static_cast<std::uint32_t>(value)
                                     : grade_numbers[static_cast<std::size_t>(value)];
      ballot.marks.push_back({item, mark});
    }
    builder.Add(std::move(ballot));
  }
  return builder.Build();
}

// People per group among the voters, by every hat.
bool IsQuorate(const ChoicePlan& plan, const Cast& cast, std::size_t groups) {
  const auto voters = static_cast<std::int64_t>(cast.voters.size());
  if (voters < std::max<std::int64_t>(plan.quorum.panel, 1)) return false;
  std::vector<std::int64_t> people(groups);
  for (const Voter& voter : cast.voters) {
    for (const std::uint32_t hat : voter.hats)
      ++people[hat];
  }
  return std::all_of(
      people.begin(), people.end(), [&](std::int64_t n) { return n >= plan.quorum.each_group; });
}

// By the k rule over the voters, as the voice weighs them; and whether everybody marked alike,
// which the protocol may not have warned of.
bool TellsOfFew(const Study& study, const Cast& cast) {
  const Protocol& protocol = *study.protocol;
  const bool alike = std::ranges::all_of(
      cast.rows, [&](Row row) { return std::ranges::equal(row, cast.rows.front()); });
  if (alike && !protocol.unanimity_shown) return true;
  const auto weights = BallotWeights(protocol.voice, GroupIds(protocol), cast.voters);
  if (!weights) return true;
  std::map<Fraction, std::int64_t> people;
  for (const Fraction& weight : *weights)
    ++people[weight];
  std::vector<Alike> sorts;
  for (const auto& [weight, number] : people)
    sorts.push_back({{}, number, weight, 1});
  const Shown shown = WhatMayBeShown(sorts, 0, protocol.k);
  return !shown.panel || !shown.weights;
}

Json PairwiseToJson(const Profile& profile, const Pairwise& pairwise) {
  Json json;
  for (std::size_t a = 0; a < profile.candidates.size(); ++a) {
    Json& row = json[profile.candidates[a]];
    for (std::size_t b = 0; b < profile.candidates.size(); ++b) {
      if (a != b) row[profile.candidates[b]] = pairwise.At(a, b).ToString();
    }
  }
  return json;
}

// The members of an answer that stand in the log: what is counted, not what is said about it.
void Keep(const ChoicePlan& plan, const Json& answer, Json& outcome) {
  for (const char* name :
       {"winners", "tied", "ranking", "scores", "committees_count", "pairwise"}) {
    if (const Json* member = answer.Find(name)) outcome[name] = *member;
  }
  if (answer.Find("tie_broken") != nullptr)
    outcome["decided_by"] = plan.tie == TieRule::kLot ? "lot" : "order";
}

Result<Json> CountOne(const Choice& choice, const RankedRule& rule, const Profile& profile) {
  const ChoicePlan& plan = choice.plan;
  const RankedOptions options = RankedOptionsOf(choice);
  QUORATE_ASSIGN_OR_RETURN(const RankedAnswer answer, CountRanked(profile, rule, options));
  Json json = ToJson(answer, profile, plan.rule, options.seats);
  if (answer.explanation.Find("tied_before") != nullptr) json["tie_broken"] = true;
  if (rule.kind != BallotKind::kRanks) return json;
  QUORATE_ASSIGN_OR_RETURN(const Pairwise pairwise, Pairwise::Of(profile, plan.unranked));
  json["pairwise"] = PairwiseToJson(profile, pairwise);
  return json;
}

Result<Json> CountSet(const Choice& choice, const Profile& profile) {
  QUORATE_ASSIGN_OR_RETURN(const ApprovalProfile approvals, ApprovalsOf(profile));
  QUORATE_ASSIGN_OR_RETURN(const CommitteeRequest request, CommitteeRequestOf(choice, profile));
  QUORATE_ASSIGN_OR_RETURN(const CommitteeResult result, ChooseCommittee(approvals, request));
  Json json = ToJson(result, approvals, request);
  if (result.tie_was_broken) json["tie_broken"] = true;
  return json;
}

}  // namespace

Result<ChoiceBallots> BallotsOf(const Study& study, const Choice& choice, std::size_t iteration) {
  QUORATE_CHECK(iteration >= 1 && iteration <= choice.iterations.size());
  const BallotBox& box = choice.iterations[iteration - 1].box;
  QUORATE_CHECK(Knows(study, box));
  const Cast cast = CastIn(study, choice, box);
  QUORATE_ASSIGN_OR_RETURN(
      std::vector<Fraction> weights,
      BallotWeights(study.protocol->voice, GroupIds(*study.protocol), cast.voters));
  QUORATE_ASSIGN_OR_RETURN(Profile profile, ProfileOf(choice, cast, weights));
  return ChoiceBallots{std::move(profile),
                       cast.voters.size(),
                       box.voters.size() - cast.voters.size(),
                       std::move(weights)};
}

TieBreak TieBreakOf(const Choice& choice) {
  TieBreak tie{choice.plan.tie, {}, {}};
  if (tie.rule == TieRule::kLot)
    tie.seed = std::to_string(choice.lot->size) + ":" + choice.lot->root;
  if (tie.rule == TieRule::kOrder) {
    for (const ItemVersion& item : choice.items)
      tie.order.push_back(item.item);
  }
  return tie;
}

RankedOptions RankedOptionsOf(const Choice& choice) {
  const ChoicePlan& plan = choice.plan;
  return {static_cast<std::size_t>(plan.seats),
          plan.unranked,
          plan.strength,
          plan.borda_unranked,
          plan.missing,
          TieBreakOf(choice)};
}

Result<ApprovalProfile> ApprovalsOf(const Profile& profile) {
  std::vector<WeightedApproval> ballots;
  for (std::size_t b = 0; b < profile.size(); ++b) {
    WeightedApproval ballot{{}, profile.weights[b]};
    const auto grades = profile.GradesOf(b);
    for (std::size_t c = 0; c < grades.size(); ++c) {
      if (grades[c] != kMissing && !profile.scale[grades[c] - 1U].IsZero())
        ballot.approved.push_back(static_cast<CandidateId>(c));
    }
    ballots.push_back(std::move(ballot));
  }
  return ApprovalProfile::Make(profile.candidates, ballots);
}

Result<CommitteeRequest> CommitteeRequestOf(const Choice& choice, const Profile& profile) {
  CommitteeRequest request;
  QUORATE_ASSIGN_OR_RETURN(request.rule, ParseCommitteeRule(choice.plan.rule));
  request.seats = static_cast<std::uint32_t>(choice.plan.seats);
  request.completion = choice.plan.completion;
  const TieBreak tie = TieBreakOf(choice);
  if (tie.rule == TieRule::kNone) return request;
  QUORATE_ASSIGN_OR_RETURN(const auto places, PlacesInTieOrder(profile.candidates, tie));
  request.tie_order.emplace();
  for (const std::size_t candidate : OrderOf(places))
    request.tie_order->push_back(static_cast<CandidateId>(candidate));
  return request;
}

Result<Json> ChoiceAnswer(const Study& study, const Choice& choice, std::size_t iteration) {
  QUORATE_ASSIGN_OR_RETURN(const ChoiceBallots ballots, BallotsOf(study, choice, iteration));
  const RankedRule* ranked = choice.plan.ranked();
  return ranked != nullptr ? CountOne(choice, *ranked, ballots.profile)
                           : CountSet(choice, ballots.profile);
}

Json ChoiceOutcome(const Study& study, const Choice& choice, std::size_t iteration) {
  const ChoicePlan& plan = choice.plan;
  const BallotBox& box = choice.iterations[iteration - 1].box;
  const Cast cast = CastIn(study, choice, box);
  Json outcome;
  outcome["rule"] = plan.rule;
  outcome["seats"] = std::to_string(plan.seats);
  outcome["voters"] = std::to_string(cast.voters.size());
  outcome["blank"] = std::to_string(box.voters.size() - cast.voters.size());
  outcome["winners"] = Json::Array();
  outcome["tied"] = false;
  if (!IsQuorate(plan, cast, study.protocol->groups.size())) {
    outcome["inquorate"] = true;
  } else if (const Result<Json> answer = ChoiceAnswer(study, choice, iteration)) {
    Keep(plan, *answer, outcome);
  } else {
    outcome["refused"] = true;
  }
  return outcome;
}

Json PublishableOutcome(const Study& study,
                        const Choice& choice,
                        std::size_t iteration,
                        Json outcome) {
  const Cast cast = CastIn(study, choice, choice.iterations[iteration - 1].box);
  const int k = study.protocol->k;
  bool hide = cast.voters.size() < static_cast<std::size_t>(k);
  if (study.rules_version >= kExactDisclosure) {
    hide = hide || TellsOfFew(study, cast);
  } else if (IsWeighted(study.protocol->voice.voice)) {
    std::vector<GroupSize> sizes;
    for (const Group& group : study.protocol->groups)
      sizes.push_back({group.id, 0});
    for (const Voter& voter : cast.voters) {
      for (const std::uint32_t hat : voter.hats)
        ++sizes[hat].people;
    }
    hide = hide || !GroupsHeldBack(std::move(sizes), k).empty();
  }
  if (!hide) return outcome;
  for (const char* figure : {"scores", "pairwise", "ranking", "committees_count"})
    outcome.object()->erase(figure);
  outcome["figures_withheld"] = true;
  return outcome;
}

}  // namespace quorate::engine
