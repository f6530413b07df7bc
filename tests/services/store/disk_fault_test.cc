// A disk that fails under the SQLite store. This file's own fdatasync() and pwrite64() stand before
// the C library's in this program, so that SQLite meets exactly the failure a test asks for.

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <fstream>
#include <memory>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "services/store/sqlite_store.h"
#include "tests/support/temporary_folder.h"

namespace {

// What the calls of that kind answer once `calls_left` of them have gone through; 0 is no failure.
struct CallFault {
  std::atomic<int> error = 0;
  std::atomic<int> calls_left = 0;
  std::atomic<int> strikes = 0;  // How many calls failed so far.

  void FailAfter(int calls, int with) {
    calls_left = calls;
    error = with;
  }
  void Mend() { error = 0; }
  bool Strikes() {
    if (error == 0 || calls_left-- > 0) return false;
    errno = error;
    ++strikes;
    return true;
  }
};
CallFault sync_fault;
CallFault write_fault;

}  // namespace

// NOLINTNEXTLINE(readability-inconsistent-declaration-parameter-name)
extern "C" int fdatasync(int file) {
  return sync_fault.Strikes() ? -1 : static_cast<int>(::syscall(SYS_fdatasync, file));
}

// NOLINTNEXTLINE(readability-inconsistent-declaration-parameter-name)
extern "C" ssize_t pwrite64(int file, const void* bytes, std::size_t count, off64_t offset) {
  return write_fault.Strikes() ? -1 : ::syscall(SYS_pwrite64, file, bytes, count, offset);
}

namespace quorate::services {

using engine::Reason;
using ::testing::HasSubstr;

class DiskFaultTest : public ::testing::Test {
 protected:
  void SetUp() override { Reopen(); }
  void TearDown() override { Mend(); }

  static void Mend() {
    sync_fault.Mend();
    write_fault.Mend();
  }
  void Reopen() {
    store_.reset();
    auto opened = SqliteStore::Open(folder_.path(), OpeningCheck::kWholeFile);
    ASSERT_TRUE(opened) << opened.error().message;
    store_ = *std::move(opened);
  }
  SqliteStore& store() { return *store_; }
  // Appends two entries that tell their place, and a request named after it.
  engine::Status Append(std::uint64_t first) {
    const std::string place = std::to_string(first);
    const std::vector<StudyAppend> append = {{.study = "pain",
                                              .first = first,
                                              .entries = {Entry(first), Entry(first + 1)},
                                              .requests = {{"ann", "r" + place, "f", "reply"}}}};
    return store().Append(append);
  }
  static StoredEntry Entry(std::uint64_t sequence) {
    return {"leaf " + std::to_string(sequence) + std::string(300, '.'), "opening"};
  }
  void ExpectLog(std::uint64_t size) {
    const auto entries = store().Read("pain", 0, 100'000);
    ASSERT_TRUE(entries) << entries.error().message;
    ASSERT_EQ(entries->size(), size);
    for (std::uint64_t i = 0; i < size; ++i)
      EXPECT_EQ((*entries)[i], Entry(i));
    EXPECT_EQ(store().FindRequest("pain", "ann", "r" + std::to_string(size))->has_value(), false);
  }

 private:
  support::TemporaryFolder folder_;
  std::unique_ptr<SqliteStore> store_;
};

// The n-th write of an append fails, for every n until the append gets through: each time it is
// refused for the right reason, nothing of it stays, reads go on, and the next append succeeds.
TEST_F(DiskFaultTest, EveryWriteOfAnAppendMayFindTheDiskFull) {
  std::uint64_t size = 0;
  int failures = 0;
  for (int nth = 0; nth < 100; ++nth) {
    write_fault.FailAfter(nth, ENOSPC);
    const engine::Status outcome = Append(size);
    Mend();
    if (outcome) {
      ExpectLog(size + 2);
      EXPECT_GE(failures, 4);
      return;
    }
    ++failures;
    EXPECT_EQ(outcome.error().reason, Reason::kStorageFull);
    EXPECT_THAT(outcome.error().message, HasSubstr("Free some space"));
    ExpectLog(size);
    ASSERT_TRUE(Append(size));
    size += 2;
  }
  FAIL() << "an append never got through";
}

TEST_F(DiskFaultTest, EveryWriteOfAnAppendMayMeetABrokenDisk) {
  std::uint64_t size = 0;
  for (int nth = 0; nth < 100; ++nth) {
    write_fault.FailAfter(nth, EIO);
    const engine::Status outcome = Append(size);
    Mend();
    if (outcome) return;
    EXPECT_EQ(outcome.error().reason, Reason::kUnavailable);
    EXPECT_FALSE(store().sync_failed());
    ExpectLog(size);
    ASSERT_TRUE(Append(size));
    size += 2;
    Reopen();
    ExpectLog(size);
  }
  FAIL() << "an append never got through";
}

TEST_F(DiskFaultTest, AfterAFailedSyncNothingIsWrittenUntilTheRestart) {
  ASSERT_TRUE(Append(0));
  sync_fault.FailAfter(0, EIO);
  const engine::Status failed = Append(2);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().reason, Reason::kUnavailable);
  EXPECT_TRUE(store().sync_failed());
  Mend();

  const engine::Status later = Append(2);
  ASSERT_FALSE(later);
  EXPECT_EQ(later.error().reason, Reason::kUnavailable);
  EXPECT_THAT(later.error().message, HasSubstr("restart the server"));
  EXPECT_FALSE(store().KeepCheckpoint("pain", {2, "note"}));
  ExpectLog(2);

  // The append whose sync failed may have reached the disk or not; its request id tells which.
  Reopen();
  const std::uint64_t size = *store().Size("pain");
  EXPECT_TRUE(size == 2 || size == 4);
  EXPECT_EQ(store().FindRequest("pain", "ann", "r2")->has_value(), size == 4);
  EXPECT_TRUE(Append(size));
  ExpectLog(size + 2);
}

// A sync that fails for want of space is a failed sync all the same.
TEST_F(DiskFaultTest, ASyncThatFindsTheDiskFullIsFatalToo) {
  sync_fault.FailAfter(0, ENOSPC);
  EXPECT_FALSE(Append(0));
  Mend();
  EXPECT_TRUE(store().sync_failed());
  EXPECT_FALSE(Append(0));
}

// Moving the write-ahead log to the main file comes after the commit is safe, so that its failure
// takes back no answer; but a sync among it that failed is the last.
TEST_F(DiskFaultTest, AFailingCheckpointLosesNoAcknowledgedEntry) {
  std::uint64_t size = 0;
  const auto append_large = [&] {
    const StoredEntry large{std::string(60'000, 'l'), ""};
    const std::vector<StudyAppend> append = {
        {.study = "large", .first = size, .entries = std::vector<StoredEntry>(60, large)}};
    engine::Status outcome = store().Append(append);
    if (outcome) size += 60;
    return outcome;
  };
  for (int i = 0; i < 4; ++i)
    ASSERT_TRUE(append_large());
  sync_fault.FailAfter(1, EIO);  // The commit's own goes through; the checkpoint's does not.
  EXPECT_TRUE(append_large());
  EXPECT_TRUE(store().sync_failed());
  Mend();
  EXPECT_FALSE(append_large());
  Reopen();
  EXPECT_EQ(*store().Size("large"), size);
  EXPECT_EQ(size, 300U);
}

TEST_F(DiskFaultTest, ACheckpointThatFindsTheDiskFullIsTriedAgain) {
  const StoredEntry large{std::string(60'000, 'l'), ""};
  const int strikes_before = write_fault.strikes;
  for (std::uint64_t i = 0; i < 12; ++i) {
    const std::vector<StudyAppend> append = {
        {.study = "large", .first = 60 * i, .entries = std::vector<StoredEntry>(60, large)}};
    // The writes of the log itself: some 900 pages in two calls each. Those after belong to a
    // checkpoint.
    write_fault.FailAfter(2'200, ENOSPC);
    EXPECT_TRUE(store().Append(append)) << i;
    Mend();
  }
  EXPECT_GT(write_fault.strikes, strikes_before + 1);
  EXPECT_FALSE(store().sync_failed());
  Reopen();
  EXPECT_EQ(*store().Size("large"), 720U);
}

// The same on a real file system without room: a few megabytes of memory, mounted where only this
// process sees it.
TEST(FullDiskTest, WritingGoesOnOnceThereIsRoomAgain) {
  const support::TemporaryFolder folder;
  const bool mounted = ::unshare(CLONE_NEWNS) == 0 &&
                       ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                       ::mount("none", folder.path().c_str(), "tmpfs", 0, "size=4m") == 0;
  if (!mounted) GTEST_SKIP() << "mounting needs root: " << std::generic_category().message(errno);
  {
    auto store = *SqliteStore::Open(folder.path() / "data");
    std::uint64_t size = 0;
    const auto append = [&] {
      const StoredEntry entry{"leaf " + std::to_string(size), std::string(5'000, 'o')};
      const std::vector<StudyAppend> appends = {
          {.study = "pain", .first = size, .entries = {entry, entry, entry}}};
      engine::Status outcome = store->Append(appends);
      if (outcome) size += 3;
      return outcome;
    };
    for (int i = 0; i < 20; ++i)
      ASSERT_TRUE(append());
    const std::filesystem::path filler = folder.path() / "filler";
    std::ofstream(filler) << std::string(8'000'000, 'x');

    engine::Status refused;
    for (int i = 0; i < 1'000 && refused; ++i)
      refused = append();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().reason, Reason::kStorageFull) << refused.error().message;
    EXPECT_EQ(store->Read("pain", 0, 100'000)->size(), size);
    EXPECT_FALSE(append());

    std::filesystem::remove(filler);
    for (int i = 0; i < 20; ++i)
      ASSERT_TRUE(append());
    store.reset();
    store = *SqliteStore::Open(folder.path() / "data", OpeningCheck::kWholeFile);
    EXPECT_EQ(store->Read("pain", 0, 100'000)->size(), size);
  }
  ::umount2(folder.path().c_str(), MNT_DETACH);
}

}  // namespace quorate::services
