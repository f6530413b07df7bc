#include "engine/base/index.h"

#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

TEST(IndexTest, NumbersLabelsInOrderOfArrival) {
  Index index;
  EXPECT_EQ(index.Add("pain"), 0U);
  EXPECT_EQ(index.Add("sleep"), 1U);
  EXPECT_EQ(index.Add("pain"), 0U) << "a label keeps its number";
  EXPECT_EQ(index.names(), (std::vector<std::string>{"pain", "sleep"}));
  EXPECT_EQ(index.Find("sleep"), 1U);
  EXPECT_EQ(index.Find("mood"), std::nullopt);
}

TEST(IndexTest, FindsEveryOneOfManyLabels) {
  Index index;
  for (int i = 0; i < 10'000; ++i)
    index.Add("label" + std::to_string(i));
  for (int i = 0; i < 10'000; ++i) {
    ASSERT_EQ(index.Find("label" + std::to_string(i)), static_cast<std::uint32_t>(i));
  }
}

}  // namespace
}  // namespace quorate::engine
