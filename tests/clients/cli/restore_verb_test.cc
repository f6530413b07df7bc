#include "clients/cli/restore_verb.h"

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clients/cli/backup_archive.h"
#include "engine/base/tar.h"
#include "engine/log/digest.h"
#include "tests/support/temporary_folder.h"

namespace quorate::cli {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using Contents = std::vector<std::pair<std::string, std::string>>;

std::string NoteOver(int size) {
  return "quorate.example/studies/demo\n" + std::to_string(size) + "\nroot\n\nsignature\n";
}

Contents Sample(int signed_size = 100) {
  return {{"signed/demo", NoteOver(signed_size)},
          {"origin", "quorate.example\n"},
          {"signing.key", "one\n"},
          {"token.key", "two\n"},
          {"quorate.db", std::string(3'000, 'd')}};
}

std::string Add(const std::string& name, const std::string& bytes) {
  return engine::TarHeader({name, bytes.size()}, {5}) + bytes + engine::TarPadding(bytes.size());
}

std::string Archive(const Contents& contents) {
  std::string bytes;
  std::string sums;
  for (const auto& [name, content] : contents) {
    bytes += Add(name, content);
    sums += engine::ToHex(engine::Sha256(content)) + "  " + name + "\n";
  }
  return bytes + Add("SHA256SUMS", sums) + engine::TarEnd();
}

class RestoreTest : public testing::Test {
 protected:
  [[nodiscard]] fs::path data() const { return folder_.path() / "data"; }
  static std::string Text(const fs::path& path) {
    std::stringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
  }
  Outcome Run(const std::string& archive, bool replace = false) const {
    std::ofstream(folder_.path() / "b.tar", std::ios::binary) << archive;
    return Restore({(folder_.path() / "b.tar").string(), data().string(), replace});
  }
  // What lies beside the archive and the data folder, which should be nothing.
  [[nodiscard]] int Leftovers() const {
    int count = 0;
    for (const auto& at : fs::directory_iterator(folder_.path()))
      count += at.path().filename().string().starts_with(".data") ? 1 : 0;
    return count;
  }

  support::TemporaryFolder folder_;
};

TEST_F(RestoreTest, MakesTheFolderOnAnEmptyHost) {
  const Outcome outcome = Run(Archive(Sample()));
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  for (const auto& [name, bytes] : Sample()) {
    EXPECT_EQ(Text(data() / name), bytes) << name;
    struct stat facts {};
    ASSERT_EQ(::stat((data() / name).c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777U, 0600U) << name;
  }
  EXPECT_THAT(outcome.out, HasSubstr("If the lost server went on"));
  EXPECT_EQ(Leftovers(), 0);
}

TEST_F(RestoreTest, AnEmptyFolderIsTakenAndAFullOneIsNot) {
  fs::create_directory(data());
  ASSERT_EQ(Run(Archive(Sample())).exit_code, 0);
  const Outcome again = Run(Archive(Sample()));
  EXPECT_EQ(again.exit_code, 1);
  EXPECT_THAT(again.err, HasSubstr("--replace"));
}

TEST_F(RestoreTest, ReplacingKeepsWhatWasThereAndNeverGoesBackBehindWhatWasSigned) {
  ASSERT_EQ(Run(Archive(Sample())).exit_code, 0);
  std::ofstream(data() / "quorate.db") << "newer";
  std::ofstream(data() / "quorate.db-wal") << "newer still";
  std::ofstream(data() / "signed" / "demo") << NoteOver(120);
  std::ofstream(data() / "signed" / "later") << NoteOver(7);
  const Outcome outcome = Run(Archive(Sample()), true);
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(Text(data() / "quorate.db"), std::string(3'000, 'd'));
  EXPECT_FALSE(fs::exists(data() / "quorate.db-wal"));
  EXPECT_EQ(Text(data() / "signed" / "demo"), NoteOver(120));
  EXPECT_EQ(Text(data() / "signed" / "later"), NoteOver(7));
  EXPECT_THAT(outcome.out, HasSubstr("has signed 120 entries, the backup 100"));
  int kept = 0;
  for (const auto& at : fs::directory_iterator(data())) {
    if (!at.path().filename().string().starts_with("replaced.")) continue;
    ++kept;
    EXPECT_EQ(Text(at.path() / "quorate.db"), "newer");
    EXPECT_EQ(Text(at.path() / "quorate.db-wal"), "newer still");
  }
  EXPECT_EQ(kept, 1);
}

TEST_F(RestoreTest, ABackupThatSignedMoreBringsItsCheckpointAlong) {
  ASSERT_EQ(Run(Archive(Sample(100))).exit_code, 0);
  const Outcome outcome = Run(Archive(Sample(130)), true);
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(Text(data() / "signed" / "demo"), NoteOver(130));
}

TEST_F(RestoreTest, AnotherServersFolderIsLeftAlone) {
  ASSERT_EQ(Run(Archive(Sample())).exit_code, 0);
  Contents other = Sample();
  other[2].second = "another key\n";
  const Outcome outcome = Run(Archive(other), true);
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("another server"));
  EXPECT_EQ(Text(data() / "signing.key"), "one\n");
  EXPECT_EQ(Text(data() / "quorate.db"), std::string(3'000, 'd'));
}

TEST_F(RestoreTest, AFolderInUseIsLeftAlone) {
  ASSERT_EQ(Run(Archive(Sample())).exit_code, 0);
  const int lock = ::open((data() / "quorate.lock").c_str(), O_RDWR | O_CREAT, 0600);
  ASSERT_EQ(::flock(lock, LOCK_EX | LOCK_NB), 0);
  EXPECT_THAT(Run(Archive(Sample()), true).err, HasSubstr("a server is using it"));
  ::close(lock);
  EXPECT_EQ(Run(Archive(Sample()), true).exit_code, 0);
}

TEST_F(RestoreTest, DamagedArchivesChangeNothing) {
  const std::string good = Archive(Sample());
  std::vector<std::string> bad = {"",
                                  "not an archive",
                                  good.substr(0, 100),
                                  good.substr(0, good.size() / 2),
                                  good.substr(0, good.size() - 2 * engine::kTarBlock)};
  for (std::size_t at = 0; at < good.size() - 2 * engine::kTarBlock; at += 97) {
    bad.push_back(good);
    bad.back()[at] = static_cast<char>(bad.back()[at] ^ 1);
  }
  int refused = 0;
  for (const std::string& archive : bad) {
    const Outcome outcome = Run(archive);
    if (outcome.exit_code == 0) {
      // A bit of a heading's padding, which no digest covers; what was unpacked is what was saved.
      EXPECT_EQ(Text(data() / "quorate.db"), std::string(3'000, 'd'));
      fs::remove_all(data());
      continue;
    }
    ++refused;
    EXPECT_FALSE(fs::exists(data()));
  }
  EXPECT_GT(refused, 40);
  EXPECT_EQ(Leftovers(), 0);
}

TEST_F(RestoreTest, AnArchiveWithStrangeOrMissingFilesIsRefused) {
  Contents strange = Sample();
  strange.push_back({"bin/sh", "x"});
  EXPECT_THAT(Run(Archive(strange)).err, HasSubstr("none of ours"));
  Contents missing = Sample();
  missing.pop_back();
  EXPECT_THAT(Run(Archive(missing)).err, HasSubstr("quorate.db is missing"));
  Contents twice = Sample();
  twice.push_back(twice.front());
  EXPECT_THAT(Run(Archive(twice)).err, HasSubstr("twice"));
  EXPECT_FALSE(fs::exists(data()));
}

TEST_F(RestoreTest, WithoutKeysItSaysSo) {
  Contents bare = Sample();
  bare.erase(bare.begin() + 2, bare.begin() + 4);
  const Outcome outcome = Run(Archive(bare));
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("holds no keys"));
}

}  // namespace
}  // namespace quorate::cli
