#include "engine/study/document_reader.h"

#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

enum class Pace { kSlow, kQuick };
constexpr Words<Pace> kPaces = {{{"slow", Pace::kSlow}, {"quick", Pace::kQuick}}};

TEST(DocumentReaderTest, ReadsMembersAndKeepsFallbacksForAbsentOnes) {
  const Json json = *ParseJson(R"({"name":"a","count":3,"pace":"quick"})");
  std::vector<Violation> wrong;
  Members members(json, "x", wrong);
  EXPECT_EQ(members.Text("name", "", 10), "a");
  EXPECT_EQ(members.Integer("count", 1, 0, 5), 3);
  EXPECT_EQ(members.Integer("other", 7, 0, 9), 7);
  EXPECT_EQ(members.Word("pace", kPaces, Pace::kSlow), Pace::kQuick);
  members.RefuseUnknown();
  EXPECT_TRUE(wrong.empty());
}

TEST(DocumentReaderTest, NamesWhatIsWrongMissingAndUnknownByPath) {
  const Json json = *ParseJson(R"({"count":"3","pace":"fast","stray":1})");
  std::vector<Violation> wrong;
  Members members(json, "x", wrong);
  members.Integer("count", 1, 0, 5);
  members.Word("pace", kPaces, Pace::kSlow);
  members.Array("list");
  members.RefuseUnknown();
  ASSERT_EQ(wrong.size(), 4U);
  EXPECT_EQ(wrong[0].field, "x.count");
  EXPECT_EQ(wrong[1].message, "must be one of slow, quick");
  EXPECT_EQ(wrong[2].field, "x.list");
  EXPECT_EQ(wrong[3].message, "is no member of this object");
}

TEST(DocumentReaderTest, AWordIsWrittenAsItIsRead) {
  EXPECT_STREQ(WordFor(kPaces, Pace::kQuick), "quick");
}

}  // namespace
}  // namespace quorate::engine
