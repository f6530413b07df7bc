// The lines of an openings file, handed out to the entries that they open.

#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace quorate::engine {

// Takes the first line off `text`, without its LF; nothing where no LF is left.
std::optional<std::string_view> TakeLine(std::string_view& text);

// The openings, handed out by commitment. They usually lie in the order of the log, so the next
// line is tried first; the table of all of them is made only when that fails. Views into a text
// that must outlive them.
class Openings {
 public:
  explicit Openings(std::string_view text) : rest_(text) {}

  // The line that opens the commitment, taken; empty if there is none.
  std::string_view Take(const std::string& commitment);

  // Lines handed out so far.
  [[nodiscard]] std::uint64_t taken() const { return taken_; }
  // Lines that opened nothing.
  [[nodiscard]] std::uint64_t left() const;

 private:
  void MakeTable();
  std::string_view Find(const std::string& commitment);

  std::string_view rest_;
  std::optional<std::map<std::string, std::string_view, std::less<>>> table_;
  std::uint64_t taken_ = 0;
};

}  // namespace quorate::engine
