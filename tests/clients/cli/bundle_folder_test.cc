#include "clients/cli/bundle_folder.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/support/temporary_folder.h"

namespace quorate::cli {
namespace {

namespace fs = std::filesystem;
using engine::Reason;
using support::TemporaryFolder;

BundleBytes Smallest() {
  return {
      {{"log.vkey", "k"}, {"checkpoint", "c"}, {"entries.ndjson", ""}, {"results/a.csv", "a\n"}}};
}

TEST(BundleFolderTest, WhatIsWrittenIsRead) {
  const TemporaryFolder folder;
  const std::string path = (folder.path() / "deep" / "bundle").string();
  ASSERT_TRUE(WriteFolder(path, Smallest()));
  const auto read = ReadBundle(path);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->files, Smallest().files);
}

TEST(BundleFolderTest, FilesThatAreGoneFromTheNewOneAreGone) {
  const TemporaryFolder folder;
  const std::string path = (folder.path() / "bundle").string();
  ASSERT_TRUE(WriteFolder(path, Smallest()));
  BundleBytes smaller = Smallest();
  smaller.files.erase("results/a.csv");
  ASSERT_TRUE(WriteFolder(path, smaller));
  EXPECT_FALSE(fs::exists(fs::path(path) / "results"));
}

TEST(BundleFolderTest, FailedWriteLeavesWhatWasThere) {
  const TemporaryFolder folder;
  const std::string path = (folder.path() / "bundle").string();
  ASSERT_TRUE(WriteFolder(path, Smallest()));
  BundleBytes bad = Smallest();
  bad.files["zz/../../escape"] = "x";
  EXPECT_FALSE(WriteFolder(path, bad));
  EXPECT_EQ(ReadBundle(path)->files, Smallest().files);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1)
      << "something was left over";
}

TEST(BundleFolderTest, UnreadableThingsAreNamedWithAMend) {
  const TemporaryFolder folder;
  const auto refusal = [&](const fs::path& path) {
    const auto read = ReadBundle(path.string());
    EXPECT_FALSE(read) << path;
    if (read) return std::string();
    EXPECT_EQ(read.error().reason, Reason::kUnreadable);
    EXPECT_NE(read.error().message.find(path.filename().string()), std::string::npos);
    return read.error().message;
  };
  EXPECT_NE(refusal(folder.path() / "nowhere").find("is not there"), std::string::npos);
  std::ofstream(folder.path() / "archive.zip") << "PK";
  EXPECT_NE(refusal(folder.path() / "archive.zip").find("unpack"), std::string::npos);
  fs::create_directory(folder.path() / "empty");
  EXPECT_NE(refusal(folder.path() / "empty").find("is no bundle"), std::string::npos);
  for (const char* missing : {"log.vkey", "checkpoint", "entries.ndjson"}) {
    const fs::path path = folder.path() / (std::string("without-") + missing);
    BundleBytes bytes = Smallest();
    bytes.files.erase(missing);
    ASSERT_TRUE(WriteFolder(path.string(), bytes));
    EXPECT_NE(refusal(path).find(std::string(missing) + ": is missing"), std::string::npos);
  }
}

TEST(BundleFolderTest, LinksAreRefusedSinceTheyLeadElsewhere) {
  const TemporaryFolder folder;
  const fs::path path = folder.path() / "bundle";
  ASSERT_TRUE(WriteFolder(path.string(), Smallest()));
  fs::create_symlink("/etc/hostname", path / "link");
  const auto read = ReadBundle(path.string());
  ASSERT_FALSE(read);
  EXPECT_NE(read.error().message.find("link: is neither a file nor a folder"), std::string::npos)
      << read.error().message;
}

TEST(BundleFolderTest, FileWithoutPermissionIsNamed) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may read everything";
  const TemporaryFolder folder;
  const fs::path path = folder.path() / "bundle";
  ASSERT_TRUE(WriteFolder(path.string(), Smallest()));
  fs::permissions(path / "checkpoint", fs::perms::none);
  const auto read = ReadBundle(path.string());
  ASSERT_FALSE(read);
  EXPECT_NE(read.error().message.find("permissions"), std::string::npos);
}

TEST(CheckPathTest, OnlyPlainRelativePathsStayInside) {
  for (const char* good : {"a", "a/b.csv", "checkpoints/12", ".zenodo.json"}) {
    EXPECT_TRUE(CheckPath(good)) << good;
  }
  for (const char* bad : {"", "/a", "a/", "a//b", "..", "a/../b", "./a", "a\\b", "a\nb", "ü"}) {
    EXPECT_FALSE(CheckPath(bad)) << bad;
  }
}

}  // namespace
}  // namespace quorate::cli
