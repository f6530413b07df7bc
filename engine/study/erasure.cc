#include "engine/study/erasure.h"

#include <algorithm>

namespace quorate::engine {

namespace {

// The whole of a tally in which somebody is held back for the few they are would still tell what
// they answered.
void EraseWhole(TalliedItem& tallied) {
  if (tallied.tally.Find("suppressed") != nullptr) tallied.full.reset();
}

void EraseBallot(const std::string& participant, bool counted, BallotBox& box) {
  if (counted && box.voters.Find(participant)) ++box.erased;
  box.Erase(participant);
}

void EraseRound(const std::string& participant, Round& round) {
  if (round.box.voters.Find(participant)) std::ranges::for_each(round.results, EraseWhole);
  EraseBallot(participant, round.state == RoundState::kClosed, round.box);
  round.attendance = round.attendance.Without(participant);
  const auto shown = round.feedback_shown.find(participant);
  if (shown != round.feedback_shown.end()) shown->second.content.reset();
}

}  // namespace

void Erase(const std::string& participant, Study& study) {
  Participant& person = study.participants[*study.participant_index.Find(participant)];
  person = {participant, std::nullopt, true, false, true};
  for (Round& round : study.rounds)
    EraseRound(participant, round);
  for (Vote& vote : study.votes) {
    for (VoteIteration& iteration : vote.iterations) {
      if (iteration.result && iteration.box.voters.Find(participant)) EraseWhole(*iteration.result);
      EraseBallot(participant, !iteration.open, iteration.box);
    }
  }
  for (Choice& choice : study.choices) {
    for (ChoiceIteration& iteration : choice.iterations)
      EraseBallot(participant, !iteration.open, iteration.box);
  }
  for (Suggestion& suggestion : study.suggestions) {
    if (suggestion.by == participant) suggestion.text.reset();
  }
  for (Statement& statement : study.statements) {
    if (statement.by == participant) statement.content.reset();
  }
  study.contents_known = std::ranges::none_of(study.participants, &Participant::unknown);
}

}  // namespace quorate::engine
