#include "clients/cli/csv.h"

#include <gtest/gtest.h>

namespace quorate::cli {
namespace {

std::string RefusalOf(std::string_view text) {
  const auto rows = ReadCsv(text);
  return rows ? "read" : rows.error().message;
}

TEST(CsvTest, ByteOrderMarkCrLfAndEmptyLinesAreAccepted) {
  const auto rows = ReadCsv(
      "\xEF\xBB\xBF"
      "a,b\r\n\r\n  \r\n 1 , 2 ");
  ASSERT_TRUE(rows.has_value());
  ASSERT_EQ(rows->size(), 2U);
  EXPECT_EQ((*rows)[0].cells, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ((*rows)[1].cells, (std::vector<std::string>{"1", "2"}));
  EXPECT_EQ((*rows)[1].line, 4U);
}

TEST(CsvTest, QuotedCellsMayHoldCommasQuotesAndLineFeeds) {
  const auto rows = ReadCsv("a,\"x, \"\"y\"\"\nz\"\nb,\"\"\n");
  ASSERT_TRUE(rows.has_value());
  EXPECT_EQ((*rows)[0].cells[1], "x, \"y\"\nz");
  EXPECT_EQ((*rows)[1].cells, (std::vector<std::string>{"b", ""}));
  EXPECT_EQ((*rows)[1].line, 3U);
}

TEST(CsvTest, AQuoteThatIsNeverClosedIsRefusedWhereItsRowBegins) {
  EXPECT_EQ(RefusalOf("a,b\n1,\"x\n2,y\n"),
            "line 2: a quote that is opened in this row is never closed");
}

TEST(CsvTest, StrayQuotesAreRefused) {
  EXPECT_TRUE(RefusalOf("a\n1\"2\n").starts_with("line 2: "));
  EXPECT_TRUE(RefusalOf("a\n\"1\"2\n").starts_with("line 2: "));
}

TEST(CsvTest, TextThatIsNoUtf8IsRefusedWithItsLine) {
  EXPECT_TRUE(RefusalOf("a\nb\n\xE9t\xE9\n").starts_with("line 3: is not valid UTF-8"));
}

TEST(CsvTest, AnOverlongCellIsRefusedWithItsLine) {
  EXPECT_TRUE(
      RefusalOf("a\n" + std::string(kCellBytesMax + 1, 'x') + "\n").starts_with("line 2: a cell"));
  EXPECT_EQ(RefusalOf("a\n" + std::string(kCellBytesMax, 'x') + "\n"), "read");
}

TEST(CsvTest, NothingIsNoRows) {
  EXPECT_TRUE(ReadCsv("")->empty());
  EXPECT_TRUE(ReadCsv("\n\n")->empty());
}

}  // namespace
}  // namespace quorate::cli
