#include "engine/study/apply.h"

#include <algorithm>

#include "engine/base/check.h"

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
    if (!event.content) study_.contents_known = false;
    study_.participant_index.Add(event.participant);
    study_.participants.push_back({event.participant, event.content, false});
  }
  void operator()(const ParticipantWithdrawn& event) {
    study_.participants[*study_.participant_index.Find(event.participant)].withdrawn = true;
  }

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
    Suggestion& suggestion = study_.suggestions[*study_.suggestion_index.Find(event.suggestion)];
    suggestion.reviewed = true;
    suggestion.item = event.item;
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
  }
  void operator()(const RoundExtended& event) { RoundNumbered(event.round).closes = event.closes; }
  void operator()(const RoundClosed& event) {
    RoundNumbered(event.round).state = RoundState::kClosed;
  }
  void operator()(const BallotCast& event) {
    Round& round = RoundNumbered(event.round);
    AnswerCode* row = RowFor(round.box, event.participant, round.items.size(), study_.size);
    if (!event.content) {
      study_.contents_known = false;
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
      study_.contents_known = false;
      return;
    }
    const ConsensusRule* rule = RuleFor(study_.Plan(vote.round), vote.kind);
    *row = CodeFor(rule->scale, event.content->state, event.content->score);
  }
  void operator()(const VoteClosed& event) { VoteNamed(event.vote).iterations.back().open = false; }

  void operator()(const DecisionRecorded& event) {
    study_.decisions.push_back(
        {event.item, event.verdict, event.verdict, event.basis, {}, study_.size});
  }
  void operator()(const DecisionOverridden& event) {
    study_.decisions.push_back(
        {event.item, event.verdict, event.rule_verdict, event.basis, event.reason, study_.size});
  }

  void operator()(const ResponseFound& event) {
    const auto place = FindBasis(study_, event.basis);
    if (place.iteration != nullptr) {
      place.iteration->responses = event.responses;
    } else if (place.round != nullptr) {
      place.round->responses = event.responses;
    }
  }
  void operator()(const ItemTallied& event) {
    TalliedItem tallied{event.item, event.consensus, event.tally, {}};
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
  };

  // The newest round or iteration, if that is what `basis` names: findings follow their closing at
  // once, so no other place can be meant.
  static Place FindBasis(Study& study, const std::string& basis) {
    if (!study.rounds.empty() && BasisOf(study.rounds.back()) == basis) {
      return {&study.rounds.back(), nullptr};
    }
    for (Vote& vote : study.votes) {
      if (vote.iterations.empty() || BasisOf(vote, vote.iterations.size()) != basis) continue;
      return {nullptr, &vote.iterations.back()};
    }
    return {};
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
