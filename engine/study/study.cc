#include "engine/study/study.h"

#include <algorithm>

#include "engine/base/check.h"

namespace quorate::engine {

namespace {

template <typename T>
const T* FindIn(const Index& index, const std::vector<T>& values, std::string_view id) {
  const auto number = index.Find(id);
  return number ? &values[*number] : nullptr;
}

}  // namespace

const Participant* Study::FindParticipant(std::string_view id) const {
  return FindIn(participant_index, participants, id);
}

const Item* Study::FindItem(std::string_view id) const {
  return FindIn(item_index, items, id);
}

const Vote* Study::FindVote(std::string_view id) const {
  return FindIn(vote_index, votes, id);
}

const Choice* Study::FindChoice(std::string_view id) const {
  return FindIn(choice_index, choices, id);
}

std::optional<std::string> Study::OnTheFloor() const {
  for (const Vote& vote : votes) {
    if (vote.open()) return "vote " + vote.id;
  }
  for (const Choice& choice : choices) {
    if (choice.open()) return "choice " + choice.id;
  }
  return std::nullopt;
}

const Round* Study::FindRound(int number) const {
  const bool known = number >= 1 && static_cast<std::size_t>(number) <= rounds.size();
  return known ? &rounds[static_cast<std::size_t>(number) - 1] : nullptr;
}

const Round* Study::FindRound(std::string_view basis) const {
  const auto found = std::find_if(
      rounds.begin(), rounds.end(), [&](const Round& round) { return BasisOf(round) == basis; });
  return found == rounds.end() ? nullptr : &*found;
}

const Round* Study::open_round() const {
  return !rounds.empty() && rounds.back().state == RoundState::kOpen ? &rounds.back() : nullptr;
}

const RoundPlan& Study::Plan(int round) const {
  QUORATE_CHECK(protocol && round >= 1 &&
                static_cast<std::size_t>(round) <= protocol->rounds.size());
  return protocol->rounds[static_cast<std::size_t>(round) - 1];
}

const Decision* Study::FindDecision(std::string_view item) const {
  const auto found =
      std::find_if(decisions.rbegin(), decisions.rend(), [&](const Decision& decision) {
        return decision.item.item == item;
      });
  return found == decisions.rend() ? nullptr : &*found;
}

bool Knows(const Study& study, const BallotBox& box) {
  if (study.contents_known) return true;
  return std::ranges::none_of(box.voters.names(), [&](const std::string& id) {
    return study.FindParticipant(id)->unknown;
  });
}

bool CanBeRecounted(const Study& study, const BallotBox& box) {
  return box.erased == 0 && Knows(study, box);
}

std::string BasisOf(const Round& round) {
  return "round/" + std::to_string(round.number);
}

std::string BasisOf(const Vote& vote, std::size_t iteration) {
  return "vote/" + vote.id + "/" + std::to_string(iteration);
}

std::string BasisOf(const Choice& choice, std::size_t iteration) {
  return "choice/" + choice.id + "/" + std::to_string(iteration);
}

bool CountsIn(const Protocol& protocol, const Membership& membership, std::string_view group) {
  const std::vector<std::string>& hats = membership.hats;
  if (protocol.voice.hats == Hats::kDeclared) return !hats.empty() && hats.front() == group;
  return std::find(hats.begin(), hats.end(), group) != hats.end();
}

bool MayEnter(const Study& study, const Round& round, const Participant& participant) {
  if (participant.withdrawn) return false;
  if (study.Plan(round.number).entry == EntryPolicy::kInvited) return true;
  const Round* before = SurveyBefore(study, round.number);
  return before == nullptr || before->box.voters.Find(participant.id).has_value();
}

const ConsensusRule* RuleFor(const RoundPlan& plan, VoteKind kind) {
  const auto yes_no = [](const ConsensusRule& rule) {
    return rule.scale.min == 0 && rule.scale.max == 1;
  };
  if (kind == VoteKind::kRating) return yes_no(plan.rule) ? nullptr : &plan.rule;
  if (plan.yes_no_rule) return &*plan.yes_no_rule;
  return yes_no(plan.rule) ? &plan.rule : nullptr;
}

const Round* SurveyBefore(const Study& study, int round) {
  for (int number = round - 1; number >= 1; --number) {
    const Round* candidate = study.FindRound(number);
    if (candidate == nullptr || candidate->state != RoundState::kClosed) continue;
    if (study.Plan(number).mode == RoundMode::kSurvey) return candidate;
  }
  return nullptr;
}

}  // namespace quorate::engine
