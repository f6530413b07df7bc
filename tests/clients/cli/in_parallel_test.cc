#include "clients/cli/in_parallel.h"

#include <atomic>
#include <mutex>
#include <set>

#include <gtest/gtest.h>

namespace quorate::cli {
namespace {

TEST(InParallelTest, EveryNumberIsDoneOnce) {
  std::mutex mutex;
  std::multiset<std::size_t> seen;
  EXPECT_TRUE(InParallel(100, [&](std::size_t i) -> engine::Status {
    const std::lock_guard lock(mutex);
    seen.insert(i);
    return {};
  }));
  EXPECT_EQ(seen.size(), 100U);
  EXPECT_EQ(std::set(seen.begin(), seen.end()).size(), 100U);
}

TEST(InParallelTest, NothingToDoIsDone) {
  EXPECT_TRUE(
      InParallel(0, [](std::size_t) -> engine::Status { return engine::Refuse({}, "never"); }));
}

TEST(InParallelTest, ARefusalEndsItAndIsReturned) {
  std::atomic<int> begun = 0;
  const auto status = InParallel(10'000, [&](std::size_t i) -> engine::Status {
    ++begun;
    if (i == 20) return engine::Refuse(engine::Reason::kBusy, "enough");
    return {};
  });
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().message, "enough");
  EXPECT_LT(begun, 10'000);
}

}  // namespace
}  // namespace quorate::cli
