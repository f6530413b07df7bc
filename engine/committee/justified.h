// Whether a committee leaves out a group that is large and agrees enough to deserve members.

#pragma once

#include <cstdint>
#include <optional>

#include "engine/committee/approval_profile.h"

namespace quorate::engine {

enum class Axiom {
  kJustifiedRepresentation,          // Groups that deserve one member.
  kExtendedJustifiedRepresentation,  // Groups that deserve any number.
};

// People who were cut short: they hold at least `deserved` shares of 1/k of the weight, all of them
// approve `agreed` (as many candidates as they deserve seats), and none of them approves that many
// members of the committee.
struct ShortChanged {
  std::uint32_t deserved = 1;
  Committee agreed;
  std::int64_t units = 0;             // Their weight.
  std::uint32_t members_at_best = 0;  // What the best off among them approve.
};

struct JustifiedRepresentation {
  Axiom axiom = Axiom::kExtendedJustifiedRepresentation;  // What was checked.
  std::optional<ShortChanged> short_changed;              // Nobody: it holds.
};

// The work after which the search for extended justified representation stops and the plain one is
// checked alone: deciding the extended one is hard in general.
inline constexpr std::int64_t kJustifiedWorkMax = 200'000'000;

// Blank ballots count as voters: a group is measured against everybody. `seats` may exceed the
// committee's size where seats stayed empty. Requires at least one seat.
JustifiedRepresentation CheckJustified(const ApprovalProfile& profile,
                                       const Committee& committee,
                                       std::uint32_t seats,
                                       std::int64_t work_max = kJustifiedWorkMax);

// The same for one axiom. Asked for the plain one, larger claims are not looked at; asked for the
// extended one, the answer is about the plain one where the work came to its end first.
JustifiedRepresentation CheckAxiom(const ApprovalProfile& profile,
                                   const Committee& committee,
                                   std::uint32_t seats,
                                   Axiom axiom);

}  // namespace quorate::engine
