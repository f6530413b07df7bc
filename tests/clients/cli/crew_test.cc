#include "clients/cli/crew.h"

#include <array>
#include <atomic>
#include <vector>

#include <gtest/gtest.h>

namespace quorate::cli {
namespace {

TEST(CrewTest, EveryJobIsDoneOnceAndAllBeforeTheCallReturns) {
  for (const std::size_t threads : {1U, 2U, 3U, 8U}) {
    Crew crew(threads);
    for (std::size_t count = 0; count < 20; ++count) {
      std::vector<std::atomic<int>> done(count);
      std::vector<engine::Job> jobs;
      for (std::size_t i = 0; i < count; ++i)
        jobs.emplace_back([&done, i] { ++done[i]; });
      crew(jobs);
      for (std::size_t i = 0; i < count; ++i)
        EXPECT_EQ(done[i], 1) << i << " of " << count << " on " << threads;
    }
  }
}

TEST(CrewTest, JobsThatWaitForEachOtherEndWhereThereAreThreadsForBoth) {
  Crew crew(2);
  std::atomic<bool> met = false;
  const std::array<engine::Job, 2> jobs = {[&] { met.wait(false); },
                                           [&] {
                                             met = true;
                                             met.notify_one();
                                           }};
  for (int i = 0; i < 100; ++i) {
    met = false;
    crew(jobs);
    EXPECT_TRUE(met);
  }
}

TEST(CrewTest, OneThreadDoesThemInOrder) {
  Crew crew(1);
  std::vector<int> order;
  const std::array<engine::Job, 3> jobs = {
      [&] { order.push_back(1); }, [&] { order.push_back(2); }, [&] { order.push_back(3); }};
  crew(jobs);
  EXPECT_EQ(order, (std::vector<int>{1, 2, 3}));
}

}  // namespace
}  // namespace quorate::cli
