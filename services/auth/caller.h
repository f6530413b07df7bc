// Who is calling: what a token stands for.

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/study/event.h"

namespace quorate::services {

struct Caller {
  engine::Role role = engine::Role::kObserver;
  std::string principal;    // The token's id.
  std::string study;        // The one study it is good for; empty for every study.
  std::string participant;  // The pseudonym, for a participant only.

  // As whom the log knows the caller: a participant by its pseudonym, others by their token's id.
  [[nodiscard]] engine::Actor actor() const {
    return {role, role == engine::Role::kParticipant ? participant : principal};
  }
};

// "facilitator", "participant", "observer", "auditor", "integrator", "server".
std::string_view Name(engine::Role role);
// The role of that name, if somebody can call with it: nobody calls as the server.
std::optional<engine::Role> RoleNamed(std::string_view name);

}  // namespace quorate::services
