#include "engine/report/zip.h"

#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

std::string Bytes(std::initializer_list<int> values) {
  std::string bytes;
  for (const int value : values)
    bytes += static_cast<char>(value);
  return bytes;
}

TEST(ZipTest, EmptyArchiveIsTheEndOfADirectoryAlone) {
  EXPECT_EQ(Zip({}), "PK" + Bytes({5, 6}) + std::string(18, '\0'));
}

// The check value of CRC-32 is that of "123456789": cbf43926.
TEST(ZipTest, StoresEachFileBehindItsHeader) {
  const ZipEntry entry = {"a/b", "123456789"};
  const std::string archive = Zip({&entry, 1});
  const std::string facts = Bytes({20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0}) +
                            Bytes({0x26, 0x39, 0xF4, 0xCB}) +
                            Bytes({9, 0, 0, 0, 9, 0, 0, 0, 3, 0, 0, 0});
  const std::string local = "PK" + Bytes({3, 4}) + facts + "a/b123456789";
  const std::string central =
      "PK" + Bytes({1, 2, 20, 0}) + facts + std::string(10, '\0') + Bytes({0, 0, 0, 0}) + "a/b";
  EXPECT_EQ(archive.substr(0, local.size()), local);
  EXPECT_EQ(archive.substr(local.size(), central.size()), central);
  EXPECT_EQ(archive.size(), local.size() + central.size() + 22);
}

TEST(ZipTest, SecondFileIsFoundWhereTheDirectorySays) {
  const ZipEntry entries[] = {{"a", "x"}, {"b", "yy"}};
  const std::string archive = Zip(entries);
  const std::size_t second = archive.find("PK\x03\x04", 1);
  ASSERT_NE(second, std::string::npos);
  const std::size_t central = archive.rfind("PK\x01\x02");
  EXPECT_EQ(static_cast<std::size_t>(static_cast<unsigned char>(archive[central + 42])), second);
}

TEST(ZipTest, SameFilesGiveTheSameBytes) {
  const ZipEntry entries[] = {{"a", "x"}, {"b", std::string(70'000, 'y')}};
  EXPECT_EQ(Zip(entries), Zip(entries));
}

}  // namespace
}  // namespace quorate::engine
