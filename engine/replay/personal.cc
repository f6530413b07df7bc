#include "engine/replay/personal.h"

#include <algorithm>
#include <utility>

namespace quorate::engine {

// Whose content lies apart from the entry, and goes with them if they are erased.
std::string_view PersonIn(const Entry& entry) {
  return std::visit(
      [&](const auto& of_kind) -> std::string_view {
        using Kind = std::decay_t<decltype(of_kind)>;
        if constexpr (std::is_same_v<Kind, ItemSuggested>) return entry.actor.id;
        if constexpr (requires {
                        of_kind.participant;
                        of_kind.commitment;
                      })
          return of_kind.participant;
        return {};
      },
      entry.event);
}

ErasureScope::ErasureScope(const Study& study, std::string participant)
    : participant_(std::move(participant)) {
  for (const Round& round : study.rounds) {
    if (round.box.voters.Find(participant_)) bases_.insert(BasisOf(round));
  }
  for (const Vote& vote : study.votes) {
    for (std::size_t i = 0; i < vote.iterations.size(); ++i) {
      if (vote.iterations[i].box.voters.Find(participant_)) bases_.insert(BasisOf(vote, i + 1));
    }
  }
}

bool ErasureScope::Covers(const Entry& entry) const {
  if (PersonIn(entry) == participant_) return true;
  const auto* tallied = std::get_if<ItemTallied>(&entry.event);
  return tallied != nullptr && bases_.contains(tallied->basis) &&
         tallied->tally.Find("suppressed") != nullptr;
}

void MissingOpenings::Add(std::string_view person) {
  ++count_;
  if (person.empty()) {
    ++nobodys_;
  } else {
    people_.Add(person);
  }
}

bool MissingOpenings::AllErased(const Study& study) const {
  return nobodys_ == 0 && std::ranges::all_of(people_.names(), [&](const std::string& name) {
           const Participant* person = study.FindParticipant(name);
           return person != nullptr && person->erased;
         });
}

}  // namespace quorate::engine
