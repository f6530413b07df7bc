#include "engine/replay/openings.h"

#include <algorithm>

#include "engine/log/commitment.h"

namespace quorate::engine {

std::optional<std::string_view> TakeLine(std::string_view& text) {
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

std::string_view Openings::Take(const std::string& commitment) {
  if (table_) return Find(commitment);
  const std::size_t end = rest_.find('\n');
  const std::string_view next = rest_.substr(0, end);
  if (next.empty() || Commit(next) != commitment) return Find(commitment);
  // A last line without its line feed opens its entry, but is no line that is left over.
  if (end != std::string_view::npos) {
    rest_.remove_prefix(end + 1);
    ++taken_;
  }
  return next;
}

std::string_view Openings::Find(const std::string& commitment) {
  if (!table_) MakeTable();
  const auto found = table_->find(commitment);
  if (found == table_->end()) return {};
  const std::string_view line = found->second;
  table_->erase(found);
  ++taken_;
  return line;
}

std::uint64_t Openings::left() const {
  if (table_) return table_->size();
  return static_cast<std::uint64_t>(std::count(rest_.begin(), rest_.end(), '\n'));
}

void Openings::MakeTable() {
  table_.emplace();
  while (!rest_.empty()) {
    const auto line = TakeLine(rest_);
    if (!line) break;
    table_->emplace(Commit(*line), *line);
  }
  rest_ = {};
}

}  // namespace quorate::engine
