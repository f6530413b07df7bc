#include <algorithm>

#include "engine/base/text.h"
#include "engine/study/conduct.h"
#include "engine/study/feedback.h"

namespace quorate::engine {

namespace {

// How many people on the panel wear the hat, whoever left included.
std::int64_t Wearers(const Study& study, const std::string& group) {
  return std::count_if(
      study.participants.begin(), study.participants.end(), [&](const Participant& person) {
        if (!person.membership) return false;
        const auto& hats = person.membership->hats;
        return std::find(hats.begin(), hats.end(), group) != hats.end();
      });
}

// A statement under a hat that few wear would name its author.
Status CheckSpeaksAs(const Study& study, const Participant& author, const std::string& group) {
  if (group.empty() || !study.contents_known) return {};
  const auto& hats = author.membership->hats;
  if (std::find(hats.begin(), hats.end(), group) == hats.end()) {
    return Refuse(Reason::kInvalidArgument, "group", "is none of your hats; leave it out");
  }
  if (Wearers(study, group) >= study.protocol->k) return {};
  return Refuse(Reason::kInvalidArgument,
                "group",
                "has fewer than " + std::to_string(study.protocol->k) +
                    " people, so it would name you; leave it out");
}

}  // namespace

Status Conduct::operator()(const FeedbackShown& fact) const {
  const bool self = entry_.actor.role == Role::kParticipant && entry_.actor.id == fact.participant;
  if (!self) return Refuse(Reason::kNotPermitted, "participants look at feedback for themselves");
  QUORATE_ASSIGN_OR_RETURN(const Participant* person, NeedParticipant(fact.participant));
  const Round* round = study_.FindRound(fact.round);
  if (round == nullptr || round->state != RoundState::kOpen) {
    return Refuse(Reason::kRoundNotOpen, "round " + std::to_string(fact.round) + " is not open");
  }
  if (round->feedback_shown.contains(fact.participant))
    return Refuse(Reason::kAlreadyExists, "what this participant is shown is on record already");
  if (!fact.content || !person->membership) return {};
  if (fact.content == FeedbackFor(study_, *round, *person)) return {};
  return Refuse(Reason::kInvalidArgument, "content", "is not what the protocol shows this person");
}

Status Conduct::operator()(const DissentStated& fact) const {
  QUORATE_RETURN_IF_ERROR(NeedRunning());
  const bool self = entry_.actor.role == Role::kParticipant && entry_.actor.id == fact.participant;
  if (!self) return Refuse(Reason::kNotPermitted, "participants state their dissent themselves");
  QUORATE_ASSIGN_OR_RETURN(const Participant* author, NeedParticipant(fact.participant));
  QUORATE_RETURN_IF_ERROR(CheckLabel("statement", fact.statement));
  if (study_.statement_index.Find(fact.statement)) {
    return Refuse(Reason::kAlreadyExists, "there is a statement " + fact.statement + " already");
  }
  const Item* item = study_.FindItem(fact.item.item);
  if (item == nullptr) return Refuse(Reason::kUnknownItem, "there is no item " + fact.item.item);
  if (!item->standing || item->standing->version != fact.item.version) {
    return Refuse(Reason::kWrongState,
                  "item " + fact.item.item + " has no tally yet that one could dissent from");
  }
  const bool twice = std::any_of(
      study_.statements.begin(), study_.statements.end(), [&](const Statement& statement) {
        return statement.by == fact.participant && statement.item == fact.item &&
               statement.withheld.empty();
      });
  if (twice) {
    return Refuse(Reason::kAlreadyExists,
                  "you have stated your dissent about item " + fact.item.item + " already");
  }
  if (!fact.content) return {};
  QUORATE_RETURN_IF_ERROR(CheckText("text", fact.content->text, kTextBytesMax));
  return CheckSpeaksAs(study_, *author, fact.content->group);
}

Status Conduct::operator()(const DissentWithheld& fact) const {
  QUORATE_RETURN_IF_ERROR(NeedRole({Role::kFacilitator}));
  QUORATE_RETURN_IF_ERROR(CheckReason(fact.reason));
  const auto number = study_.statement_index.Find(fact.statement);
  if (!number) {
    return Refuse(Reason::kInvalidArgument, "statement", "there is none of that id");
  }
  if (study_.statements[*number].withheld.empty()) return {};
  return Refuse(Reason::kWrongState, "statement " + fact.statement + " is withheld already");
}

Status Conduct::operator()(const RulesCompared& fact) const {
  QUORATE_RETURN_IF_ERROR(NeedRole({Role::kFacilitator, Role::kAuditor}));
  QUORATE_RETURN_IF_ERROR(NeedRunning());
  const Round* counted = study_.FindRound(fact.basis);
  if (counted == nullptr) return Refuse(Reason::kUnknownRound, fact.basis + " has not been opened");
  if (counted->state != RoundState::kClosed) {
    return Refuse(Reason::kRoundOpen,
                  fact.basis + " is open; nobody sees a count before the close");
  }
  if (counted->box.erased > 0) {
    return Refuse(Reason::kWrongState,
                  "ballots of " + fact.basis + " were erased since; it is not counted again");
  }
  const RoundPlan& plan = study_.Plan(counted->number);
  if (plan.mode != RoundMode::kSurvey)
    return Refuse(Reason::kWrongState, "rules are compared on survey rounds");
  if (fact.rules.empty())
    return Refuse(Reason::kInvalidArgument, "rules", "name at least one rule");
  std::vector<Violation> wrong;
  for (const ConsensusRule& rule : fact.rules) {
    if (rule.scale.min == plan.rule.scale.min && rule.scale.max == plan.rule.scale.max) continue;
    wrong.push_back({"rules[" + rule.name + "]", "is on another scale than the round"});
  }
  if (wrong.empty()) return {};
  return Refuse(Reason::kInvalidRule, std::move(wrong));
}

}  // namespace quorate::engine
