// CSV as spreadsheets and survey tools write it, read strictly: what cannot be read one way only is
// refused with its line, never guessed.

#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace quorate::cli {

struct CsvRow {
  std::size_t line = 0;            // Where the row begins in the file, from 1.
  std::vector<std::string> cells;  // Trimmed.
};

inline constexpr std::size_t kCellBytesMax = 1'000'000;

// Reads RFC 4180: commas, cells in double quotes with quotes doubled and line feeds allowed, LF or
// CRLF, an optional byte-order mark. Empty lines are skipped. Refuses a quote that is never closed
// or stands inside an unquoted cell, text that is not UTF-8, and a cell over kCellBytesMax.
engine::Result<std::vector<CsvRow>> ReadCsv(std::string_view text);

}  // namespace quorate::cli
