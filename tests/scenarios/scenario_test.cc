// Plays every story of tests/scenarios/stories and compares. With QUORATE_REWRITE=1 in the
// environment the stories are rewritten instead: commit that only if you understand what caused the
// change.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/scenarios/story.h"

namespace quorate::tests {
namespace {

std::string ReadWhole(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<std::filesystem::path> Stories() {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator("tests/scenarios/stories")) {
    if (entry.path().extension() == ".txt") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

class StoryTest : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(StoryTest, EndsAsItIsTold) {
  const std::string told = ReadWhole(GetParam());
  ASSERT_NE(told, "");
  ASSERT_NE(told.find("----"), std::string::npos) << "a story without expectations proves nothing";
  const std::string played = PlayStory(told);
  if (std::getenv("QUORATE_REWRITE") != nullptr) {
    std::ofstream(GetParam(), std::ios::binary) << played;
  } else {
    EXPECT_EQ(played, told) << "in " << GetParam();
  }
}

INSTANTIATE_TEST_SUITE_P(Scenarios, StoryTest, testing::ValuesIn(Stories()), [](const auto& path) {
  std::string name;
  for (const char c : path.param.stem().string()) {
    if (c != '-') name += c;
  }
  return name;
});

TEST(StoryRunnerTest, SeesAWrongExpectation) {
  const std::string story =
      "group patients 5\nopen pain\nrate patients[1..5] pain=9\nclose\n----\npain: OUT\n";
  EXPECT_NE(PlayStory(story), story);
}

TEST(StoryRunnerTest, SaysWhichWordItDoesNotKnow) {
  EXPECT_THAT(PlayStory("dance\n----\n"), testing::HasSubstr("unknown word: dance"));
}

}  // namespace
}  // namespace quorate::tests
