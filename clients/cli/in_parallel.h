// Many calls at once: the server commits what arrives together in one durable write.

#pragma once

#include <cstddef>
#include <functional>

#include "engine/base/result.h"

namespace quorate::cli {

// Calls `act(i)` for every i below `count`, a few at a time, on threads of its own; `progress`, if
// any, is told how many are done. After the first refusal no further one is begun, and it is
// returned.
engine::Status InParallel(std::size_t count,
                          const std::function<engine::Status(std::size_t)>& act,
                          const std::function<void(std::size_t)>& progress = {});

}  // namespace quorate::cli
