#include "clients/cli/import_mapping.h"

#include <limits>
#include <regex>
#include <set>
#include <utility>

#include <toml++/toml.h>

namespace quorate::cli {

namespace {

using engine::Reason;
using engine::Refuse;
using engine::Result;
using engine::Status;
using engine::Violation;

std::string PlaceOf(const std::string& path, const toml::node& node) {
  return path + " (line " + std::to_string(node.source().begin.line) + ")";
}

// Takes the keys of one table, and names each that is of the wrong type or that nobody took.
class Keys {
 public:
  Keys(const toml::table* table, std::string path, std::vector<Violation>& wrong)
      : table_(table), path_(std::move(path)), wrong_(wrong) {}

  const toml::node* Take(const std::string& key) {
    taken_.insert(key);
    return table_ == nullptr ? nullptr : table_->get(key);
  }
  void Wrong(const std::string& key, const toml::node& node, const std::string& message) {
    wrong_.push_back({PlaceOf(path_ + key, node), message});
  }
  std::string Text(const std::string& key) {
    const toml::node* node = Take(key);
    if (node == nullptr) return {};
    if (const auto text = node->value_exact<std::string>()) return *text;
    Wrong(key, *node, "must be a text in quotes");
    return {};
  }
  int Integer(const std::string& key) {
    const toml::node* node = Take(key);
    if (node == nullptr) return 0;
    return IntegerOf(key, *node);
  }
  // A text, a whole number as text, or a list of them.
  std::vector<std::string> Words(const std::string& key) {
    const toml::node* node = Take(key);
    std::vector<std::string> words;
    if (node == nullptr) return words;
    if (const toml::array* list = node->as_array()) {
      for (const toml::node& one : *list)
        AddWord(key, one, words);
    } else {
      AddWord(key, *node, words);
    }
    return words;
  }
  // The table below `key`, or nothing.
  const toml::table* Sub(const std::string& key) {
    const toml::node* node = Take(key);
    if (node == nullptr || node->is_table()) return node == nullptr ? nullptr : node->as_table();
    Wrong(key, *node, "must be a table, [" + path_ + key + "]");
    return nullptr;
  }
  int IntegerOf(const std::string& key, const toml::node& node) {
    const auto number = node.value_exact<std::int64_t>();
    if (number && *number >= -1'000'000 && *number <= 1'000'000) return static_cast<int>(*number);
    Wrong(key, node, "must be a whole number within a million");
    return 0;
  }
  void RefuseUnknown() {
    if (table_ == nullptr) return;
    for (const auto& [key, node] : *table_) {
      const std::string name(key.str());
      if (!taken_.contains(name)) Wrong(name, node, "is no key of a mapping");
    }
  }
  [[nodiscard]] const toml::table* table() const { return table_; }

 private:
  void AddWord(const std::string& key, const toml::node& node, std::vector<std::string>& words) {
    if (const auto text = node.value_exact<std::string>()) {
      words.push_back(*text);
    } else if (const auto number = node.value_exact<std::int64_t>()) {
      words.push_back(std::to_string(*number));
    } else {
      Wrong(key, node, "must be a text or a whole number, or a list of them");
    }
  }

  const toml::table* table_;
  std::string path_;
  std::vector<Violation>& wrong_;
  std::set<std::string> taken_;
};

std::map<std::string, std::string> ReadIds(Keys& parent,
                                           const std::string& path,
                                           std::vector<Violation>& wrong) {
  std::map<std::string, std::string> ids;
  Keys keys(parent.Sub("ids"), path, wrong);
  if (keys.table() == nullptr) return ids;
  for (const auto& [key, node] : *keys.table())
    ids.emplace(key.str(), keys.Text(std::string(key.str())));
  return ids;
}

void ReadGroup(Keys& root, Mapping& mapping, std::vector<Violation>& wrong) {
  Keys keys(root.Sub("group"), "group.", wrong);
  mapping.group.column = keys.Text("column");
  mapping.group.constant = keys.Text("constant");
  mapping.group.separator = keys.Text("separator");
  mapping.group.ids = ReadIds(keys, "group.ids.", wrong);
  keys.RefuseUnknown();
}

void ReadItems(Keys& root, Mapping& mapping, std::vector<Violation>& wrong) {
  Keys keys(root.Sub("items"), "items.", wrong);
  mapping.items.columns = keys.Words("columns");
  mapping.items.prefix = keys.Text("prefix");
  mapping.items.pattern = keys.Text("pattern");
  mapping.items.ids = ReadIds(keys, "items.ids.", wrong);
  if (!mapping.items.pattern.empty()) {
    try {
      const std::regex compiled(mapping.items.pattern);
    } catch (const std::regex_error&) {
      wrong.push_back({"items.pattern", "is no regular expression that can be read"});
    }
  }
  keys.RefuseUnknown();
}

void ReadMissing(Keys& root, Mapping& mapping, std::vector<Violation>& wrong) {
  Keys keys(root.Sub("missing"), "missing.", wrong);
  std::set<std::string> seen;
  for (const auto& [key, state] : {std::pair{"unable", Missing::kUnable},
                                   {"not_understood", Missing::kNotUnderstood},
                                   {"skipped", Missing::kSkipped},
                                   {"not_shown", Missing::kNotShown}}) {
    for (const std::string& word : keys.Words(key)) {
      if (!seen.insert(word).second) {
        wrong.push_back({std::string("missing.") + key, "\"" + word + "\" stands for two things"});
      }
      mapping.missing[word] = state;
    }
  }
  keys.RefuseUnknown();
}

void ReadScore(Keys& root, Mapping& mapping, std::vector<Violation>& wrong) {
  // In a long file `score` names a column; the table [score_values] changes what stands there.
  mapping.score = root.Text("score");
  Keys keys(root.Sub("score_values"), "score_values.", wrong);
  mapping.score_offset = keys.Integer("offset");
  Keys words(keys.Sub("words"), "score_values.words.", wrong);
  if (words.table() != nullptr) {
    for (const auto& [key, node] : *words.table()) {
      const std::string word(key.str());
      words.Take(word);
      mapping.score_words.emplace(word, words.IntegerOf(word, node));
    }
  }
  keys.RefuseUnknown();
}

void ReadRoot(Keys& root, Mapping& mapping, std::vector<Violation>& wrong) {
  const std::string shape = root.Text("shape");
  if (shape == "long") {
    mapping.shape = Shape::kLong;
  } else if (!shape.empty() && shape != "wide") {
    wrong.push_back({"shape", R"(must be "wide" (a column an item) or "long" (a row an answer))"});
  }
  mapping.participant = root.Text("participant");
  mapping.participant_prefix = root.Text("participant_prefix");
  mapping.weight = root.Text("weight");
  mapping.item = root.Text("item");
  mapping.state = root.Text("state");
  ReadGroup(root, mapping, wrong);
  ReadItems(root, mapping, wrong);
  ReadMissing(root, mapping, wrong);
  ReadScore(root, mapping, wrong);
  Keys where(root.Sub("where"), "where.", wrong);
  if (where.table() != nullptr) {
    for (const auto& [key, node] : *where.table()) {
      const std::string column(key.str());
      mapping.where.push_back({column, where.Words(column)});
    }
  }
  Keys wording(root.Sub("wording"), "wording.", wrong);
  mapping.item_id = wording.Text("id");
  mapping.item_id_prefix = wording.Text("id_prefix");
  mapping.item_text = wording.Text("text");
  wording.RefuseUnknown();
  if (!mapping.state.empty()) {
    mapping.missing.emplace("unable", Missing::kUnable);
    mapping.missing.emplace("not-understood", Missing::kNotUnderstood);
    mapping.missing.emplace("skipped", Missing::kSkipped);
    mapping.missing.emplace("not-shown", Missing::kNotShown);
  }
  root.RefuseUnknown();
}

Status Gaps(std::vector<Violation> gaps) {
  if (gaps.empty()) return {};
  return Refuse(Reason::kInvalidArgument, std::move(gaps));
}

void AddPanelGaps(const Mapping& mapping, std::vector<Violation>& gaps) {
  if (mapping.participant.empty())
    gaps.push_back({"participant", "name the column that tells people apart"});
  if (mapping.group.column.empty() == mapping.group.constant.empty()) {
    gaps.push_back({"group", "give either group.column or group.constant"});
  }
  if (!mapping.group.constant.empty() &&
      (!mapping.group.ids.empty() || !mapping.group.separator.empty())) {
    gaps.push_back({"group", "ids and separator belong to group.column, not to group.constant"});
  }
}

// How many ways of telling which columns are items the mapping gives.
int WaysToItems(const ItemColumns& items) {
  return (items.columns.empty() ? 0 : 1) + (items.prefix.empty() ? 0 : 1) +
         (items.pattern.empty() ? 0 : 1);
}

void AddWideGaps(const Mapping& mapping, std::vector<Violation>& gaps) {
  if (WaysToItems(mapping.items) != 1) {
    gaps.push_back({"items", "give exactly one of items.columns, items.prefix and items.pattern"});
  }
  if (!mapping.item.empty() || !mapping.score.empty() || !mapping.state.empty()) {
    gaps.push_back({"shape", "item, score and state are columns of a long file; this one is wide"});
  }
}

void AddLongGaps(const Mapping& mapping, std::vector<Violation>& gaps) {
  if (WaysToItems(mapping.items) != 0) {
    gaps.push_back({"items", "a long file has one column for all items: give item = \"column\""});
  }
  if (mapping.item.empty()) gaps.push_back({"item", "name the column that holds the item"});
  if (mapping.score.empty()) gaps.push_back({"score", "name the column that holds the score"});
}

}  // namespace

Result<Mapping> ReadMapping(std::string_view text) {
  Mapping mapping;
  std::vector<Violation> wrong;
  try {
    const toml::table table = toml::parse(text);
    Keys root(&table, "", wrong);
    ReadRoot(root, mapping, wrong);
  } catch (const toml::parse_error& error) {
    const auto at = error.source().begin;
    return Refuse(Reason::kUnreadable,
                  "line " + std::to_string(at.line) + ", column " + std::to_string(at.column),
                  std::string(error.description()));
  }
  if (!wrong.empty()) return Refuse(Reason::kInvalidArgument, std::move(wrong));
  return mapping;
}

Status CheckForRatings(const Mapping& mapping) {
  std::vector<Violation> gaps;
  AddPanelGaps(mapping, gaps);
  if (mapping.shape == Shape::kWide) {
    AddWideGaps(mapping, gaps);
  } else {
    AddLongGaps(mapping, gaps);
  }
  if (mapping.score_offset != 0 && !mapping.score_words.empty()) {
    gaps.push_back({"score_values", "give either an offset or words, not both"});
  }
  return Gaps(std::move(gaps));
}

Status CheckForPanel(const Mapping& mapping) {
  std::vector<Violation> gaps;
  AddPanelGaps(mapping, gaps);
  return Gaps(std::move(gaps));
}

Status CheckForItems(const Mapping& mapping) {
  std::vector<Violation> gaps;
  if (mapping.item_id.empty())
    gaps.push_back({"wording.id", "name the column that holds the item's label"});
  if (mapping.item_text.empty())
    gaps.push_back({"wording.text", "name the column that holds the wording"});
  return Gaps(std::move(gaps));
}

}  // namespace quorate::cli
