#include "engine/report/csv.h"

#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

CsvTable TwoColumns() {
  return {"results/t.csv", {{"a", "First."}, {"b", "Second."}}};
}

TEST(CsvTableTest, WritesTheColumnNamesFirstAndEndsLinesWithLf) {
  CsvTable csv = TwoColumns();
  csv.Cell("x").Cell(-3).EndRow();
  EXPECT_EQ(csv.File().bytes, "a,b\nx,-3\n");
  EXPECT_EQ(csv.File().path, "results/t.csv");
}

TEST(CsvTableTest, QuotesWhatWouldOtherwiseReadAsSomethingElse) {
  CsvTable csv = TwoColumns();
  csv.Cell("a,b").Cell("say \"no\"").EndRow();
  csv.Cell("two\nlines").Cell(" edge").EndRow();
  EXPECT_EQ(csv.File().bytes, "a,b\n\"a,b\",\"say \"\"no\"\"\"\n\"two\nlines\",\" edge\"\n");
}

TEST(CsvTableTest, FreeTextThatASpreadsheetWouldRunIsGuarded) {
  for (const char* text : {"=1+1", "+1", "-1", "@SUM(A1)", "\tx"}) {
    CsvTable csv = TwoColumns();
    csv.FreeText(text).Empty().EndRow();
    EXPECT_EQ(csv.File().bytes, "a,b\n'" + std::string(text) + ",\n");
  }
  CsvTable csv = TwoColumns();
  csv.FreeText("\rx").FreeText("a=b").EndRow();
  EXPECT_EQ(csv.File().bytes, "a,b\n\"'\rx\",a=b\n");
}

TEST(CsvTableTest, FillCompletesARow) {
  CsvTable csv = TwoColumns();
  csv.Fill("suppressed").EndRow();
  csv.Cell("x").Cell("y").Fill("z").EndRow();
  EXPECT_EQ(csv.File().bytes, "a,b\nsuppressed,suppressed\nx,y\n");
}

TEST(CsvTableTest, KeepsItsCellsAsTheyWereTyped) {
  CsvTable csv = TwoColumns();
  csv.FreeText("=1+1").Cell("2/3").EndRow();
  ASSERT_EQ(csv.rows().size(), 1U);
  EXPECT_EQ(csv.rows()[0][0].text, "=1+1");
  EXPECT_TRUE(csv.rows()[0][0].typed);
  EXPECT_FALSE(csv.rows()[0][1].typed);
}

TEST(CsvTableTest, RowOfAnotherLengthIsABug) {
  EXPECT_DEATH(
      {
        CsvTable csv = TwoColumns();
        csv.Cell("x").EndRow();
      },
      "invariant");
}

}  // namespace
}  // namespace quorate::engine
