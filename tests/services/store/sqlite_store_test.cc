// What the SQLite store promises beyond the contract of every store: its folder, its file, its
// tables.

#include "services/store/sqlite_store.h"

#include <cstdint>
#include <fstream>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/support/temporary_folder.h"

namespace quorate::services {

using engine::Reason;
using ::testing::HasSubstr;

class SqliteStoreTest : public ::testing::Test {
 protected:
  [[nodiscard]] std::filesystem::path folder() const { return temporary_.path() / "data"; }
  [[nodiscard]] std::filesystem::path file() const { return folder() / SqliteStore::kFileName; }

  std::unique_ptr<SqliteStore> Open(OpeningCheck check = OpeningCheck::kSizes) {
    auto opened = SqliteStore::Open(folder(), check);
    EXPECT_TRUE(opened) << opened.error().message;
    return opened ? *std::move(opened) : nullptr;
  }
  engine::Error Refusal(OpeningCheck check = OpeningCheck::kSizes) {
    auto opened = SqliteStore::Open(folder(), check);
    EXPECT_FALSE(opened);
    return opened ? engine::Error{Reason::kUnknownEntry, "", {}} : opened.error();
  }
  // Runs SQL as somebody with another program would, while no server is there. Answers its error.
  [[nodiscard]] std::string Meddle(const char* sql) const {
    sqlite3* database = nullptr;
    sqlite3_open(file().c_str(), &database);
    char* message = nullptr;
    sqlite3_exec(database, sql, nullptr, nullptr, &message);
    std::string error = message == nullptr ? "" : message;
    sqlite3_free(message);
    sqlite3_close(database);
    return error;
  }
  void Fill(SqliteStore& store, const std::string& study, std::size_t count) {
    std::vector<StoredEntry> entries;
    for (std::size_t i = 0; i < count; ++i)
      entries.push_back({"leaf " + std::to_string(i), "open"});
    const std::vector<StudyAppend> append = {{.study = study, .first = 0, .entries = entries}};
    ASSERT_TRUE(store.Append(append));
  }

 private:
  support::TemporaryFolder temporary_;
};

TEST_F(SqliteStoreTest, ThePersonalDataIsForItsOwnerOnly) {
  auto store = Open();
  Fill(*store, "pain", 3);
  struct stat status = {};
  ASSERT_EQ(::stat(folder().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0700U);
  for (const char* name : {"quorate.db", "quorate.db-wal", "quorate.db-shm", "quorate.lock"}) {
    ASSERT_EQ(::stat((folder() / name).c_str(), &status), 0) << name;
    EXPECT_EQ(status.st_mode & 0777U, 0600U) << name;
  }
}

TEST_F(SqliteStoreTest, ASecondServerIsRefusedUntilTheFirstIsGone) {
  auto store = Open();
  const engine::Error refusal = Refusal();
  EXPECT_EQ(refusal.reason, Reason::kUnavailable);
  EXPECT_THAT(refusal.message, HasSubstr("another server is using it"));
  EXPECT_THAT(refusal.message, HasSubstr(folder().string()));
  Fill(*store, "pain", 1);
  store.reset();
  EXPECT_EQ(*Open()->Size("pain"), 1U);
}

TEST_F(SqliteStoreTest, AFolderThatCannotBeMadeIsNamed) {
  std::ofstream(folder()) << "a file stands where the folder should be";
  const engine::Error refusal = Refusal();
  EXPECT_EQ(refusal.reason, Reason::kUnavailable);
  EXPECT_THAT(refusal.message, HasSubstr(folder().string()));
}

TEST_F(SqliteStoreTest, NobodyChangesOrRemovesAnEntryOrACheckpoint) {
  auto store = Open();
  Fill(*store, "pain", 3);
  ASSERT_TRUE(store->KeepCheckpoint("pain", {3, "note"}));
  store.reset();
  EXPECT_EQ(Meddle("UPDATE entries SET leaf = 'forged' WHERE seq = 1"),
            "an entry is never changed");
  EXPECT_EQ(Meddle("DELETE FROM entries WHERE seq = 2"), "an entry is never deleted");
  EXPECT_EQ(
      Meddle("INSERT OR REPLACE INTO entries (place, leaf) SELECT place, 'forged' FROM entries"),
      "an entry follows the last one of its log");
  EXPECT_EQ(Meddle("INSERT INTO entries (place, leaf) SELECT max(place) + 2, 'gap' FROM entries"),
            "an entry follows the last one of its log");
  EXPECT_EQ(Meddle("UPDATE checkpoints SET note = 'forged'"), "a checkpoint is never changed");
  EXPECT_EQ(Meddle("DELETE FROM checkpoints"), "a checkpoint is never deleted");
  store = Open();
  EXPECT_EQ((*store->Read("pain", 1, 1))[0].leaf, "leaf 1");
}

TEST_F(SqliteStoreTest, AnErasedOpeningReadsAsEmptyBesideItsLeaf) {
  auto store = Open();
  Fill(*store, "pain", 3);
  store.reset();
  EXPECT_EQ(Meddle("DELETE FROM openings WHERE place & 4294967295 = 1"), "");
  store = Open();
  const auto entries = store->Read("pain", 0, 3);
  ASSERT_TRUE(entries);
  EXPECT_EQ((*entries)[0].opening, "open");
  EXPECT_EQ((*entries)[1], (StoredEntry{"leaf 1", ""}));
}

TEST_F(SqliteStoreTest, AFileOfALaterVersionIsRefusedAndLeftAlone) {
  Open().reset();
  ASSERT_EQ(Meddle("UPDATE schema SET version = 2"), "");
  const engine::Error refusal = Refusal();
  EXPECT_EQ(refusal.reason, Reason::kUnreadable);
  EXPECT_THAT(refusal.message, HasSubstr("version 2"));
  EXPECT_THAT(refusal.message, HasSubstr("newer server"));
  ASSERT_EQ(Meddle("UPDATE schema SET version = 1"), "");
  EXPECT_NE(Open(), nullptr);
}

TEST_F(SqliteStoreTest, AFileWithoutAVersionIsRefused) {
  Open().reset();
  ASSERT_EQ(Meddle("DELETE FROM schema"), "");
  EXPECT_EQ(Refusal().reason, Reason::kUnreadable);
}

TEST_F(SqliteStoreTest, AnotherProgramsFileIsRefusedAndLeftAlone) {
  std::filesystem::create_directory(folder());
  ASSERT_EQ(Meddle("CREATE TABLE songs (title TEXT)"), "");
  const engine::Error refusal = Refusal();
  EXPECT_EQ(refusal.reason, Reason::kUnreadable);
  EXPECT_THAT(refusal.message, HasSubstr("another program"));
  EXPECT_EQ(Meddle("INSERT INTO songs VALUES ('left alone')"), "");
  EXPECT_FALSE(std::filesystem::exists(file().string() + "-wal"));
}

TEST_F(SqliteStoreTest, AFileThatIsNoDatabaseIsRefused) {
  std::filesystem::create_directory(folder());
  std::ofstream(file()) << std::string(5'000, 'x');
  EXPECT_EQ(Refusal().reason, Reason::kCorruptLog);
}

TEST_F(SqliteStoreTest, ALogThatWasCutIsRefusedWithEveryStudyNamed) {
  auto store = Open();
  Fill(*store, "pain", 5);
  Fill(*store, "sleep", 5);
  Fill(*store, "sound", 5);
  store.reset();
  ASSERT_EQ(Meddle("DROP TRIGGER entries_stay;"
                   "DELETE FROM openings WHERE place & 4294967295 = 4;"
                   "DELETE FROM entries WHERE seq = 4 AND study < 3"),
            "");
  const engine::Error refusal = Refusal();
  EXPECT_EQ(refusal.reason, Reason::kCorruptLog);
  EXPECT_THAT(refusal.message, HasSubstr("study pain: its size is 5 but its log ends at 4"));
  EXPECT_THAT(refusal.message, HasSubstr("study sleep"));
  EXPECT_THAT(refusal.message, Not(HasSubstr("sound")));
}

TEST_F(SqliteStoreTest, AHoleInALogIsFoundWhenItIsRead) {
  auto store = Open();
  Fill(*store, "pain", 5);
  store.reset();
  ASSERT_EQ(Meddle("DROP TRIGGER entries_stay; DELETE FROM entries WHERE seq = 2"), "");
  store = Open();
  EXPECT_TRUE(store->Read("pain", 0, 2));
  const auto holed = store->Read("pain", 0, 5);
  ASSERT_FALSE(holed);
  EXPECT_EQ(holed.error().reason, Reason::kCorruptLog);
  EXPECT_THAT(holed.error().message, HasSubstr("study pain, entry 2"));
}

TEST_F(SqliteStoreTest, OverwrittenPagesAreFoundByTheWholeCheck) {
  auto store = Open();
  Fill(*store, "pain", 2'000);
  store.reset();
  ASSERT_NE(Open(OpeningCheck::kWholeFile), nullptr);
  std::fstream bytes(file(), std::ios::in | std::ios::out | std::ios::binary);
  const auto size = static_cast<std::streamoff>(std::filesystem::file_size(file()));
  constexpr std::streamoff kPage = 4'096;
  for (std::streamoff page = 17 * kPage; page < size; page += kPage) {
    bytes.seekp(page);
    bytes << std::string(200, '\xFF');
  }
  bytes.close();
  EXPECT_EQ(Refusal(OpeningCheck::kWholeFile).reason, Reason::kCorruptLog);
}

// The write-ahead log would otherwise grow for as long as the server runs.
TEST_F(SqliteStoreTest, TheWriteAheadLogStaysShort) {
  auto store = Open();
  const std::vector<StoredEntry> batch(16, {std::string(50'000, 'l'), std::string(50'000, 'o')});
  for (std::uint64_t i = 0; i < 60; ++i) {
    const std::vector<StudyAppend> append = {{.study = "pain", .first = 16 * i, .entries = batch}};
    ASSERT_TRUE(store->Append(append));
  }
  EXPECT_GT(std::filesystem::file_size(file()), 70'000'000U);
  EXPECT_LT(std::filesystem::file_size(file().string() + "-wal"), 25'000'000U);
  EXPECT_EQ(*store->Size("pain"), 960U);
}

}  // namespace quorate::services
