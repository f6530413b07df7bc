// Runs a random test for many seeds, or for the one that QUORATE_SEED names.

#pragma once

#include <cstdint>
#include <cstdlib>
#include <functional>
#include <string>

#include <gtest/gtest.h>

#include "tests/property/ratings_world.h"

namespace quorate::engine {

// Stops at the first seed that fails, and names it.
inline void ForSeeds(std::uint64_t count, const std::function<void(Generator&)>& check) {
  const char* only = std::getenv("QUORATE_SEED");  // NOLINT(concurrency-mt-unsafe): one thread.
  const std::uint64_t first = only == nullptr ? 1 : std::strtoull(only, nullptr, 10);
  const std::uint64_t last = only == nullptr ? count : first;
  for (std::uint64_t seed = first; seed <= last && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE("QUORATE_SEED=" + std::to_string(seed));
    Generator random(seed * 7919);
    check(random);
  }
}

}  // namespace quorate::engine
