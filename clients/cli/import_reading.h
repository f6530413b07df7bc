// What a mapped CSV says: people, their answers, items. Only the file is looked at here; whether a
// study can take it is import_check.h's question.

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "clients/cli/import_mapping.h"
#include "engine/base/result.h"

namespace quorate::cli {

struct ImportedAnswer {
  std::string item;                     // The item's label.
  std::optional<int> score;             // After the mapping's change of values.
  Missing missing = Missing::kSkipped;  // Where there is no score.
  std::string place;                    // "line 7, column C3".
};

struct ImportedPerson {
  std::string external_id;
  std::vector<std::string> hats;
  std::string weight;  // As written; empty means 1.
  std::string place;
  std::vector<ImportedAnswer> answers;  // Without those that were not shown.

  // Somebody with nothing but blanks has not answered.
  [[nodiscard]] bool Answered() const;
};

struct ImportedItem {
  std::string id;
  std::string text;
  std::string place;
};

// Everything found, and every row refused: nothing is sent unless `refused` is empty.
template <typename Thing>
struct Imported {
  std::vector<Thing> things;
  std::size_t rows_in_file = 0;
  std::size_t rows_read = 0;
  std::vector<engine::Violation> refused;
};

// Fail only where the file as a whole cannot be read; single rows are refused in the answer.
engine::Result<Imported<ImportedPerson>> ReadRatings(std::string_view csv, const Mapping& mapping);
engine::Result<Imported<ImportedPerson>> ReadPanel(std::string_view csv, const Mapping& mapping);
engine::Result<Imported<ImportedItem>> ReadItems(std::string_view csv, const Mapping& mapping);

}  // namespace quorate::cli
