// Work that may go on at the same time. The engine knows no threads: who has some passes a RunJobs
// in, and the answer is the same without.

#pragma once

#include <functional>
#include <span>

namespace quorate::engine {

// Touches nothing that another job of the same run touches, unless both only read it.
using Job = std::function<void()>;

// Runs every job once and returns when all are done; in any order, or at once.
using RunJobs = std::function<void(std::span<const Job>)>;

inline void OneAfterAnother(std::span<const Job> jobs) {
  for (const Job& job : jobs)
    job();
}

}  // namespace quorate::engine
