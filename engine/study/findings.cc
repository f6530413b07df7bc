#include "engine/study/findings.h"

#include <algorithm>
#include <functional>

#include "engine/base/check.h"
#include "engine/ratings/results.h"
#include "engine/study/publishable.h"

namespace quorate::engine {

namespace {

// The box's ballots as the ratings engine counts them. `items` names the box's questions.
RoundRatings RatingsOf(const Study& study,
                       const BallotBox& box,
                       const Scale& scale,
                       const std::vector<ItemVersion>& items) {
  RoundRatings round;
  round.scale = scale;
  for (const Group& group : study.protocol->groups)
    round.groups.push_back(group.id);
  for (const ItemVersion& item : items)
    round.items.push_back(item.item);
  const std::size_t voters = box.voters.size();
  for (const std::string& id : box.voters.names()) {
    const Membership& membership = *study.FindParticipant(id)->membership;
    HatSet hats;
    for (const std::string& hat : membership.hats) {
      hats.push_back(static_cast<std::uint32_t>(*study.protocol->FindGroup(hat)));
    }
    round.hat_set_of.push_back(round.AddHatSet(hats));
    round.weights.push_back(membership.weight);
  }
  round.answers.resize(items.size() * voters);
  for (std::size_t voter = 0; voter < voters; ++voter) {
    for (std::size_t item = 0; item < items.size(); ++item) {
      round.At(item, voter) = box.answers[voter * items.size() + item];
    }
  }
  return round;
}

// Whether `hats` puts somebody into the group's head count: by the declared hat alone, or by any.
bool Counts(const Protocol& protocol, const Membership& membership, const std::string& group) {
  if (protocol.voice.hats == Hats::kDeclared) return membership.hats.front() == group;
  return std::find(membership.hats.begin(), membership.hats.end(), group) != membership.hats.end();
}

// Adds one person to the whole panel's head count and to those of the groups whose hats count.
void Count(const Protocol& protocol,
           const Participant& person,
           bool responded,
           std::vector<Response>& responses) {
  for (Response& response : responses) {
    const bool whole = response.group.empty();
    const bool in_group =
        !whole && person.membership && Counts(protocol, *person.membership, response.group);
    if (!whole && !in_group) continue;
    ++response.invited;
    if (responded) ++response.responded;
  }
}

// Whoever responded counts as invited, even after leaving.
std::vector<Response> Responses(const Study& study,
                                const Index& responded,
                                const std::function<bool(const Participant&)>& invited) {
  std::vector<Response> responses(1 + study.protocol->groups.size());
  for (std::size_t i = 1; i < responses.size(); ++i) {
    responses[i].group = study.protocol->groups[i - 1].id;
  }
  for (const Participant& person : study.participants) {
    const bool did = responded.Find(person.id).has_value();
    if (did || invited(person)) Count(*study.protocol, person, did, responses);
  }
  return PublishableResponses(std::move(responses), study.protocol->k);
}

// What a closing counts: a box, the items it asked about, and the rule for them.
struct Ballots {
  std::string basis;
  const BallotBox& box;
  const std::vector<ItemVersion>& items;
  const ConsensusRule& rule;
  int round = 0;
};

// One tally an item. Without the ballots' contents, only which findings must follow.
void Tally(const Study& study, const Ballots& ballots, std::vector<Event>& findings) {
  if (!study.contents_known) {
    for (const ItemVersion& item : ballots.items) {
      findings.emplace_back(ItemTallied{ballots.basis, item, Verdict::kNone, {}, {}, {}});
    }
    return;
  }
  const RoundRatings ratings = RatingsOf(study, ballots.box, ballots.rule.scale, ballots.items);
  const auto result = TallyRatings(ratings, ballots.rule, study.protocol->voice, ballots.round);
  // Permits let nothing in that the tally could refuse.
  QUORATE_CHECK(result.has_value());
  const Json answer = ToJson(*result);
  const Json::Array& tables = *answer.Find("items")->array();
  for (std::size_t i = 0; i < ballots.items.size(); ++i) {
    Json whole = LogForm(tables[i]);
    Json shown = Publishable(whole, study.protocol->k);
    findings.emplace_back(ItemTallied{ballots.basis,
                                      ballots.items[i],
                                      result->items[i].consensus.consensus,
                                      std::move(shown),
                                      {},
                                      FullTally{std::move(whole)}});
  }
}

}  // namespace

std::vector<Response> ResponsesTo(const Study& study, const Round& round) {
  const bool workshop = study.Plan(round.number).mode == RoundMode::kWorkshop;
  const Index& responded = workshop ? round.attendance : round.box.voters;
  return Responses(
      study, responded, [&](const Participant& person) { return MayEnter(study, round, person); });
}

std::vector<Response> ResponsesTo(const Study& study, const Vote& vote) {
  const Round& round = *study.FindRound(vote.round);
  return Responses(study, vote.iterations.back().box.voters, [&](const Participant& person) {
    return round.attendance.Find(person.id).has_value();
  });
}

std::vector<Event> Findings(const Study& study, const Event& fact) {
  std::vector<Event> findings;
  if (const auto* closed = std::get_if<RoundClosed>(&fact)) {
    const Round& round = *study.FindRound(closed->round);
    const RoundPlan& plan = study.Plan(round.number);
    const std::string basis = BasisOf(round);
    findings.emplace_back(ResponseFound{basis, ResponsesTo(study, round)});
    if (plan.mode == RoundMode::kSurvey) {
      Tally(study, {basis, round.box, round.items, plan.rule, round.number}, findings);
    }
  } else if (const auto* ended = std::get_if<VoteClosed>(&fact)) {
    const Vote& vote = *study.FindVote(ended->vote);
    const ConsensusRule& rule = *RuleFor(study.Plan(vote.round), vote.kind);
    const std::string basis = BasisOf(vote, vote.iterations.size());
    findings.emplace_back(ResponseFound{basis, ResponsesTo(study, vote)});
    Tally(study, {basis, vote.iterations.back().box, {vote.item}, rule, vote.round}, findings);
  }
  return findings;
}

}  // namespace quorate::engine
