// Lines of cells in columns, for the tables that need no server.

#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace quorate::cli {

using Line = std::vector<std::string>;

// A name may hold quoted line feeds, or control characters that a terminal would obey: these become
// blanks.
std::string OnOneLine(std::string text);

// Each column as wide as its widest cell, in characters, two blanks apart; the first `words`
// columns stand to the left, the others to the right.
std::string Aligned(const std::vector<Line>& lines, std::size_t words);

}  // namespace quorate::cli
