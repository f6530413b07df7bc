// Published tables, read from the folder that QUORATE_DATA names, else from ../shared/data.

#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

namespace quorate::engine {

using PublishedRow = std::map<std::string, std::string>;

// The cells of a CSV line; quotes are taken off, and commas within them kept.
inline std::vector<std::string> CellsOf(const std::string& line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      cells.emplace_back();
    } else if (c != '\r') {
      cells.back() += c;
    }
  }
  return cells;
}

// The rows of a CSV file by its headings; none where the file is absent.
inline std::vector<PublishedRow> Published(const std::string& file) {
  const char* folder = std::getenv("QUORATE_DATA");  // NOLINT(concurrency-mt-unsafe): one thread.
  std::ifstream in(std::filesystem::path(folder == nullptr ? "../shared/data" : folder) / file);
  std::vector<PublishedRow> rows;
  std::string line;
  if (!std::getline(in, line)) return rows;
  const auto headings = CellsOf(line);
  while (std::getline(in, line)) {
    const auto cells = CellsOf(line);
    PublishedRow row;
    for (std::size_t i = 0; i < headings.size() && i < cells.size(); ++i)
      row[headings[i]] = cells[i];
    rows.push_back(std::move(row));
  }
  return rows;
}

inline constexpr const char* kNoPublishedData = "no published data; set QUORATE_DATA to its folder";

}  // namespace quorate::engine
