#include "engine/replay/record_reader.h"

#include <utility>
#include <variant>

#include "engine/log/digest.h"
#include "engine/replay/codec.h"

namespace quorate::engine {

namespace {

const std::string* CommitmentOf(const Event& event) {
  return std::visit(
      [](const auto& of_kind) -> const std::string* {
        if constexpr (requires { of_kind.commitment; }) return &of_kind.commitment;
        return nullptr;
      },
      event);
}

}  // namespace

void RecordReader::Cut(Stretch& stretch) {
  stretch.begin = cut_;
  stretch.lines.clear();
  while (stretch.lines.size() < kStretch) {
    const auto line = TakeLine(rest_);
    if (!line) break;
    stretch.lines.push_back(*line);
  }
  cut_ += stretch.lines.size();
}

void RecordReader::Hash(Stretch& stretch) {
  stretch.tree = {};
  for (const std::string_view line : stretch.lines)
    stretch.tree.Append(LeafHash(line));
}

void RecordReader::Read(Stretch& stretch) {
  stretch.read.clear();
  stretch.read.reserve(stretch.lines.size());
  for (const std::string_view line : stretch.lines) {
    const std::uint64_t sequence = stretch.begin + stretch.read.size();
    if (stopped_ || sequence >= size_) return;
    stretch.read.push_back(ReadOne(sequence, line));
    stopped_ = !stretch.read.back().entry;
  }
}

ReadLine RecordReader::ReadOne(std::uint64_t sequence, std::string_view line) {
  ReadLine read{Open(label_, sequence, line, {}), false, false, {}};
  if (!read.entry) return read;
  const std::string* commitment = CommitmentOf(read.entry->event);
  if (commitment == nullptr) return read;
  read.commits = true;
  const std::string_view opening = openings_.Take(*commitment);
  if (opening.empty()) return read;
  const Status added = AddContent(label_, sequence, opening, *read.entry);
  read.opened = added.has_value();
  if (!added) read.wrong_opening = added.error().message;
  return read;
}

}  // namespace quorate::engine
