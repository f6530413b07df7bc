#include "engine/report/xlsx.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

using testing::HasSubstr;

CsvTable Table() {
  return {"results/t.csv", {{"figure", ""}, {"label", "", ColumnKind::kLabel}}};
}

// Nothing is compressed, so the workbook's text can be read in its bytes.
std::string Written(const CsvTable& table) {
  return Xlsx({&table, 1});
}

TEST(XlsxTest, HeadingsAreBoldAndStayInSight) {
  const std::string bytes = Written(Table());
  EXPECT_THAT(bytes,
              HasSubstr("<c r=\"A1\" s=\"1\" t=\"inlineStr\"><is><t>"
                        "figure</t></is></c><c r=\"B1\" s=\"1\""));
  EXPECT_THAT(bytes, HasSubstr("state=\"frozen\""));
  EXPECT_THAT(bytes, HasSubstr("<sheet name=\"t\" sheetId=\"1\" r:id=\"rId1\"/>"));
}

TEST(XlsxTest, NumbersAreNumbersAndFractionsAndLabelsAreText) {
  CsvTable table = Table();
  table.Cell("12.5").Cell("12").EndRow();
  table.Cell("2/3").Cell("").EndRow();
  const std::string bytes = Written(table);
  EXPECT_THAT(bytes, HasSubstr("<c r=\"A2\"><v>12.5</v></c><c r=\"B2\" t=\"inlineStr\">"));
  EXPECT_THAT(bytes,
              HasSubstr("<row r=\"3\"><c r=\"A3\" t=\"inlineStr\"><is><t>"
                        "2/3</t></is></c></row>"));
}

TEST(XlsxTest, WhatAPersonTypedIsTextAndNoFormula) {
  CsvTable table = Table();
  table.FreeText("=1+1").FreeText("7").EndRow();
  table.FreeText("7").Cell("x").EndRow();
  const std::string bytes = Written(table);
  EXPECT_THAT(bytes, HasSubstr("<is><t>=1+1</t>"));
  EXPECT_THAT(bytes, HasSubstr("<c r=\"A3\" t=\"inlineStr\"><is><t>7</t>"));
  EXPECT_THAT(bytes, Not(HasSubstr("<f>")));
  EXPECT_THAT(bytes, Not(HasSubstr("<f ")));
}

TEST(XlsxTest, HostileTextStaysText) {
  CsvTable table = Table();
  table.FreeText("</t><script>&\"'").FreeText("bell \x07, _x0041_, \uFFFE").EndRow();
  const std::string bytes = Written(table);
  EXPECT_THAT(bytes, HasSubstr("&lt;/t&gt;&lt;script&gt;&amp;&quot;&#39;"));
  EXPECT_THAT(bytes, HasSubstr("bell _x0007_, _x005F_x0041_, _xFFFE_"));
}

TEST(XlsxTest, BlanksThatAReaderMightDropAreKept) {
  CsvTable table = Table();
  table.FreeText(" edge").FreeText("two\nlines").EndRow();
  const std::string bytes = Written(table);
  EXPECT_THAT(bytes, HasSubstr("<t xml:space=\"preserve\"> edge</t>"));
  EXPECT_THAT(bytes, HasSubstr("<t xml:space=\"preserve\">two\nlines</t>"));
}

TEST(XlsxTest, TextThatNoCellCanHoldIsCut) {
  CsvTable table = Table();
  table.FreeText(std::string(kCellCharactersMax + 1, 'y')).Empty().EndRow();
  const std::string bytes = Written(table);
  EXPECT_THAT(bytes, HasSubstr(std::string(kCellCharactersMax - 1, 'y') + "…<"));
  EXPECT_THAT(bytes, Not(HasSubstr(std::string(kCellCharactersMax, 'y'))));
}

TEST(XlsxTest, TableThatNoSheetCanHoldEndsWithAWord) {
  CsvTable table("results/long.csv", {{"a", ""}});
  for (std::size_t i = 0; i < kSheetRowsMax; ++i)
    table.Cell("1").EndRow();
  const std::string bytes = Written(table);
  EXPECT_THAT(bytes, HasSubstr("<c r=\"A1048575\"><v>1</v></c></row><row r=\"1048576\">"));
  EXPECT_TRUE(bytes.find("The rest stands in results/long.csv") != std::string::npos);
  EXPECT_EQ(bytes.find("A1048577"), std::string::npos);
}

TEST(XlsxTest, ColumnsAreAsWideAsTheirCellsWithinReason) {
  CsvTable table = Table();
  table.Cell("1").FreeText(std::string(500, 'z')).EndRow();
  EXPECT_THAT(Written(table),
              HasSubstr("<cols><col min=\"1\" max=\"1\" width=\"8\" customWidth=\"1\"/>"
                        "<col min=\"2\" max=\"2\" width=\"60\" customWidth=\"1\"/></cols>"));
}

TEST(ColumnNameTest, CountsLikeASpreadsheet) {
  EXPECT_EQ(ColumnName(1), "A");
  EXPECT_EQ(ColumnName(26), "Z");
  EXPECT_EQ(ColumnName(27), "AA");
  EXPECT_EQ(ColumnName(702), "ZZ");
  EXPECT_EQ(ColumnName(703), "AAA");
  EXPECT_DEATH(ColumnName(0), "invariant");
}

TEST(IsPlainNumberTest, TakesWhatASpreadsheetKeepsAsItIs) {
  for (const char* text : {"0", "7", "-3", "12.5", "0.25", "-0.0143", "123456789012345"}) {
    EXPECT_TRUE(IsPlainNumber(text)) << text;
  }
  for (const char* text : {"",
                           "-",
                           ".5",
                           "5.",
                           "007",
                           "-01",
                           "1e5",
                           "2/3",
                           "1 2",
                           "1,5",
                           "+1",
                           "1.2.3",
                           "1234567890123456",
                           "0.1234567890123456",
                           "NaN"}) {
    EXPECT_FALSE(IsPlainNumber(text)) << text;
  }
}

}  // namespace
}  // namespace quorate::engine
