// Invariants that hold unless the program itself is wrong. They stay on in release builds: a voting
// server should stop rather than miscount. Refusals of bad input are not checks; see result.h.

#pragma once

#include <cstdio>
#include <cstdlib>

namespace quorate::engine {

[[noreturn]] inline void CheckFailed(const char* expression, const char* file, int line) {
  std::fprintf(stderr, "%s:%d: invariant broken: %s\n", file, line, expression);
  std::abort();
}

}  // namespace quorate::engine

// Aborts with the expression's text and place if `condition` is false.
#define QUORATE_CHECK(condition)      \
  ((condition) ? static_cast<void>(0) \
               : ::quorate::engine::CheckFailed(#condition, __FILE__, __LINE__))
