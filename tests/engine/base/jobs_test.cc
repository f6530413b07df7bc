#include "engine/base/jobs.h"

#include <array>
#include <vector>

#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

TEST(OneAfterAnotherTest, DoesEveryJobInOrder) {
  std::vector<int> order;
  const std::array<Job, 2> jobs = {[&] { order.push_back(1); }, [&] { order.push_back(2); }};
  OneAfterAnother(jobs);
  EXPECT_EQ(order, (std::vector<int>{1, 2}));
}

TEST(OneAfterAnotherTest, NoJobsAreDoneAtOnce) {
  OneAfterAnother({});
}

}  // namespace
}  // namespace quorate::engine
