#include "engine/ranking/vector_width.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

TEST(VectorWidthTest, EveryMachineRunsThePlainOneAndTheWidestIsTheLast) {
  const auto widths = VectorWidthsHere();
  ASSERT_FALSE(widths.empty());
  EXPECT_EQ(widths.front(), VectorWidth::kPlain);
  EXPECT_TRUE(std::is_sorted(widths.begin(), widths.end()));
  EXPECT_EQ(WidestHere(), widths.back());
}

}  // namespace
}  // namespace quorate::engine
