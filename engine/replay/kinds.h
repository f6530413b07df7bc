// The closed list of kinds under which events are written, and the words for their enums. README.md
// holds the same list for people; nothing here may ever be renamed, since old logs must stay
// readable.

#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <variant>

#include "engine/study/event.h"

namespace quorate::engine {

// In the order of Event's alternatives: the kind of the event whose index() is i.
inline constexpr std::array<std::string_view, std::variant_size_v<Event>> kKinds = {
    "study.created",
    "protocol.drafted",
    "protocol.frozen",
    "protocol.amended",
    "study.concluded",
    "bundle.published",
    "participant.enrolled",
    "participant.withdrawn",
    "item.added",
    "item.suggested",
    "suggestion.reviewed",
    "item.reworded",
    "items.merged",
    "item.split",
    "item.retired",
    "round.opened",
    "round.extended",
    "round.closed",
    "ballot.cast",
    "attendance.recorded",
    "vote.called",
    "vote.opened",
    "vote.cast",
    "vote.closed",
    "decision.recorded",
    "decision.overridden",
    "response.found",
    "item.tallied",
    "feedback.shown",
    "choice.called",
    "choice.opened",
    "choice.cast",
    "choice.closed",
    "choice.decided",
    "dissent.stated",
    "dissent.withheld",
    "rules.compared",
    "attrition.found",
    "stability.found",
    "round.explained",
    "item.explained",
    "rule.compared",
    "choice.tallied",
    "erasure.recorded",
    "log.recovered"};

// The index of that kind in kKinds, if there is one.
std::optional<std::size_t> FindKind(std::string_view kind);

// The words of an enum, in order of its values, which count from 0.
template <typename Enum>
inline constexpr std::array<std::string_view, 0> kWords = {};
template <>
inline constexpr std::array<std::string_view, 6> kWords<Role> =
    {"facilitator", "participant", "observer", "auditor", "integrator", "server"};
template <>
inline constexpr std::array<std::string_view, 3> kWords<Channel> = {"self", "paper", "import"};
template <>
inline constexpr std::array<std::string_view, 4> kWords<Verdict> = {"in",
                                                                    "out",
                                                                    "none",
                                                                    "inquorate"};
template <>
inline constexpr std::array<std::string_view, 2> kWords<VoteKind> = {"rating", "yes-no"};
template <>
inline constexpr std::array<std::string_view, 2> kWords<Tier> = {"public", "auditor"};
template <>
inline constexpr std::array<std::string_view, 4> kWords<Feedback> = {"none",
                                                                     "own-group",
                                                                     "all-groups",
                                                                     "overall"};
template <>
inline constexpr std::array<std::string_view, 4> kWords<AnswerState> = {"scored",
                                                                        "unable",
                                                                        "not-understood",
                                                                        "skipped"};

// The word for `value`. Requires one of the enum's values.
template <typename Enum>
constexpr std::string_view WordOf(Enum value) {
  return kWords<Enum>.at(static_cast<std::size_t>(value));
}

template <typename Enum>
constexpr std::optional<Enum> FindWord(std::string_view word) {
  for (std::size_t i = 0; i < kWords<Enum>.size(); ++i) {
    if (kWords<Enum>[i] == word) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

}  // namespace quorate::engine
