#include "engine/replay/kinds.h"

namespace quorate::engine {

namespace {

template <typename Type, std::size_t I = 0>
consteval std::size_t IndexIn() {
  if constexpr (std::is_same_v<Type, std::variant_alternative_t<I, Event>>) {
    return I;
  } else {
    return IndexIn<Type, I + 1>();
  }
}

// A few anchors, so that an alternative moved in event.h without its kind does not compile.
static_assert(kKinds[IndexIn<StudyCreated>()] == "study.created");
static_assert(kKinds[IndexIn<ParticipantEnrolled>()] == "participant.enrolled");
static_assert(kKinds[IndexIn<SuggestionReviewed>()] == "suggestion.reviewed");
static_assert(kKinds[IndexIn<ItemRetired>()] == "item.retired");
static_assert(kKinds[IndexIn<BallotCast>()] == "ballot.cast");
static_assert(kKinds[IndexIn<VoteClosed>()] == "vote.closed");
static_assert(kKinds[IndexIn<DecisionOverridden>()] == "decision.overridden");
static_assert(kKinds[IndexIn<ItemTallied>()] == "item.tallied");

}  // namespace

std::optional<std::size_t> FindKind(std::string_view kind) {
  // Nearly every entry of a large log is a ballot.
  constexpr std::size_t kBallot = IndexIn<BallotCast>();
  if (kind == kKinds[kBallot]) return kBallot;
  for (std::size_t i = 0; i < kKinds.size(); ++i) {
    if (kKinds[i] == kind) return i;
  }
  return std::nullopt;
}

}  // namespace quorate::engine
