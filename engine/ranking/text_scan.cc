#include "engine/ranking/text_scan.h"

#include <algorithm>

#include "engine/base/text.h"
#include "engine/ranking/ballot_file.h"

namespace quorate::engine {

namespace {

std::size_t CharactersIn(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80;
  }));
}

}  // namespace

Result<std::vector<TextSpan>> ToLines(std::string_view text) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  std::vector<TextSpan> lines;
  while (!text.empty()) {
    const auto feed = text.find('\n');
    std::string_view line = text.substr(0, feed);
    text.remove_prefix(feed == std::string_view::npos ? text.size() : feed + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back({line, lines.size() + 1, 1});
    if (!IsUtf8(line)) {
      return Refuse(Reason::kUnreadable,
                    "line " + std::to_string(lines.size()),
                    "is not valid UTF-8; save the file as UTF-8");
    }
  }
  return lines;
}

TextSpan Part(const TextSpan& whole, std::size_t offset, std::size_t size) {
  return {whole.text.substr(offset, size),
          whole.line,
          whole.column + CharactersIn(whole.text.substr(0, offset))};
}

TextSpan Trimmed(const TextSpan& whole) {
  const auto first = whole.text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return Part(whole, whole.text.size());
  return Part(whole, first, Trim(whole.text).size());
}

std::vector<TextSpan> SplitAt(const TextSpan& whole, char separator) {
  std::vector<TextSpan> parts;
  std::size_t begin = 0;
  while (true) {
    const auto end = whole.text.find(separator, begin);
    if (end == std::string_view::npos) break;
    parts.push_back(Part(whole, begin, end - begin));
    begin = end + 1;
  }
  parts.push_back(Part(whole, begin));
  return parts;
}

std::size_t NumberUpTo(std::string_view text, std::size_t max) {
  std::size_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return 0;
    value = value * 10 + static_cast<std::size_t>(c - '0');
    if (value > max) return 0;
  }
  return value;
}

void Troubles::Add(const TextSpan& place, std::string message) {
  if (full()) return;
  violations_.push_back(
      {"line " + std::to_string(place.line) + ", column " + std::to_string(place.column),
       std::move(message)});
}

bool Troubles::full() const {
  return violations_.size() >= kTroublesMax;
}

std::string Quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text.substr(0, 60))
    quoted += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  return quoted + "\"";
}

}  // namespace quorate::engine
