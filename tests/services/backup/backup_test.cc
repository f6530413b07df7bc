#include "services/backup/backup.h"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "engine/base/tar.h"
#include "engine/log/digest.h"
#include "tests/support/temporary_folder.h"

namespace quorate::services {
namespace {

using testing::HasSubstr;

class BackupTest : public testing::Test {
 protected:
  BackupTest() : store_(std::move(SqliteStore::Open(folder_.path() / "data")).value()) {
    std::filesystem::create_directory(data() / "signed");
    Save("signed/demo", "the note of demo\n");
    Save("signed/demo~", "half a note");
    Save("origin", "quorate.example\n");
    Save("signing.key", "secret one\n");
    Save("token.key", "secret two\n");
  }

  [[nodiscard]] std::filesystem::path data() const { return folder_.path() / "data"; }
  void Save(const std::string& name, const std::string& bytes) const {
    std::ofstream(data() / name, std::ios::binary) << bytes;
  }
  void Append(const std::string& study, std::uint64_t first, std::size_t count) const {
    StudyAppend append{study, first, {}, {}, {}};
    for (std::size_t i = 0; i < count; ++i)
      append.entries.push_back({"leaf " + std::to_string(first + i), "opening"});
    const auto done = store_->Append({&append, 1});
    ASSERT_TRUE(done) << done.error().message;
  }
  engine::Result<std::string> Archive(bool without_keys = false) const {
    std::string bytes;
    QUORATE_RETURN_IF_ERROR(BackUp(
        *store_, {without_keys, {1'795'467'600}}, [&](std::string_view chunk) -> engine::Status {
          bytes += chunk;
          return {};
        }));
    return bytes;
  }
  // The files of an archive; their order is in `order`.
  static std::map<std::string, std::string> Unpack(std::string_view bytes,
                                                   std::vector<std::string>* order = nullptr) {
    std::map<std::string, std::string> files;
    while (true) {
      const auto header = engine::ReadTarHeader(bytes.substr(0, engine::kTarBlock));
      EXPECT_TRUE(header) << header.error().message;
      if (!header || !*header) return files;
      bytes.remove_prefix(engine::kTarBlock);
      files[(*header)->name] = bytes.substr(0, (*header)->size);
      if (order != nullptr) order->push_back((*header)->name);
      bytes.remove_prefix((*header)->size + engine::TarPadding((*header)->size).size());
    }
  }
  // A store over the database of an archive.
  std::unique_ptr<SqliteStore> Restored(const std::string& archive, const std::string& name) const {
    const auto folder = folder_.path() / name;
    std::filesystem::create_directory(folder);
    std::ofstream(folder / "quorate.db", std::ios::binary) << Unpack(archive).at("quorate.db");
    auto store = SqliteStore::Open(folder, OpeningCheck::kWholeFile);
    EXPECT_TRUE(store) << store.error().message;
    return *std::move(store);
  }

  support::TemporaryFolder folder_;
  std::unique_ptr<SqliteStore> store_;
};

TEST_F(BackupTest, HoldsTheWholeFolderWithDigests) {
  Append("demo", 0, 5);
  const auto archive = Archive();
  ASSERT_TRUE(archive) << archive.error().message;
  std::vector<std::string> order;
  const auto files = Unpack(*archive, &order);
  EXPECT_THAT(order,
              testing::ElementsAre(
                  "signed/demo", "origin", "signing.key", "token.key", "quorate.db", "SHA256SUMS"));
  EXPECT_EQ(files.at("signed/demo"), "the note of demo\n");
  std::string sums;
  for (const std::string& name : order) {
    if (name != "SHA256SUMS")
      sums += engine::ToHex(engine::Sha256(files.at(name))) + "  " + name + "\n";
  }
  EXPECT_EQ(files.at("SHA256SUMS"), sums);
}

TEST_F(BackupTest, RestoredDatabaseHoldsEverything) {
  Append("demo", 0, 300);
  Append("other", 0, 3);
  ASSERT_TRUE(store_->KeepCheckpoint("demo", {200, "a note"}));
  ASSERT_TRUE(store_->AddPrincipal({"id", "hash", "auditor", "demo", "", "note", {5}, false}));
  const auto store = Restored(*Archive(), "restored");
  EXPECT_EQ(*store->Studies(), (std::vector<std::string>{"demo", "other"}));
  EXPECT_EQ(*store->Read("demo", 0, 1'000), *store_->Read("demo", 0, 1'000));
  EXPECT_EQ(*store->Checkpoints("demo"), *store_->Checkpoints("demo"));
  EXPECT_EQ(store->FindPrincipal("hash")->value().note, "note");
}

TEST_F(BackupTest, RestoredDatabaseStaysAppendOnly) {
  Append("demo", 0, 3);
  const auto store = Restored(*Archive(), "restored");
  StudyAppend gap{"demo", 5, {{"leaf", ""}}, {}, {}};
  EXPECT_FALSE(store->Append({&gap, 1}));
  StudyAppend next{"demo", 3, {{"leaf 3", ""}}, {}, {}};
  EXPECT_TRUE(store->Append({&next, 1}));
}

TEST_F(BackupTest, KeysAreLeftOutWhereAskedSo) {
  const auto files = Unpack(*Archive(true));
  EXPECT_FALSE(files.contains("signing.key"));
  EXPECT_FALSE(files.contains("token.key"));
  EXPECT_TRUE(files.contains("origin"));
  EXPECT_TRUE(files.contains("quorate.db"));
}

TEST_F(BackupTest, NothingIsLeftInTheFolderAndTheCopyIsItsOwnersOnly) {
  mode_t mode = 0;
  std::string bytes;
  const auto done = BackUp(*store_, {}, [&](std::string_view chunk) -> engine::Status {
    struct stat facts {};
    if (::stat((data() / "backup.tmp").c_str(), &facts) == 0) mode = facts.st_mode & 0777U;
    bytes += chunk;
    return {};
  });
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(mode, 0600U);
  EXPECT_FALSE(std::filesystem::exists(data() / "backup.tmp"));
}

TEST_F(BackupTest, ASinkThatRefusesEndsItAndNothingIsLeft) {
  Append("demo", 0, 100);
  const auto done = BackUp(*store_, {}, [](std::string_view) -> engine::Status {
    return engine::Refuse(engine::Reason::kUnavailable, "hung up");
  });
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().message, "hung up");
  EXPECT_FALSE(std::filesystem::exists(data() / "backup.tmp"));
  EXPECT_TRUE(Archive());
}

TEST_F(BackupTest, OneAtATime) {
  bool first = true;
  const auto outer = BackUp(*store_, {}, [&](std::string_view) -> engine::Status {
    if (std::exchange(first, false)) {
      const auto inner = Archive();
      EXPECT_FALSE(inner);
      EXPECT_EQ(inner.error().reason, engine::Reason::kBusy);
    }
    return {};
  });
  EXPECT_TRUE(outer) << outer.error().message;
}

TEST_F(BackupTest, WritingGoesOnAndEveryCopyIsOfOneMoment) {
  std::atomic<bool> over = false;
  std::atomic<std::uint64_t> written = 0;
  std::thread writer([&] {
    for (std::uint64_t at = 0; !over; at += 7) {
      Append("demo", at, 7);
      written = at + 7;
    }
  });
  while (written < 70)
    std::this_thread::yield();
  for (int i = 0; i < 5; ++i) {
    const std::uint64_t before = written;
    const auto archive = Archive();
    ASSERT_TRUE(archive) << archive.error().message;
    const auto store = Restored(*archive, "restored-" + std::to_string(i));
    const std::uint64_t size = *store->Size("demo");
    EXPECT_GE(size, before);
    EXPECT_EQ(size % 7, 0U) << "half a commit was copied";
    EXPECT_EQ(store->Read("demo", 0, size)->size(), size);
  }
  over = true;
  writer.join();
}

}  // namespace
}  // namespace quorate::services
