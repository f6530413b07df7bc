// A server that is killed without warning, again and again, while it appends.

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "services/store/sqlite_store.h"
#include "tests/support/temporary_folder.h"

namespace quorate::services {

namespace {

// Two studies a batch, so that one durable unit spans both.
constexpr std::array<const char*, 2> kStudies = {"pain", "sleep"};
constexpr std::uint64_t kBatch = 3;

StoredEntry Entry(const std::string& study, std::uint64_t sequence) {
  const std::string place = study + " " + std::to_string(sequence);
  return {"leaf " + place + std::string(200, '.'), "opening " + place};
}

std::string RequestId(std::uint64_t first) {
  return "request-" + std::to_string(first);
}

// Appends until it is killed, and tells each acknowledged size through the pipe.
[[noreturn]] void AppendForEver(const std::filesystem::path& folder, int pipe) {
  auto store = SqliteStore::Open(folder);
  if (!store) ::_exit(1);
  for (std::uint64_t first = *(*store)->Size(kStudies[0]);; first += kBatch) {
    std::vector<StudyAppend> appends;
    for (const char* study : kStudies) {
      StudyAppend append{.study = study, .first = first};
      for (std::uint64_t i = 0; i < kBatch; ++i)
        append.entries.push_back(Entry(study, first + i));
      append.requests.push_back({"ann", RequestId(first), "f", "reply"});
      appends.push_back(std::move(append));
    }
    if (!(*store)->Append(appends)) ::_exit(2);
    const std::uint64_t size = first + kBatch;
    if (::write(pipe, &size, sizeof size) != sizeof size) ::_exit(3);
  }
}

// Lets a child append a little, kills it, and returns the last size it was told; 0 if none.
std::uint64_t RunAndKill(const std::filesystem::path& folder, std::uint32_t acknowledgments) {
  std::array<int, 2> ends = {-1, -1};
  EXPECT_EQ(::pipe(ends.data()), 0);
  const pid_t child = ::fork();
  if (child == 0) AppendForEver(folder, ends[1]);
  ::close(ends[1]);
  std::uint64_t size = 0;
  for (std::uint32_t i = 0; i < acknowledgments; ++i) {
    if (::read(ends[0], &size, sizeof size) != sizeof size) break;
  }
  ::kill(child, SIGKILL);
  while (::read(ends[0], &size, sizeof size) == sizeof size) {
  }
  ::close(ends[0]);
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFSIGNALED(status)) << "the child gave up with " << WEXITSTATUS(status);
  return size;
}

// Every entry is there once, in order, and so is every request; none is there of what was cut off.
void ExpectWhole(const SqliteStore& store, const std::string& study, std::uint64_t size) {
  const auto entries = store.Read(study, 0, 1'000'000);
  ASSERT_TRUE(entries);
  ASSERT_EQ(entries->size(), size);
  for (std::uint64_t i = 0; i < size; ++i)
    ASSERT_EQ((*entries)[i], Entry(study, i));
  for (std::uint64_t first = 0; first <= size; first += kBatch) {
    ASSERT_EQ(store.FindRequest(study, "ann", RequestId(first))->has_value(), first < size);
  }
}

}  // namespace

TEST(KilledProcessTest, EveryAcknowledgedEntryIsThereOnceAfterEachKill) {
  constexpr int kKills = 40;
  const support::TemporaryFolder folder;
  std::mt19937 random(7);
  std::uint64_t acknowledged_in_all = 0;
  for (int kill = 0; kill < kKills; ++kill) {
    const auto acknowledgments = static_cast<std::uint32_t>(random() % 30);
    const std::uint64_t acknowledged = RunAndKill(folder.path(), acknowledgments);
    acknowledged_in_all = std::max(acknowledged_in_all, acknowledged);

    auto opened = SqliteStore::Open(folder.path(), OpeningCheck::kWholeFile);
    ASSERT_TRUE(opened) << opened.error().message;
    const std::uint64_t size = *(*opened)->Size(kStudies[0]);
    EXPECT_GE(size, acknowledged_in_all);
    EXPECT_EQ(size % kBatch, 0U);
    for (const char* study : kStudies)
      ExpectWhole(**opened, study, size);
  }
  EXPECT_GT(acknowledged_in_all, 100U);
}

}  // namespace quorate::services
