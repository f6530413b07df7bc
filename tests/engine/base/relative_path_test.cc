#include "engine/base/relative_path.h"

#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

TEST(RelativePathTest, PartsWithSlashesBetweenThemAreOne) {
  EXPECT_TRUE(IsRelativePath("entries.ndjson"));
  EXPECT_TRUE(IsRelativePath("tile/entries/x001/067.p/3"));
  EXPECT_TRUE(IsRelativePath("two words"));
}

TEST(RelativePathTest, NothingLeadsOutOfTheFolder) {
  for (const char* path : {"", "/etc/passwd", "a//b", "a/", ".", "..", "a/../b", "a/./b", "a\\b"})
    EXPECT_FALSE(IsRelativePath(path)) << path;
}

TEST(RelativePathTest, OnlyPrintableAsciiIsPlain) {
  EXPECT_FALSE(IsRelativePath("a\nb"));
  EXPECT_FALSE(IsRelativePath("caf\xC3\xA9"));
}

}  // namespace
}  // namespace quorate::engine
