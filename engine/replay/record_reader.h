// The lines of a record, read in stretches before anything is asked of the study: hashing them and
// reading them need no state, so both can run ahead of the replay.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/log/tree.h"
#include "engine/replay/openings.h"
#include "engine/study/event.h"

namespace quorate::engine {

// What one line says.
struct ReadLine {
  Result<Entry> entry;
  // The entry's content lies in an opening, and what became of it.
  bool commits = false;
  bool opened = false;
  std::string wrong_opening;  // Why the line with the right commitment could not be read.
};

// Consecutive lines.
struct Stretch {
  std::uint64_t begin = 0;              // Sequence of the first.
  std::vector<std::string_view> lines;  // Without their LFs; none after the last stretch.
  Tree tree;                            // Of these lines alone.
  std::vector<ReadLine> read;           // In the order of the lines; may end before they do.
};

class RecordReader {
 public:
  // Lines in a stretch but the last; a power of two, so that a stretch is a subtree of the log.
  static constexpr std::size_t kStretch = 4'096;

  // Reads `label`'s log as far as `size` entries; lines beyond are hashed only. Views into texts
  // that must outlive it.
  RecordReader(std::string label, std::uint64_t size, std::string_view entries, Openings& openings)
      : label_(std::move(label)), size_(size), rest_(entries), openings_(openings) {}

  // The next lines, neither hashed nor read; none at the end. What the stretch held before goes,
  // its memory stays.
  void Cut(Stretch& stretch);
  // Whether bytes without an LF are left over; meaningful once Cut() gave none.
  [[nodiscard]] bool cut_off() const { return !rest_.empty(); }

  // Fills `tree`. May run beside Read() of the same stretch.
  static void Hash(Stretch& stretch);
  // Fills `read`, with contents from the openings; stretches come in order, each once. Stops after
  // a line that is no entry.
  void Read(Stretch& stretch);

 private:
  [[nodiscard]] ReadLine ReadOne(std::uint64_t sequence, std::string_view line);

  std::string label_;
  std::uint64_t size_;
  std::string_view rest_;
  std::uint64_t cut_ = 0;
  Openings& openings_;
  bool stopped_ = false;
};

}  // namespace quorate::engine
