#include "engine/study/ballot_box.h"

#include <algorithm>

namespace quorate::engine {

int BallotBox::NextRevision(std::string_view voter) const {
  const auto row = voters.Find(voter);
  return row ? revisions[*row] + 1 : 1;
}

void BallotBox::Erase(std::string_view voter) {
  const auto row = voters.Find(voter);
  if (!row) return;
  const std::size_t questions = answers.size() / voters.size();
  const auto at = [](auto& column, std::size_t place) {
    return column.begin() + static_cast<std::ptrdiff_t>(place);
  };
  answers.erase(at(answers, *row * questions), at(answers, (*row + 1) * questions));
  revisions.erase(at(revisions, *row));
  entries.erase(at(entries, *row));
  voters = voters.Without(voter);
}

void Questions::Assign(const std::vector<ItemVersion>& items) {
  by_label_.clear();
  for (const ItemVersion& item : items) {
    by_label_.push_back({item.item, static_cast<std::uint32_t>(by_label_.size())});
  }
  std::sort(by_label_.begin(), by_label_.end(), [](const Question& a, const Question& b) {
    return a.label < b.label;
  });
}

std::optional<std::uint32_t> Questions::Search(std::string_view label, std::size_t& hint) const {
  const auto found = std::lower_bound(
      by_label_.begin(), by_label_.end(), label, [](const Question& question, std::string_view of) {
        return question.label < of;
      });
  if (found == by_label_.end() || found->label != label) return std::nullopt;
  hint = static_cast<std::size_t>(found - by_label_.begin()) + 1;
  return found->column;
}

}  // namespace quorate::engine
