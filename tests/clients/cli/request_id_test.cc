#include "clients/cli/request_id.h"

#include <regex>

#include <gtest/gtest.h>

namespace quorate::cli {
namespace {

const std::regex kUuid("[0-9a-f]{8}-[0-9a-f]{4}-([48])[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

TEST(RequestIdTest, FreshOnesAreRandomUuids) {
  const std::string id = FreshRequestId();
  std::smatch match;
  ASSERT_TRUE(std::regex_match(id, match, kUuid)) << id;
  EXPECT_EQ(match[1], "4");
  EXPECT_NE(id, FreshRequestId());
}

TEST(RequestIdTest, TheSameContentGivesTheSameUuid) {
  const std::string id = RequestIdOf("studies/a/rounds/1 p1 pain=7");
  std::smatch match;
  ASSERT_TRUE(std::regex_match(id, match, kUuid)) << id;
  EXPECT_EQ(match[1], "8");
  EXPECT_EQ(id, RequestIdOf("studies/a/rounds/1 p1 pain=7"));
  EXPECT_NE(id, RequestIdOf("studies/a/rounds/1 p1 pain=8"));
}

}  // namespace
}  // namespace quorate::cli
