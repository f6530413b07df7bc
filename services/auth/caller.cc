#include "services/auth/caller.h"

#include <array>

namespace quorate::services {

std::string_view Name(engine::Role role) {
  switch (role) {
    case engine::Role::kFacilitator:
      return "facilitator";
    case engine::Role::kParticipant:
      return "participant";
    case engine::Role::kObserver:
      return "observer";
    case engine::Role::kAuditor:
      return "auditor";
    case engine::Role::kIntegrator:
      return "integrator";
    case engine::Role::kServer:
      return "server";
  }
  return "";
}

std::optional<engine::Role> RoleNamed(std::string_view name) {
  using enum engine::Role;
  for (const engine::Role role : {kFacilitator, kParticipant, kObserver, kAuditor, kIntegrator}) {
    if (Name(role) == name) return role;
  }
  return std::nullopt;
}

}  // namespace quorate::services
