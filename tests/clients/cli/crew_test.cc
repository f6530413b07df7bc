#include "clients/cli/crew.h"

#include <array>
#include <atomic>
#include <new>
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

TEST(CrewTest, WhatAJobThrowsIsThrownOnWhenAllHaveEnded) {
  for (const std::size_t threads : {1U, 2U, 3U}) {
    Crew crew(threads);
    for (std::size_t bad = 0; bad < 3; ++bad) {
      std::atomic<int> ended = 0;
      std::vector<engine::Job> jobs;
      for (std::size_t i = 0; i < 3; ++i) {
        jobs.emplace_back([&ended, bad, i] {
          ++ended;
          if (i == bad) throw std::bad_alloc();
        });
      }
      EXPECT_THROW(crew(jobs), std::bad_alloc) << bad << " on " << threads;
      EXPECT_EQ(ended, 3);
    }
    crew({});
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
