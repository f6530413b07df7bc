// The result tables as one workbook (Office Open XML, ECMA-376), for people whose spreadsheet asks
// questions about CSV files.
//
// Whole numbers and short decimals are numbers; labels, exact fractions and words are text, and
// what a person typed is text whatever it looks like, so no formula can arise. The same tables give
// the same bytes on every machine; see zip.h for why that is our own work.

#pragma once

#include <span>
#include <string>
#include <string_view>

#include "engine/report/csv.h"

namespace quorate::engine {

// What a spreadsheet can hold. A longer text is cut and ends with "…"; of a longer table the last
// row says that the rest stands in the CSV file.
inline constexpr std::size_t kCellCharactersMax = 32'000;
inline constexpr std::size_t kSheetRowsMax = 1'048'576;

// A sheet a table, in this order, called after its file: "items" for results/items.csv. The
// headings are bold and stay in sight. Requires at least one table, and names that are labels of at
// most 31 characters.
std::string Xlsx(std::span<const CsvTable> tables);

// "A" for the first column, "AA" for the twenty-seventh. Requires a number from 1.
std::string ColumnName(std::size_t number);

// Whether a spreadsheet takes the text as a number and writes it back unchanged: an optional minus,
// no needless zero in front, at most 15 digits in all.
bool IsPlainNumber(std::string_view text);

}  // namespace quorate::engine
