// What the columns of somebody else's CSV mean: a mapping, read from a small TOML file. It is
// written by people who know their data and not ours, so it says everything and nothing is guessed.
// clients/cli/README.md describes it with examples.

#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace quorate::cli {

enum class Shape {
  kWide,  // A row a person, a column an item.
  kLong,  // A row an answer.
};

// Why a cell holds no score.
enum class Missing { kUnable, kNotUnderstood, kSkipped, kNotShown };

// Whose hats a person wears: a column whose words stand for group ids, or the same group for
// everybody.
struct GroupMapping {
  std::string column;
  std::map<std::string, std::string> ids;  // Empty: the column's words are the ids.
  std::string separator;                   // Between several hats in a cell; empty: one hat.
  std::string constant;
};

// Which columns of a wide file are items. Exactly one of the first three.
struct ItemColumns {
  std::vector<std::string> columns;
  std::string prefix;                      // Columns that are this and a number.
  std::string pattern;                     // A regular expression over the whole heading.
  std::map<std::string, std::string> ids;  // The item's label where the heading is another.
};

// Only rows whose cell in `column` is one of `words`.
struct RowFilter {
  std::string column;
  std::vector<std::string> words;
};

struct Mapping {
  Shape shape = Shape::kWide;
  std::string participant;         // The column that tells people apart.
  std::string participant_prefix;  // Put before it, where ids must differ from another file's.
  GroupMapping group;
  std::string weight;  // The column of a person's own weight; empty: everybody has 1.
  ItemColumns items;
  std::string
      item;  // In a long file: the columns of the item, the score, and optionally the state.
  std::string score;
  std::string state;
  std::vector<RowFilter> where;
  // Words in the place of a score. A blank cell is skipped unless the mapping says otherwise.
  std::map<std::string, Missing> missing = {{"", Missing::kSkipped}};
  int score_offset = 0;                    // Added to each score.
  std::map<std::string, int> score_words;  // In place of whole numbers, where it is not empty.

  // For `import items`: the columns of the label and the wording.
  std::string item_id;
  std::string item_id_prefix;
  std::string item_text;
};

// Reads a mapping from its TOML. Every unknown or contradictory key is named at once, a syntax
// error by its line.
engine::Result<Mapping> ReadMapping(std::string_view text);

// What each verb needs of a mapping, every gap named.
engine::Status CheckForRatings(const Mapping& mapping);
engine::Status CheckForPanel(const Mapping& mapping);
engine::Status CheckForItems(const Mapping& mapping);

}  // namespace quorate::cli
