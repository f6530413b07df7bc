// The ballots of one counting, as the state keeps them: what somebody answered last, a byte a
// question.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/index.h"
#include "engine/ratings/answer.h"
#include "engine/study/event.h"

namespace quorate::engine {

// The newest ballot of each participant, a row each; as compact as it can be, since a large panel's
// ballots are most of a study's memory.
struct BallotBox {
  Index voters;                          // Participants in order of their first ballot.
  std::vector<std::uint16_t> revisions;  // Per voter.
  std::vector<std::uint64_t> entries;    // Sequence of the newest ballot per voter.
  std::vector<AnswerCode> answers;       // voters × questions, row by row.
  int erased = 0;                        // Rows that were counted and are gone since.

  // What the voter's next ballot must say: 1 for a first one.
  [[nodiscard]] int NextRevision(std::string_view voter) const;
  // Takes the voter's row out, as if they had never voted, if they did.
  void Erase(std::string_view voter);
};

// A round's items by label. A ballot's answers come in order of their labels, so the search begins
// where the last one ended and nearly always hits at once.
class Questions {
 public:
  // Replaces what was there; the columns are the positions in `items`.
  void Assign(const std::vector<ItemVersion>& items);
  // The column of `label`, if it is a question. `hint` is 0 for the first of a ballot's answers.
  [[nodiscard]] std::optional<std::uint32_t> Find(std::string_view label, std::size_t& hint) const {
    if (hint < by_label_.size() && by_label_[hint].label == label) return by_label_[hint++].column;
    return Search(label, hint);
  }

 private:
  struct Question {
    std::string label;
    std::uint32_t column = 0;
  };
  [[nodiscard]] std::optional<std::uint32_t> Search(std::string_view label,
                                                    std::size_t& hint) const;
  std::vector<Question> by_label_;
};

}  // namespace quorate::engine
