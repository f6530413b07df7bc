#include "engine/base/tar.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "tests/support/temporary_folder.h"

namespace quorate::engine {
namespace {

constexpr Instant kThen{1'795'467'600};

std::string Archive(const std::string& name, const std::string& bytes) {
  return TarHeader({name, bytes.size()}, kThen) + bytes + TarPadding(bytes.size()) + TarEnd();
}

TEST(TarTest, HeadersAreReadAsTheyWereWritten) {
  for (const std::uint64_t size : {std::uint64_t{0},
                                   std::uint64_t{1},
                                   std::uint64_t{512},
                                   std::uint64_t{1} << 20U,
                                   (std::uint64_t{1} << 33U) - 1,
                                   std::uint64_t{1} << 33U,
                                   std::uint64_t{1} << 40U}) {
    const std::string block = TarHeader({"signed/demo", size}, kThen);
    ASSERT_EQ(block.size(), kTarBlock);
    const auto read = ReadTarHeader(block);
    ASSERT_TRUE(read) << read.error().message;
    ASSERT_TRUE(read->has_value());
    EXPECT_EQ((*read)->name, "signed/demo");
    EXPECT_EQ((*read)->size, size);
  }
}

TEST(TarTest, FilesFillWholeBlocks) {
  EXPECT_EQ(TarPadding(0).size(), 0U);
  EXPECT_EQ(TarPadding(1).size(), 511U);
  EXPECT_EQ(TarPadding(511).size(), 1U);
  EXPECT_EQ(TarPadding(512).size(), 0U);
  const auto end = ReadTarHeader(TarEnd().substr(0, kTarBlock));
  ASSERT_TRUE(end);
  EXPECT_FALSE(end->has_value());
}

TEST(TarTest, EveryChangeOfOneByteOfAHeaderIsNoticed) {
  const std::string good = TarHeader({"quorate.db", 77}, kThen);
  for (std::size_t i = 0; i < good.size(); ++i) {
    std::string bad = good;
    ++bad[i];
    const auto read = ReadTarHeader(bad);
    // The two bytes behind the checksum's digits are not part of it.
    if (i == 154 || i == 155) continue;
    EXPECT_FALSE(read) << i;
  }
  EXPECT_FALSE(ReadTarHeader(good.substr(1)));
  EXPECT_FALSE(ReadTarHeader(""));
}

TEST(TarTest, NamesThatLeadOutsideAreRefused) {
  for (const char* name : {"", "/etc/passwd", "../x", "a/../b", "a//b", "a/", ".", "a\\b", "a b"})
    EXPECT_FALSE(CheckTarName(name)) << name;
  EXPECT_FALSE(CheckTarName(std::string(101, 'x')));
  EXPECT_TRUE(CheckTarName("signed/demo"));
  EXPECT_TRUE(CheckTarName(std::string(100, 'x')));
}

// Another author's program reads it.
TEST(TarTest, TheSystemsTarReadsIt) {
  if (std::system("command -v tar > /dev/null 2>&1") != 0) GTEST_SKIP() << "tar is missing";
  const support::TemporaryFolder folder;
  std::ofstream(folder.path() / "a.tar", std::ios::binary) << Archive("signed/demo", "the note\n");
  const std::string command =
      "cd '" + folder.path().string() + "' && tar -xf a.tar && stat -c %a signed/demo > mode";
  ASSERT_EQ(std::system(command.c_str()), 0);
  std::stringstream text;
  text << std::ifstream(folder.path() / "signed" / "demo").rdbuf()
       << std::ifstream(folder.path() / "mode").rdbuf();
  EXPECT_EQ(text.str(), "the note\n600\n");
}

TEST(TarTest, WhatTheSystemsTarWritesIsRead) {
  if (std::system("command -v tar > /dev/null 2>&1") != 0) GTEST_SKIP() << "tar is missing";
  const support::TemporaryFolder folder;
  std::ofstream(folder.path() / "origin") << "quorate.example\n";
  const std::string command =
      "cd '" + folder.path().string() + "' && tar --format=ustar -cf b.tar origin";
  ASSERT_EQ(std::system(command.c_str()), 0);
  std::stringstream text;
  text << std::ifstream(folder.path() / "b.tar", std::ios::binary).rdbuf();
  const auto read = ReadTarHeader(text.str().substr(0, kTarBlock));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ((*read)->name, "origin");
  EXPECT_EQ((*read)->size, 16U);
}

}  // namespace
}  // namespace quorate::engine
