#include <algorithm>
#include <set>

#include "engine/base/text.h"
#include "engine/study/conduct.h"

namespace quorate::engine {

namespace {

bool Holds(const std::vector<ItemVersion>& items, const std::string& id) {
  return std::any_of(
      items.begin(), items.end(), [&](const ItemVersion& item) { return item.item == id; });
}

}  // namespace

Result<const Item*> Conduct::NeedQuietItem(const std::string& id) const {
  const Item* item = study_.FindItem(id);
  if (item == nullptr) return Refuse(Reason::kUnknownItem, "there is no item " + id);
  if (item->state != ItemState::kActive) {
    return Refuse(Reason::kWrongState, "item " + id + " was retired, merged or split already");
  }
  const Round* open = study_.open_round();
  if (open != nullptr && study_.Plan(open->number).mode == RoundMode::kSurvey &&
      Holds(open->items, id)) {
    return Refuse(Reason::kRoundOpen,
                  "item " + id + " is being answered in round " + std::to_string(open->number) +
                      "; close the round first, since votes are never carried to other words");
  }
  for (const Vote& vote : study_.votes) {
    if (vote.open() && vote.item.item == id) {
      return Refuse(Reason::kVoteOpen, "a vote on item " + id + " is open; close it first");
    }
  }
  for (const Choice& choice : study_.choices) {
    if (choice.open() && Holds(choice.items, id)) {
      return Refuse(Reason::kVoteOpen,
                    "choice " + choice.id + " with item " + id + " is open; close it first");
    }
  }
  return item;
}

Status Conduct::NeedNewItem(const std::string& field,
                            const std::string& id,
                            const std::string& text) const {
  QUORATE_RETURN_IF_ERROR(CheckLabel(field, id));
  if (study_.FindItem(id) != nullptr) {
    return Refuse(Reason::kAlreadyExists, field, "there is an item " + id + " already");
  }
  return CheckText("text of item " + id, text, kTextBytesMax);
}

Result<const Standing*> Conduct::NeedStanding(const ItemVersion& item,
                                              const std::string& basis) const {
  const Item* known = study_.FindItem(item.item);
  if (known == nullptr) return Refuse(Reason::kUnknownItem, "there is no item " + item.item);
  const auto& standing = known->standing;
  if (!standing || standing->basis != basis || standing->version != item.version) {
    return Refuse(
        Reason::kWrongState,
        "item " + item.item + " has no newest tally at " + basis + "; decide on what was counted");
  }
  return &*standing;
}

Status Conduct::operator()(const ItemAdded& fact) const {
  QUORATE_RETURN_IF_ERROR(NeedRole({Role::kFacilitator, Role::kIntegrator}));
  return NeedNewItem("item", fact.item, fact.text);
}

Status Conduct::operator()(const ItemSuggested& fact) const {
  QUORATE_RETURN_IF_ERROR(NeedRole({Role::kParticipant}));
  QUORATE_RETURN_IF_ERROR(NeedParticipant(entry_.actor.id));
  const Round* round = study_.open_round();
  if (round == nullptr)
    return Refuse(Reason::kRoundNotOpen, "items are suggested while a round is open");
  const int most = study_.Plan(round->number).suggestions_max;
  const auto made = std::count_if(
      study_.suggestions.begin(), study_.suggestions.end(), [&](const Suggestion& suggestion) {
        return suggestion.by == entry_.actor.id && suggestion.round == round->number;
      });
  if (made >= most) {
    return Refuse(
        Reason::kWrongState,
        "the protocol allows " + std::to_string(most) + " suggestions a person in this round");
  }
  QUORATE_RETURN_IF_ERROR(CheckLabel("suggestion", fact.suggestion));
  if (study_.suggestion_index.Find(fact.suggestion)) {
    return Refuse(Reason::kAlreadyExists, "there is a suggestion " + fact.suggestion + " already");
  }
  return fact.content ? CheckText("text", fact.content->text, kTextBytesMax) : Status();
}

Status Conduct::operator()(const SuggestionReviewed& fact) const {
  QUORATE_RETURN_IF_ERROR(NeedRole({Role::kFacilitator}));
  std::vector<std::string> ids = fact.also;
  ids.insert(ids.begin(), fact.suggestion);
  std::set<std::string> seen;
  std::set<std::string> people;
  int needed = 1;
  for (const std::string& id : ids) {
    const auto number = study_.suggestion_index.Find(id);
    if (!number) return Refuse(Reason::kUnknownItem, "there is no suggestion " + id);
    const Suggestion& suggestion = study_.suggestions[*number];
    if (suggestion.reviewed)
      return Refuse(Reason::kWrongState, "suggestion " + id + " was reviewed already");
    if (!seen.insert(id).second)
      return Refuse(Reason::kInvalidArgument, "also", "suggestion " + id + " stands twice");
    people.insert(suggestion.by);
    needed = std::max(needed, study_.Plan(suggestion.round).suggestions_needed);
  }
  if (fact.item.empty()) return CheckReason(fact.reason);
  if (people.size() < static_cast<std::size_t>(needed)) {
    return Refuse(Reason::kWrongState,
                  "the protocol takes up what " + std::to_string(needed) +
                      " people suggest, and these are of " + std::to_string(people.size()) +
                      "; name the others that say the same, or decline it");
  }
  return NeedNewItem("item", fact.item, fact.text);
}

Status Conduct::operator()(const ItemReworded& fact) const {
  QUORATE_RETURN_IF_ERROR(NeedRole({Role::kFacilitator}));
  QUORATE_RETURN_IF_ERROR(CheckReason(fact.reason));
  QUORATE_RETURN_IF_ERROR(CheckText("text", fact.text, kTextBytesMax));
  QUORATE_ASSIGN_OR_RETURN(const Item* item, NeedQuietItem(fact.item));
  if (fact.text == item->texts.back()) {
    return Refuse(Reason::kInvalidArgument, "text", "is the present wording already");
  }
  if (fact.version != item->version() + 1) {
    return Refuse(Reason::kInvalidArgument, "version", "must follow the present one");
  }
  return {};
}

Status Conduct::operator()(const ItemsMerged& fact) const {
  QUORATE_RETURN_IF_ERROR(NeedRole({Role::kFacilitator}));
  QUORATE_RETURN_IF_ERROR(CheckReason(fact.reason));
  if (fact.from.size() < 2 ||
      std::set(fact.from.begin(), fact.from.end()).size() != fact.from.size()) {
    return Refuse(Reason::kInvalidArgument, "from", "name at least two different items");
  }
  for (const std::string& id : fact.from)
    QUORATE_RETURN_IF_ERROR(NeedQuietItem(id));
  return NeedNewItem("into", fact.into, fact.text);
}

Status Conduct::operator()(const ItemSplit& fact) const {
  QUORATE_RETURN_IF_ERROR(NeedRole({Role::kFacilitator}));
  QUORATE_RETURN_IF_ERROR(CheckReason(fact.reason));
  QUORATE_RETURN_IF_ERROR(NeedQuietItem(fact.from));
  if (fact.into.size() < 2)
    return Refuse(Reason::kInvalidArgument, "into", "name at least two items");
  std::set<std::string> labels;
  for (const ItemAdded& part : fact.into) {
    QUORATE_RETURN_IF_ERROR(NeedNewItem("into", part.item, part.text));
    if (!labels.insert(part.item).second) {
      return Refuse(Reason::kInvalidArgument, "into", "item " + part.item + " stands twice");
    }
  }
  return {};
}

Status Conduct::operator()(const ItemRetired& fact) const {
  QUORATE_RETURN_IF_ERROR(NeedRole({Role::kFacilitator}));
  QUORATE_RETURN_IF_ERROR(CheckReason(fact.reason));
  return NeedQuietItem(fact.item).map([](const Item*) {});
}

Status Conduct::operator()(const DecisionRecorded& fact) const {
  QUORATE_RETURN_IF_ERROR(NeedRole({Role::kFacilitator}));
  QUORATE_ASSIGN_OR_RETURN(const Standing* standing, NeedStanding(fact.item, fact.basis));
  if (fact.verdict != standing->consensus) {
    return Refuse(
        Reason::kWrongState,
        "the rule says otherwise about item " + fact.item.item + "; override it with a reason");
  }
  const Decision* decision = study_.FindDecision(fact.item.item);
  if (decision != nullptr && decision->basis == fact.basis && decision->override_reason.empty()) {
    return Refuse(Reason::kAlreadyExists,
                  "item " + fact.item.item + " was decided on this tally already");
  }
  return {};
}

Status Conduct::operator()(const DecisionOverridden& fact) const {
  QUORATE_RETURN_IF_ERROR(NeedRole({Role::kFacilitator}));
  QUORATE_RETURN_IF_ERROR(CheckReason(fact.reason));
  QUORATE_ASSIGN_OR_RETURN(const Standing* standing, NeedStanding(fact.item, fact.basis));
  if (fact.rule_verdict != standing->consensus) {
    return Refuse(Reason::kInvalidArgument, "rule_verdict", "is not what the rule says");
  }
  if (fact.verdict == fact.rule_verdict || fact.verdict == Verdict::kInquorate) {
    return Refuse(
        Reason::kInvalidArgument, "verdict", "must be IN, OUT or NONE, and differ from the rule's");
  }
  return {};
}

}  // namespace quorate::engine
