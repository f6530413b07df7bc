#include "engine/base/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

TEST(TextTest, AcceptsExactlyWellFormedUtf8) {
  EXPECT_TRUE(IsUtf8("pain \xE2\x89\xA5 7 \xF0\x9F\x98\x80"));
  for (const char* bad : {"\x80",
                          "\xC0\xAF",
                          "\xE0\x80\xAF",
                          "\xED\xA0\x80",
                          "\xF4\x90\x80\x80",
                          "\xE2\x82",
                          "\xFF"}) {
    EXPECT_FALSE(IsUtf8(bad));
  }
}

TEST(TextTest, KnowsNormalizationFormC) {
  const std::string composed = "caf\xC3\xA9";
  const std::string decomposed = "cafe\xCC\x81";
  EXPECT_TRUE(IsNfc(composed));
  EXPECT_FALSE(IsNfc(decomposed));
  EXPECT_EQ(ToNfc(decomposed), composed);
  EXPECT_FALSE(IsNfc("\xFF"));
}

TEST(TextTest, LabelsAreShortAndPlain) {
  for (const char* label : {"C1", "pain", "a.b-c_d", "7"})
    EXPECT_TRUE(IsLabel(label)) << label;
  for (const char* label : {"", "-a", ".hidden", "a b", "a/b", "\xC3\xA9", "a\n"})
    EXPECT_FALSE(IsLabel(label)) << label;
  EXPECT_TRUE(IsLabel(std::string(63, 'a')));
  EXPECT_FALSE(IsLabel(std::string(64, 'a')));
}

TEST(TextTest, RefusesTextByItsFirstFault) {
  const auto message = [](std::string_view text) {
    return CheckText("title", text, 10).error().message;
  };
  EXPECT_TRUE(CheckText("title", "fine\ntext", 10));
  EXPECT_THAT(message(" \n"), testing::HasSubstr("must not be empty"));
  EXPECT_THAT(message("eleven byte"), testing::HasSubstr("at most 10 bytes"));
  EXPECT_THAT(message("a\xFF"), testing::HasSubstr("UTF-8"));
  EXPECT_THAT(message(std::string_view("a\0b", 3)), testing::HasSubstr("control characters"));
}

TEST(TextTest, TrimsBlanksAtBothEnds) {
  EXPECT_EQ(Trim(" \t a b\r\n"), "a b");
  EXPECT_EQ(Trim(" \n"), "");
}

}  // namespace
}  // namespace quorate::engine
