// What people read on a terminal: aligned tables, shares in percent, refusals as sentences, and a
// sign that long work moves.

#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <google/protobuf/message.h>

#include "engine/base/result.h"

namespace quorate::cli {

// How many columns of a terminal `text` takes: marks that combine take none, East Asian wide
// characters two. Requires valid UTF-8.
std::size_t DisplayWidth(std::string_view text);

// `text` on one line, cut to `columns` with an ellipsis where it is longer; 0 never cuts. Bytes
// that are no UTF-8 and control characters are shown as U+FFFD, so that no text can steer the
// terminal.
std::string OneLine(std::string_view text, std::size_t columns = 0);

// "16/23" as "69.5 %", "1" as "100.0 %"; empty where the share is undefined. Cut to a tenth, never
// rounded up: what reads 70 % is at least 70 %.
std::string Percent(std::string_view share);
// "13/2" as "6.5", "7" as "7", at most two decimals; empty stays empty.
std::string Decimal(std::string_view text);

// Rows under headings, each column as wide as its widest cell.
class Table {
 public:
  enum class Align { kLeft, kRight };
  struct Column {
    std::string heading;
    Align align = Align::kLeft;
  };

  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}
  // Requires a cell for every column.
  void Add(std::vector<std::string> cells);
  [[nodiscard]] bool empty() const { return rows_.empty(); }
  // One line a row. The last column is cut so that a line fits `width`; 0 never cuts.
  [[nodiscard]] std::string ToString(std::size_t width = 0) const;

 private:
  // Of each column's widest cell.
  [[nodiscard]] std::vector<std::size_t> Widths() const;
  // The last cell takes `last` columns at most, unless that is 0.
  [[nodiscard]] std::string Line(const std::vector<std::string>& cells,
                                 const std::vector<std::size_t>& widths,
                                 std::size_t last) const;

  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

// Columns of the terminal that stdout is, or 0 where it is none: a file gets every word.
std::size_t TerminalWidth();

// The refusal as a sentence, each violation on a line of its own below it.
std::string Explain(const engine::Error& error);

// The message as JSON with the contract's own field names, for programs.
std::string ToJsonText(const google::protobuf::Message& message);

// One line on stderr that is rewritten as the work goes on; nothing where stderr is no terminal.
class Progress {
 public:
  Progress(std::string what, std::size_t total);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  void Step(std::size_t done);

 private:
  std::string what_;
  std::size_t total_;
  bool shown_;
  int percent_ = -1;
};

}  // namespace quorate::cli
