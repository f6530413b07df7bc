// Who may call what: one table, keyed by the full name of the method. What is not in it is refused.
//
// The table settles roles and scope. What a study's state allows is engine::Permits' business,
// which judges the role once more for whatever is written to the log.

#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "services/auth/caller.h"

namespace quorate::services {

class RoleSet {
 public:
  constexpr RoleSet(std::initializer_list<engine::Role> roles) {
    for (const engine::Role role : roles)
      bits_ |= Bit(role);
  }
  [[nodiscard]] constexpr bool Holds(engine::Role role) const { return (bits_ & Bit(role)) != 0; }

 private:
  static constexpr std::uint32_t Bit(engine::Role role) {
    return 1U << static_cast<unsigned>(role);
  }
  std::uint32_t bits_ = 0;
};

// How far a method reaches.
enum class Reach {
  kWholeServer,  // The whole server: callers that are bound to one study are refused.
  kOwnStudy,     // The study that the request names, which must be the caller's own.
  kNoStudy,      // No study, or only what the caller may know of anyway.
};

struct Permission {
  std::string_view method;  // "/quorate.v1.StudyService/GetStudy".
  Reach reach = Reach::kOwnStudy;
  RoleSet roles = {};
};

// What a request is about, as far as its names tell.
struct Target {
  std::string study;
  std::string participant;  // Empty unless the request's own name names one.
};

// Every line, in the order of the services.
std::span<const Permission> Permissions();
// The line of that method, or null.
const Permission* FindPermission(std::string_view method);

// Health checking and reflection, which tell nothing of any study.
bool IsOpenToAll(std::string_view method);

// Refuses with kNotPermitted the wrong role, a participant that names another one, and a method
// without a line; with kUnknownStudy, as if it did not exist, a study that is not the caller's.
engine::Status Authorize(const Caller& caller, std::string_view method, const Target& target);

// How a study is refused that does not exist, or that the caller may not know of: the two must not
// differ in anything.
engine::Error UnknownStudy(std::string_view label);

}  // namespace quorate::services
