#include "engine/base/result.h"

#include <set>
#include <string>

#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

Result<int> Half(int number) {
  if (number % 2 != 0) return Refuse(Reason::kInvalidArgument, "number", "must be even");
  return number / 2;
}

Result<int> Quarter(int number) {
  QUORATE_ASSIGN_OR_RETURN(const int half, Half(number));
  return Half(half);
}

TEST(ResultTest, PassesARefusalOnWithItsPlace) {
  EXPECT_EQ(*Quarter(12), 3);
  const auto refused = Quarter(6);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "number: must be even");
  EXPECT_EQ(refused.error().violations.front().field, "number");
}

TEST(ResultTest, NamesEveryViolationInTheMessage) {
  const Status status = Refuse(Reason::kInvalidRule, {{"a", "is wrong"}, {"b", "is too"}});
  EXPECT_EQ(status.error().message, "a: is wrong; b: is too");
}

TEST(ResultTest, EveryReasonHasASpellingOfItsOwn) {
  std::set<std::string> names;
  for (int i = 0; i <= static_cast<int>(Reason::kUnreadable); ++i)
    names.insert(Name(static_cast<Reason>(i)));
  EXPECT_EQ(names.size(), static_cast<std::size_t>(Reason::kUnreadable) + 1);
  EXPECT_EQ(names.count("UNKNOWN"), 0U);
}

}  // namespace
}  // namespace quorate::engine
