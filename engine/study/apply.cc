#include "engine/study/apply.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/study/erasure.h"

namespace quorate::engine {

namespace {

AnswerCode CodeFor(const Scale& scale, AnswerState state, int score) {
  switch (state) {
    case AnswerState::kUnable:
      return kUnable;
    case AnswerState::kNotUnderstood:
      return kNotUnderstood;
    case AnswerState::kSkipped:
      return kSkipped;
    case AnswerState::kScored:
      break;
  }
  return CodeOf(scale, score);
}

// The voter's row, emptied: a new ballot replaces the whole of the earlier one.
AnswerCode* RowFor(BallotBox& box,
                   const std::string& voter,
                   std::size_t questions,
                   std::uint64_t sequence) {
  const std::uint32_t row = box.voters.Add(voter);
  if (row == box.revisions.size()) {
    box.revisions.push_back(0);
    box.entries.push_back(0);
    box.answers.resize(box.answers.size() + questions, kNotShown);
  }
  ++box.revisions[row];
  box.entries[row] = sequence;
  AnswerCode* answers = box.answers.data() + static_cast<std::size_t>(row) * questions;
  std::fill(answers, answers + questions, kNotShown);
  return answers;
}

// Carries one entry out. Lives for one call.
class Effect {
 public:
  Effect(const Entry& entry, Study& study) : entry_(entry), study_(study) {}

  void operator()(const StudyCreated& event) {
    study_.title = event.title;
    study_.rules_version = event.rules_version;
    study_.state = StudyState::kDraft;
  }
  void operator()(const ProtocolDrafted& event) { study_.protocol = event.protocol; }
  void operator()(const ProtocolFrozen& event) {
    study_.protocol = event.protocol;
    study_.state = StudyState::kRunning;
  }
  void operator()(const ProtocolAmended& event) {
    study_.amendments.push_back({event.reason, study_.size, std::move(*study_.protocol)});
    study_.protocol = event.protocol;
  }
  void operator()(const StudyConcluded&) { study_.state = StudyState::kConcluded; }
  void operator()(const BundlePublished&) {}

  void operator()(const ParticipantEnrolled& event) {
    study_.participant_index.Add(event.participant);
    study_.participants.push_back({event.participant, event.content});
    if (!event.content) Lack(event.participant);
  }
  void operator()(const ParticipantWithdrawn& event) {
    study_.participants[*study_.participant_index.Find(event.participant)].withdrawn = true;
  }

  void operator()(const ErasureRecorded& event) { Erase(event.participant, study_); }

  void operator()(const ItemAdded& event) { AddItem(event, {}, {}); }
  void operator()(const ItemSuggested& event) {
    study_.suggestion_index.Add(event.suggestion);
    const Round* round = study_.open_round();
    study_.suggestions.push_back({event.suggestion,
                                  entry_.actor.id,
                                  round == nullptr ? 0 : round->number,
                                  event.content,
                                  false,
                                  {}});
  }
  void operator()(const SuggestionReviewed& event) {
    Review(event.suggestion, event.item);
    for (const std::string& also : event.also)
      Review(also, event.item);
    if (!event.item.empty()) AddItem({event.item, event.text}, {}, event.suggestion);
  }
  void operator()(const ItemReworded& event) {
    Item& item = ItemNamed(event.item);
    item.texts.push_back(event.text);
    item.standing.reset();
  }
  void operator()(const ItemsMerged& event) {
    for (const std::string& from : event.from)
      ItemNamed(from).state = ItemState::kMerged;
    AddItem({event.into, event.text}, event.from, {});
  }
  void operator()(const ItemSplit& event) {
    ItemNamed(event.from).state = ItemState::kSplit;
    for (const ItemAdded& part : event.into)
      AddItem(part, {event.from}, {});
  }
  void operator()(const ItemRetired& event) { ItemNamed(event.item).state = ItemState::kRetired; }

  void operator()(const RoundOpened& event) {
    Round& round = study_.rounds.emplace_back();
    round.number = event.round;
    round.items = event.items;
    round.closes = event.closes;
    round.questions.Assign(event.items);
    round.opened_at = study_.size;
  }
  void operator()(const RoundExtended& event) { RoundNumbered(event.round).closes = event.closes; }
  void operator()(const RoundClosed& event) {
    RoundNumbered(event.round).state = RoundState::kClosed;
  }
  void operator()(const BallotCast& event) {
    Round& round = RoundNumbered(event.round);
    AnswerCode* row = RowFor(round.box, event.participant, round.items.size(), study_.size);
    if (!event.content) {
      Lack(event.participant);
      return;
    }
    const Scale& scale = study_.Plan(event.round).rule.scale;
    std::size_t hint = 0;
    for (const ItemAnswer& answer : event.content->answers) {
      row[*round.questions.Find(answer.item, hint)] = CodeFor(scale, answer.state, answer.score);
    }
  }

  void operator()(const AttendanceRecorded& event) {
    for (const std::string& id : event.participants)
      RoundNumbered(event.round).attendance.Add(id);
  }
  void operator()(const VoteCalled& event) {
    study_.vote_index.Add(event.vote);
    study_.votes.push_back({event.vote, event.round, event.item, event.kind, {}});
  }
  void operator()(const VoteOpened& event) { VoteNamed(event.vote).iterations.emplace_back(); }
  void operator()(const VoteCast& event) {
    Vote& vote = VoteNamed(event.vote);
    AnswerCode* row = RowFor(vote.iterations.back().box, event.participant, 1, study_.size);
    if (!event.content) {
      Lack(event.participant);
      return;
    }
    const ConsensusRule* rule = RuleFor(study_.Plan(vote.round), vote.kind);
    *row = CodeFor(rule->scale, event.content->state, event.content->score);
  }
  void operator()(const VoteClosed& event) { VoteNamed(event.vote).iterations.back().open = false; }

  void operator()(const ChoiceCalled& event) {
    study_.choice_index.Add(event.choice);
    Choice& choice = study_.choices.emplace_back();
    choice.id = event.choice;
    choice.round = event.round;
    const auto& plans = study_.Plan(event.round).choices;
    choice.plan = *std::ranges::find(plans, event.plan, &ChoicePlan::id);
    choice.items = event.items;
    choice.questions.Assign(event.items);
    choice.lot = event.lot;
  }
  void operator()(const ChoiceOpened& event) {
    ChoiceNamed(event.choice).iterations.emplace_back();
  }
  void operator()(const ChoiceCast& event) {
    Choice& choice = ChoiceNamed(event.choice);
    BallotBox& box = choice.iterations.back().box;
    AnswerCode* row = RowFor(box, event.participant, choice.items.size(), study_.size);
    if (!event.content) {
      Lack(event.participant);
      return;
    }
    std::size_t hint = 0;
    for (const ItemAnswer& mark : event.content->marks)
      row[*choice.questions.Find(mark.item, hint)] = CodeOfMark(mark.score);
  }
  void operator()(const ChoiceClosed& event) {
    ChoiceNamed(event.choice).iterations.back().open = false;
  }
  void operator()(const ChoiceDecided& event) {
    ChoiceNamed(event.choice).decision =
        ChoiceDecision{event.iteration, event.chosen, event.reason, study_.size};
  }

  void operator()(const FeedbackShown& event) {
    RoundNumbered(event.round)
        .feedback_shown.emplace(event.participant, ShownFeedback{study_.size, event.content});
  }
  void operator()(const DissentStated& event) {
    study_.statement_index.Add(event.statement);
    study_.statements.push_back(
        {event.statement, event.participant, event.item, event.content, study_.size, {}});
  }
  void operator()(const DissentWithheld& event) {
    study_.statements[*study_.statement_index.Find(event.statement)].withheld = event.reason;
  }
  void operator()(const RulesCompared& event) {
    study_.comparisons.push_back({event.basis, study_.size, event.rules, {}});
  }

  void operator()(const DecisionRecorded& event) {
    study_.decisions.push_back(
        {event.item, event.verdict, event.verdict, event.basis, {}, study_.size});
  }
  void operator()(const DecisionOverridden& event) {
    study_.decisions.push_back(
        {event.item, event.verdict, event.rule_verdict, event.basis, event.reason, study_.size});
  }

  void operator()(const LogRecovered& event) {
    study_.recoveries.push_back(
        {static_cast<std::uint64_t>(event.size), event.root, event.reason, study_.size});
  }

  void operator()(const ResponseFound& event) {
    const auto place = FindBasis(study_, event.basis);
    if (place.iteration != nullptr) place.iteration->responses = event.responses;
    if (place.choice != nullptr) place.choice->responses = event.responses;
    if (place.round != nullptr) place.round->responses = event.responses;
  }
  void operator()(const AttritionFound& event) {
    if (Round* round = FindBasis(study_, event.basis).round) round->attrition = event.attrition;
  }
  void operator()(const StabilityFound& event) {
    if (Round* round = FindBasis(study_, event.basis).round) round->stability = event.stability;
  }
  void operator()(const RoundExplained& event) {
    const auto place = FindBasis(study_, event.basis);
    if (place.iteration != nullptr) place.iteration->explanation = event.explanation;
    if (place.round != nullptr) place.round->explanation = event.explanation;
  }
  void operator()(const ItemExplained& event) {
    const auto place = FindBasis(study_, event.basis);
    if (place.iteration != nullptr && place.iteration->result)
      place.iteration->result->explanation = event.explanation;
    if (place.round == nullptr) return;
    for (TalliedItem& tallied : place.round->results) {
      if (tallied.item == event.item) tallied.explanation = event.explanation;
    }
  }
  void operator()(const RuleCompared& event) {
    study_.comparisons.back().verdicts.push_back(event.verdicts);
  }
  void operator()(const ChoiceTallied& event) {
    const auto place = FindBasis(study_, event.basis);
    if (place.choice != nullptr) place.choice->outcome = event.outcome;
  }
  void operator()(const ItemTallied& event) {
    TalliedItem tallied{event.item, event.consensus, event.tally, {}, {}};
    if (event.content) tallied.full = event.content->tally;
    const auto place = FindBasis(study_, event.basis);
    if (place.iteration != nullptr) {
      place.iteration->result = std::move(tallied);
    } else if (place.round != nullptr) {
      place.round->results.push_back(std::move(tallied));
    }
    const auto number = study_.item_index.Find(event.item.item);
    if (!number) return;
    study_.items[*number].standing = Standing{event.basis, event.item.version, event.consensus};
  }

 private:
  struct Place {
    Round* round = nullptr;
    VoteIteration* iteration = nullptr;
    ChoiceIteration* choice = nullptr;
  };

  // The newest round or iteration, if that is what `basis` names: findings follow their closing at
  // once, so no other place can be meant.
  static Place FindBasis(Study& study, const std::string& basis) {
    if (!study.rounds.empty() && BasisOf(study.rounds.back()) == basis) {
      return {&study.rounds.back(), nullptr, nullptr};
    }
    for (Vote& vote : study.votes) {
      if (vote.iterations.empty() || BasisOf(vote, vote.iterations.size()) != basis) continue;
      return {nullptr, &vote.iterations.back(), nullptr};
    }
    for (Choice& choice : study.choices) {
      if (choice.iterations.empty() || BasisOf(choice, choice.iterations.size()) != basis) continue;
      return {nullptr, nullptr, &choice.iterations.back()};
    }
    return {};
  }

  void Lack(const std::string& participant) {
    study_.participants[*study_.participant_index.Find(participant)].unknown = true;
    study_.contents_known = false;
  }
  void Review(const std::string& id, const std::string& item) {
    Suggestion& suggestion = study_.suggestions[*study_.suggestion_index.Find(id)];
    suggestion.reviewed = true;
    suggestion.item = item;
  }
  void AddItem(const ItemAdded& event, std::vector<std::string> parents, std::string suggestion) {
    study_.item_index.Add(event.item);
    Item& item = study_.items.emplace_back();
    item.id = event.item;
    item.texts.push_back(event.text);
    item.parents = std::move(parents);
    item.suggestion = std::move(suggestion);
  }
  Item& ItemNamed(const std::string& id) { return study_.items[*study_.item_index.Find(id)]; }
  Round& RoundNumbered(int number) { return study_.rounds[static_cast<std::size_t>(number) - 1]; }
  Choice& ChoiceNamed(const std::string& id) {
    return study_.choices[*study_.choice_index.Find(id)];
  }
  Vote& VoteNamed(const std::string& id) { return study_.votes[*study_.vote_index.Find(id)]; }

  const Entry& entry_;
  Study& study_;
};

}  // namespace

void Apply(const Entry& entry, Study& study) {
  std::visit(Effect(entry, study), entry.event);
  study.last_time = std::max(study.last_time, entry.time);
  ++study.size;
}

}  // namespace quorate::engine
