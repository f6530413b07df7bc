#include <algorithm>
#include <set>

#include "engine/base/text.h"
#include "engine/study/conduct.h"

namespace quorate::engine {

namespace {

bool IsOnScale(const Scale& scale, AnswerState state, int score) {
  return state == AnswerState::kScored ? scale.Holds(score) : score == 0;
}

std::string OffScale(const Scale& scale, AnswerState state, int score) {
  if (state != AnswerState::kScored) return "a score stands only where the answer is a score";
  return "score " + std::to_string(score) + " is off the scale " + std::to_string(scale.min) +
         " to " + std::to_string(scale.max);
}

// Names every answer that is wrong, not only the first.
Status CheckAnswers(const Scale& scale, const Round& round, const BallotContent& ballot) {
  std::vector<Violation> wrong;
  if (ballot.answers.empty()) wrong.push_back({"answers", "a ballot answers at least one item"});
  bool unknown = false;
  std::size_t hint = 0;
  const auto refuse = [&](const ItemAnswer& answer, std::string message) {
    wrong.push_back({"answers[" + answer.item + "]", std::move(message)});
  };
  for (std::size_t i = 0; i < ballot.answers.size(); ++i) {
    const ItemAnswer& answer = ballot.answers[i];
    if (!round.questions.Find(answer.item, hint)) {
      refuse(answer, "is no item of round " + std::to_string(round.number));
      unknown = true;
    }
    if (!IsOnScale(scale, answer.state, answer.score)) {
      refuse(answer, OffScale(scale, answer.state, answer.score));
    }
    if (i > 0 && ballot.answers[i - 1].item >= answer.item) {
      refuse(answer, "stands twice, or out of order");
    }
  }
  if (wrong.empty()) return {};
  return Refuse(unknown ? Reason::kUnknownItem : Reason::kInvalidArgument, std::move(wrong));
}

// Names every item that a round could not ask about.
Status CheckItems(const Study& study, const std::vector<ItemVersion>& items) {
  if (items.empty()) {
    return Refuse(Reason::kInvalidArgument, "items", "a round needs at least one item");
  }
  std::vector<Violation> wrong;
  std::set<std::string> seen;
  for (const ItemVersion& item : items) {
    const Item* known = study.FindItem(item.item);
    const std::string field = "items[" + item.item + "]";
    if (known == nullptr) {
      wrong.push_back({field, "is no item of the study"});
    } else if (known->state != ItemState::kActive || known->version() != item.version) {
      wrong.push_back({field, "is not active in that version"});
    }
    if (!seen.insert(item.item).second) wrong.push_back({field, "stands twice"});
  }
  if (wrong.empty()) return {};
  return Refuse(Reason::kUnknownItem, std::move(wrong));
}

}  // namespace

Status Conduct::operator()(const RoundOpened& fact) const {
  QUORATE_RETURN_IF_ERROR(NeedRole({Role::kFacilitator}));
  QUORATE_RETURN_IF_ERROR(NeedRunning());
  if (study_.open_round() != nullptr) {
    return Refuse(
        Reason::kRoundOpen,
        "round " + std::to_string(study_.rounds.size()) + " is still open; close it first");
  }
  if (fact.round != static_cast<int>(study_.rounds.size()) + 1) {
    return Refuse(Reason::kInvalidArgument, "round", "rounds open one after the other");
  }
  if (static_cast<std::size_t>(fact.round) > study_.protocol->rounds.size()) {
    return Refuse(Reason::kUnknownRound,
                  "the protocol has no further round; amend it with a reason");
  }
  if (fact.closes && *fact.closes <= entry_.time) {
    return Refuse(Reason::kInvalidArgument, "closes", "must lie in the future");
  }
  return CheckItems(study_, fact.items);
}

Status Conduct::operator()(const RoundExtended& fact) const {
  QUORATE_RETURN_IF_ERROR(NeedRole({Role::kFacilitator}));
  QUORATE_RETURN_IF_ERROR(CheckReason(fact.reason));
  const Round* round = study_.FindRound(fact.round);
  if (round == nullptr || round->state != RoundState::kOpen) {
    return Refuse(Reason::kRoundNotOpen, "round " + std::to_string(fact.round) + " is not open");
  }
  if (fact.closes <= entry_.time || (round->closes && fact.closes <= *round->closes)) {
    return Refuse(Reason::kInvalidArgument, "closes", "must be later than now and than before");
  }
  return {};
}

Status Conduct::operator()(const RoundClosed& fact) const {
  QUORATE_RETURN_IF_ERROR(NeedRole({Role::kFacilitator}));
  const Round* round = study_.FindRound(fact.round);
  if (round == nullptr || round->state != RoundState::kOpen) {
    return Refuse(Reason::kRoundNotOpen, "round " + std::to_string(fact.round) + " is not open");
  }
  return NeedFreeFloor();
}

Status Conduct::operator()(const BallotCast& fact) const {
  QUORATE_ASSIGN_OR_RETURN(const Round* round, NeedOpenRound(fact.round, RoundMode::kSurvey));
  QUORATE_ASSIGN_OR_RETURN(const Participant* participant, NeedParticipant(fact.participant));
  QUORATE_RETURN_IF_ERROR(NeedHand(fact.channel, fact.participant));
  if (round->closes && entry_.time >= *round->closes) {
    return Refuse(Reason::kRoundNotOpen,
                  "round " + std::to_string(fact.round) + " ended at " + ToString(*round->closes));
  }
  if (!MayEnter(study_, *round, *participant)) {
    return Refuse(Reason::kNotEligible,
                  "by the protocol only those who answered the round before enter round " +
                      std::to_string(fact.round));
  }
  QUORATE_RETURN_IF_ERROR(CheckRevision(fact.revision, round->box.NextRevision(fact.participant)));
  if (!fact.content) return {};
  return CheckAnswers(study_.Plan(fact.round).rule.scale, *round, *fact.content);
}

Status Conduct::operator()(const AttendanceRecorded& fact) const {
  QUORATE_ASSIGN_OR_RETURN(const Round* round, NeedOpenRound(fact.round, RoundMode::kWorkshop));
  const bool self = entry_.actor.role == Role::kParticipant && fact.participants.size() == 1 &&
                    fact.participants.front() == entry_.actor.id;
  if (!self) QUORATE_RETURN_IF_ERROR(NeedRole({Role::kFacilitator}));
  if (fact.participants.empty())
    return Refuse(Reason::kInvalidArgument, "participants", "name at least one");
  std::set<std::string> seen;
  for (const std::string& id : fact.participants) {
    QUORATE_ASSIGN_OR_RETURN(const Participant* participant, NeedParticipant(id));
    if (!MayEnter(study_, *round, *participant)) {
      return Refuse(Reason::kNotEligible,
                    "participant " + id + " may not enter this round by the protocol");
    }
    if (round->attendance.Find(id) || !seen.insert(id).second) {
      return Refuse(Reason::kAlreadyExists, "participant " + id + " attends already");
    }
  }
  return {};
}

Status Conduct::operator()(const VoteCalled& fact) const {
  QUORATE_RETURN_IF_ERROR(NeedRole({Role::kFacilitator}));
  QUORATE_RETURN_IF_ERROR(NeedOpenRound(fact.round, RoundMode::kWorkshop));
  QUORATE_RETURN_IF_ERROR(CheckLabel("vote", fact.vote));
  if (study_.FindVote(fact.vote) != nullptr) {
    return Refuse(Reason::kAlreadyExists, "there is a vote " + fact.vote + " already");
  }
  QUORATE_ASSIGN_OR_RETURN(const Item* item, NeedQuietItem(fact.item.item));
  if (item->version() != fact.item.version) {
    return Refuse(Reason::kInvalidArgument, "version", "is not the item's present wording");
  }
  if (RuleFor(study_.Plan(fact.round), fact.kind) == nullptr) {
    return Refuse(Reason::kWrongState,
                  "the protocol has no rule for a vote of this kind in this round");
  }
  return {};
}

Status Conduct::operator()(const VoteOpened& fact) const {
  QUORATE_RETURN_IF_ERROR(NeedRole({Role::kFacilitator}));
  const Vote* vote = study_.FindVote(fact.vote);
  if (vote == nullptr) return Refuse(Reason::kUnknownVote, "there is no vote " + fact.vote);
  QUORATE_RETURN_IF_ERROR(NeedOpenRound(vote->round, RoundMode::kWorkshop));
  QUORATE_RETURN_IF_ERROR(NeedFreeFloor());
  QUORATE_ASSIGN_OR_RETURN(const Item* item, NeedQuietItem(vote->item.item));
  if (item->version() != vote->item.version) {
    return Refuse(Reason::kWrongState,
                  "the item was reworded since; put its new wording on the floor");
  }
  if (fact.iteration == static_cast<int>(vote->iterations.size()) + 1) return {};
  return Refuse(Reason::kInvalidArgument, "iteration", "must follow the last one");
}

Status Conduct::operator()(const VoteCast& fact) const {
  const Vote* vote = study_.FindVote(fact.vote);
  if (vote == nullptr) return Refuse(Reason::kUnknownVote, "there is no vote " + fact.vote);
  if (!vote->open() || fact.iteration != static_cast<int>(vote->iterations.size())) {
    return Refuse(Reason::kVoteNotOpen, "vote " + fact.vote + " is not open");
  }
  QUORATE_RETURN_IF_ERROR(NeedParticipant(fact.participant));
  QUORATE_RETURN_IF_ERROR(NeedHand(fact.channel, fact.participant));
  QUORATE_RETURN_IF_ERROR(NeedAttendance(vote->round, fact.participant));
  QUORATE_RETURN_IF_ERROR(
      CheckRevision(fact.revision, vote->iterations.back().box.NextRevision(fact.participant)));
  if (!fact.content) return {};
  const Scale& scale = RuleFor(study_.Plan(vote->round), vote->kind)->scale;
  const auto& [state, score] = *fact.content;
  if (IsOnScale(scale, state, score)) return {};
  return Refuse(Reason::kInvalidArgument, "answer", OffScale(scale, state, score));
}

Status Conduct::operator()(const VoteClosed& fact) const {
  QUORATE_RETURN_IF_ERROR(NeedRole({Role::kFacilitator}));
  const Vote* vote = study_.FindVote(fact.vote);
  if (vote == nullptr) return Refuse(Reason::kUnknownVote, "there is no vote " + fact.vote);
  if (vote->open() && fact.iteration == static_cast<int>(vote->iterations.size())) return {};
  return Refuse(Reason::kVoteNotOpen, "vote " + fact.vote + " is not open");
}

}  // namespace quorate::engine
