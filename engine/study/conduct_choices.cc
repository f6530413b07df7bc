#include <algorithm>
#include <set>

#include "engine/base/text.h"
#include "engine/study/conduct.h"

namespace quorate::engine {

namespace {

const ChoicePlan* FindPlan(const RoundPlan& round, const std::string& id) {
  const auto found = std::find_if(round.choices.begin(),
                                  round.choices.end(),
                                  [&](const ChoicePlan& plan) { return plan.id == id; });
  return found == round.choices.end() ? nullptr : &*found;
}

// What values the plan's rule takes, and the words for them.
struct Marks {
  int min = 0;
  int max = 0;
  std::string words;
};

Marks MarksOf(const ChoicePlan& plan, std::size_t items) {
  switch (plan.ballot()) {
    case BallotKind::kRanks: {
      const auto last = static_cast<int>(items);
      return {1, last, "a place from 1 to " + std::to_string(last)};
    }
    case BallotKind::kApprovals:
      return {0, 1, "1 for approved or 0"};
    case BallotKind::kGrades:
      break;
  }
  return {0, plan.grade_max, "a grade from 0 to " + std::to_string(plan.grade_max)};
}

bool NeedsEveryGrade(const ChoicePlan& plan) {
  return plan.ballot() == BallotKind::kGrades && plan.missing == Missing::kRefuse;
}

bool RefusesEqualPlaces(const ChoicePlan& plan) {
  return plan.rule == "stv-scottish";
}

// Names every mark that is wrong, not only the first.
Status CheckMarks(const Choice& choice, const ChoiceContent& ballot) {
  const Marks marks = MarksOf(choice.plan, choice.items.size());
  std::vector<Violation> wrong;
  bool unknown = false;
  std::size_t hint = 0;
  std::set<int> places;
  for (std::size_t i = 0; i < ballot.marks.size(); ++i) {
    const auto& [item, state, value] = ballot.marks[i];
    const auto refuse = [&](std::string what) {
      wrong.push_back({"marks[" + item + "]", std::move(what)});
    };
    if (!choice.questions.Find(item, hint)) {
      refuse("is no item of this choice");
      unknown = true;
    }
    if (state != AnswerState::kScored || value < marks.min || value > marks.max)
      refuse("must be " + marks.words);
    if (RefusesEqualPlaces(choice.plan) && !places.insert(value).second)
      refuse("shares its place with another item; this rule wants one item a place");
    if (i > 0 && ballot.marks[i - 1].item >= item) refuse("stands twice, or out of order");
  }
  const bool blank = ballot.marks.empty();
  if (wrong.empty() && !blank && NeedsEveryGrade(choice.plan) &&
      ballot.marks.size() < choice.items.size()) {
    wrong.push_back({"marks", "must grade every item, or none to abstain"});
  }
  if (wrong.empty()) return {};
  return Refuse(unknown ? Reason::kUnknownItem : Reason::kInvalidArgument, std::move(wrong));
}

Status CheckLot(const Round& round, const ChoicePlan& plan, const std::optional<Lot>& lot) {
  if (plan.tie != TieRule::kLot) {
    if (!lot) return {};
    return Refuse(Reason::kInvalidArgument, "lot", "stands only where the plan draws lots");
  }
  if (!lot || lot->root.empty()) {
    return Refuse(Reason::kInvalidArgument, "lot", "must be there: the plan draws lots");
  }
  const std::uint64_t opening = round.opened_at + 1;
  if (static_cast<std::uint64_t>(lot->size) == opening) return {};
  return Refuse(Reason::kInvalidArgument,
                "lot",
                "must be drawn from the root over the first " + std::to_string(opening) +
                    " entries, those up to the opening of the round");
}

}  // namespace

Status Conduct::NeedFreeFloor() const {
  const auto busy = study_.OnTheFloor();
  if (!busy) return {};
  return Refuse(Reason::kVoteOpen, *busy + " is open; close it first");
}

Result<const Choice*> Conduct::NeedOpenChoice(const std::string& id, int iteration) const {
  const Choice* choice = study_.FindChoice(id);
  if (choice == nullptr) return Refuse(Reason::kUnknownVote, "there is no choice " + id);
  if (choice->open() && iteration == static_cast<int>(choice->iterations.size())) return choice;
  return Refuse(Reason::kVoteNotOpen, "choice " + id + " is not open");
}

Status Conduct::operator()(const ChoiceCalled& fact) const {
  QUORATE_RETURN_IF_ERROR(NeedRole({Role::kFacilitator}));
  QUORATE_ASSIGN_OR_RETURN(const Round* round, NeedOpenRound(fact.round, RoundMode::kWorkshop));
  QUORATE_RETURN_IF_ERROR(CheckLabel("choice", fact.choice));
  if (study_.FindChoice(fact.choice) != nullptr) {
    return Refuse(Reason::kAlreadyExists, "there is a choice " + fact.choice + " already");
  }
  const ChoicePlan* plan = FindPlan(study_.Plan(fact.round), fact.plan);
  if (plan == nullptr) {
    return Refuse(Reason::kWrongState,
                  "the protocol plans no choice \"" + fact.plan + "\" in this round");
  }
  const std::size_t items = fact.items.size();
  if (items <= static_cast<std::size_t>(plan->seats) || items > ChoicePlan::kItemsMax) {
    return Refuse(Reason::kInvalidArgument,
                  "items",
                  "must be more than the " + std::to_string(plan->seats) +
                      " to be chosen, and at most " + std::to_string(ChoicePlan::kItemsMax));
  }
  std::set<std::string> seen;
  for (const ItemVersion& item : fact.items) {
    QUORATE_ASSIGN_OR_RETURN(const Item* known, NeedQuietItem(item.item));
    if (known->version() != item.version) {
      return Refuse(Reason::kInvalidArgument,
                    "items[" + item.item + "]",
                    "is not the item's present wording");
    }
    if (!seen.insert(item.item).second)
      return Refuse(Reason::kInvalidArgument, "items[" + item.item + "]", "stands twice");
  }
  return CheckLot(*round, *plan, fact.lot);
}

Status Conduct::operator()(const ChoiceOpened& fact) const {
  QUORATE_RETURN_IF_ERROR(NeedRole({Role::kFacilitator}));
  const Choice* choice = study_.FindChoice(fact.choice);
  if (choice == nullptr) {
    return Refuse(Reason::kUnknownVote, "there is no choice " + fact.choice);
  }
  QUORATE_RETURN_IF_ERROR(NeedOpenRound(choice->round, RoundMode::kWorkshop));
  QUORATE_RETURN_IF_ERROR(NeedFreeFloor());
  for (const ItemVersion& item : choice->items) {
    QUORATE_ASSIGN_OR_RETURN(const Item* known, NeedQuietItem(item.item));
    if (known->version() == item.version) continue;
    return Refuse(
        Reason::kWrongState,
        "item " + item.item + " was reworded since; call a new choice with its new words");
  }
  if (fact.iteration == static_cast<int>(choice->iterations.size()) + 1) return {};
  return Refuse(Reason::kInvalidArgument, "iteration", "must follow the last one");
}

Status Conduct::operator()(const ChoiceCast& fact) const {
  QUORATE_ASSIGN_OR_RETURN(const Choice* choice, NeedOpenChoice(fact.choice, fact.iteration));
  QUORATE_RETURN_IF_ERROR(NeedParticipant(fact.participant));
  QUORATE_RETURN_IF_ERROR(NeedHand(fact.channel, fact.participant));
  QUORATE_RETURN_IF_ERROR(NeedAttendance(choice->round, fact.participant));
  QUORATE_RETURN_IF_ERROR(
      CheckRevision(fact.revision, choice->iterations.back().box.NextRevision(fact.participant)));
  if (!fact.content) return {};
  return CheckMarks(*choice, *fact.content);
}

Status Conduct::operator()(const ChoiceClosed& fact) const {
  QUORATE_RETURN_IF_ERROR(NeedRole({Role::kFacilitator}));
  return NeedOpenChoice(fact.choice, fact.iteration).map([](const Choice*) {});
}

Status Conduct::operator()(const ChoiceDecided& fact) const {
  QUORATE_RETURN_IF_ERROR(NeedRole({Role::kFacilitator}));
  const Choice* choice = study_.FindChoice(fact.choice);
  if (choice == nullptr) {
    return Refuse(Reason::kUnknownVote, "there is no choice " + fact.choice);
  }
  if (choice->iterations.empty() || choice->open() ||
      fact.iteration != static_cast<int>(choice->iterations.size())) {
    return Refuse(Reason::kWrongState,
                  "decide on the newest closed iteration of choice " + fact.choice);
  }
  std::set<std::string> chosen;
  for (const std::string& item : fact.chosen) {
    std::size_t hint = 0;
    if (!choice->questions.Find(item, hint))
      return Refuse(Reason::kUnknownItem, "chosen", item + " is no item of this choice");
    if (!chosen.insert(item).second)
      return Refuse(Reason::kInvalidArgument, "chosen", item + " stands twice");
  }
  const Json& outcome = *choice->iterations.back().outcome;
  std::set<std::string> winners;
  for (const Json& winner : *outcome.Find("winners")->array())
    winners.insert(*winner.string());
  const bool tied = *outcome.Find("tied")->boolean();
  if (!fact.reason.empty()) return CheckReason(fact.reason);
  if (!tied && !winners.empty() && chosen == winners) return {};
  return Refuse(
      Reason::kWrongState,
      tied || winners.empty()
          ? "the rule leaves choice " + fact.choice + " open; say what is chosen, with a reason"
          : "the rule says otherwise; what is chosen against it needs a reason");
}

}  // namespace quorate::engine
