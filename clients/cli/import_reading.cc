#include "clients/cli/import_reading.h"

#include <algorithm>
#include <charconv>
#include <regex>
#include <set>
#include <utility>

#include "clients/cli/import_table.h"
#include "engine/base/fraction.h"
#include "engine/base/text.h"

namespace quorate::cli {

namespace {

using engine::Result;
using engine::Status;

constexpr std::size_t kItemTextBytesMax = 4'000;
constexpr std::size_t kExternalIdBytesMax = 256;

bool IsNumber(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// The wide file's item columns with the items' labels, in the file's order.
std::vector<std::pair<std::string, std::string>> ItemColumnsOf(const ImportTable& table,
                                                               const ItemColumns& items) {
  std::vector<std::pair<std::string, std::string>> columns;
  const std::regex pattern(items.pattern);
  for (const std::string& heading : table.headings()) {
    bool is_item =
        std::find(items.columns.begin(), items.columns.end(), heading) != items.columns.end();
    if (!items.prefix.empty()) {
      is_item = heading.starts_with(items.prefix) && IsNumber(heading.substr(items.prefix.size()));
    }
    if (!items.pattern.empty()) is_item = std::regex_match(heading, pattern);
    if (!is_item) continue;
    const auto id = items.ids.find(heading);
    columns.emplace_back(heading, id == items.ids.end() ? heading : id->second);
  }
  return columns;
}

// One pass over the rows of one file.
class Reader {
 public:
  Reader(const ImportTable& table, const Mapping& mapping) : table_(table), mapping_(mapping) {
    found_.rows_in_file = table.rows_in_file();
    found_.rows_read = table.rows().size();
    found_.refused = table.refused();
  }

  // The person of that row, new or known; null where the row was refused. `again` says whether
  // somebody may stand in several rows.
  ImportedPerson* Person(const CsvRow& row, bool again) {
    const std::string& cell = table_.Cell(row, mapping_.participant);
    if (cell.empty())
      return RefuseRow(PlaceIn(row, mapping_.participant), "is empty: whose row is this?");
    if (cell.size() + mapping_.participant_prefix.size() > kExternalIdBytesMax) {
      return RefuseRow(PlaceIn(row, mapping_.participant), "is longer than 256 bytes");
    }
    ImportedPerson person;
    person.external_id = mapping_.participant_prefix + cell;
    person.place = PlaceIn(row, "");
    if (!ReadHats(row, person) || !ReadWeight(row, person)) return nullptr;
    const auto [known, is_new] = by_id_.emplace(person.external_id, found_.things.size());
    if (is_new) {
      found_.things.push_back(std::move(person));
      return &found_.things.back();
    }
    ImportedPerson& before = found_.things[known->second];
    if (!again) {
      return RefuseRow(person.place, "\"" + cell + "\" has a row already, at " + before.place);
    }
    if (before.hats != person.hats || before.weight != person.weight) {
      return RefuseRow(person.place,
                       "\"" + cell + "\" has another group or weight at " + before.place);
    }
    return &before;
  }

  void Answer(const CsvRow& row,
              const std::string& column,
              const std::string& item,
              ImportedPerson& person) {
    ImportedAnswer answer;
    answer.item = item;
    answer.place = PlaceIn(row, column);
    const std::string& state = table_.Cell(row, mapping_.state);
    const std::string& cell = table_.Cell(row, column);
    const bool stated = !mapping_.state.empty() && state != "scored";
    if (stated && !cell.empty()) {
      return Refuse(answer.place, "the state is \"" + state + "\", yet there is a score");
    }
    const auto missing = mapping_.missing.find(stated ? state : cell);
    if (missing != mapping_.missing.end()) {
      if (state == "scored")
        return Refuse(answer.place, "the state is \"scored\", yet there is no score");
      answer.missing = missing->second;
      if (answer.missing != Missing::kNotShown) person.answers.push_back(std::move(answer));
    } else if (stated) {
      Refuse(answer.place,
             "\"" + state + "\" is no state the mapping knows; list it under [missing]");
    } else if (ReadScore(cell, answer)) {
      person.answers.push_back(std::move(answer));
    }
  }

  Imported<ImportedPerson> Take() { return std::move(found_); }
  void Refuse(std::string place, std::string why) {
    found_.refused.push_back({std::move(place), std::move(why)});
  }

 private:
  ImportedPerson* RefuseRow(std::string place, std::string why) {
    Refuse(std::move(place), std::move(why));
    return nullptr;
  }

  bool ReadHats(const CsvRow& row, ImportedPerson& person) {
    if (!mapping_.group.constant.empty()) {
      person.hats = {mapping_.group.constant};
      return true;
    }
    const std::string& cell = table_.Cell(row, mapping_.group.column);
    const std::string place = PlaceIn(row, mapping_.group.column);
    std::size_t from = 0;
    for (;;) {
      const std::size_t to = mapping_.group.separator.empty()
                                 ? std::string::npos
                                 : cell.find(mapping_.group.separator, from);
      const std::string word(engine::Trim(std::string_view(cell).substr(from, to - from)));
      const auto id = mapping_.group.ids.find(word);
      if (word.empty() && id == mapping_.group.ids.end()) {
        Refuse(place, "is empty: which group does this person belong to?");
        return false;
      }
      if (id == mapping_.group.ids.end() && !mapping_.group.ids.empty()) {
        Refuse(place, "\"" + word + "\" has no line in [group.ids]");
        return false;
      }
      person.hats.push_back(id == mapping_.group.ids.end() ? word : id->second);
      if (to == std::string::npos) return true;
      from = to + mapping_.group.separator.size();
    }
  }

  bool ReadWeight(const CsvRow& row, ImportedPerson& person) {
    person.weight = table_.Cell(row, mapping_.weight);
    if (person.weight.empty()) return true;
    const auto weight = engine::Fraction::Parse(person.weight);
    if (weight && !weight->IsNegative() && !person.weight.ends_with('%')) return true;
    Refuse(PlaceIn(row, mapping_.weight),
           "\"" + person.weight + "\" is no weight; write 3, 0.75 or 2/3");
    return false;
  }

  bool ReadScore(const std::string& cell, ImportedAnswer& answer) {
    if (!mapping_.score_words.empty()) {
      const auto word = mapping_.score_words.find(cell);
      if (word != mapping_.score_words.end()) {
        answer.score = word->second;
        return true;
      }
      Refuse(answer.place,
             "\"" + cell + "\" stands neither in [score_values.words] nor under [missing]");
      return false;
    }
    int score = 0;
    const char* end = cell.data() + cell.size();
    const auto read = std::from_chars(cell.data(), end, score);
    if (read.ec != std::errc() || read.ptr != end || score < -1'000'000 || score > 1'000'000) {
      Refuse(answer.place, "\"" + cell + "\" is no whole number, and no word under [missing]");
      return false;
    }
    answer.score = score + mapping_.score_offset;
    return true;
  }

  const ImportTable& table_;
  const Mapping& mapping_;
  Imported<ImportedPerson> found_;
  std::map<std::string, std::size_t> by_id_;
};

// Line feeds of Windows and old Macs become ours, blanks at the ends go; the words stay as they
// are.
std::string Tidied(std::string_view text) {
  std::string tidy;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r') {
      tidy += text[i];
    } else if (i + 1 == text.size() || text[i + 1] != '\n') {
      tidy += '\n';
    }
  }
  return engine::ToNfc(engine::Trim(tidy));
}

// A row an answer.
void ReadLong(const ImportTable& table, const Mapping& mapping, Reader& reader) {
  std::set<std::pair<std::string, std::string>> seen;
  for (const CsvRow& row : table.rows()) {
    ImportedPerson* person = reader.Person(row, true);
    if (person == nullptr) continue;
    const std::string& cell = table.Cell(row, mapping.item);
    const auto id = mapping.items.ids.find(cell);
    const std::string& item = id == mapping.items.ids.end() ? cell : id->second;
    if (item.empty()) {
      reader.Refuse(PlaceIn(row, mapping.item), "is empty: which item was answered?");
    } else if (!seen.emplace(person->external_id, item).second) {
      reader.Refuse(PlaceIn(row, mapping.item),
                    "this person has answered \"" + item + "\" in an earlier row");
    } else {
      reader.Answer(row, mapping.score, item, *person);
    }
  }
}

}  // namespace

bool ImportedPerson::Answered() const {
  return std::any_of(answers.begin(), answers.end(), [](const ImportedAnswer& answer) {
    return answer.score || answer.missing != Missing::kSkipped;
  });
}

Result<Imported<ImportedPerson>> ReadRatings(std::string_view csv, const Mapping& mapping) {
  QUORATE_RETURN_IF_ERROR(CheckForRatings(mapping));
  std::vector<std::string> columns = mapping.items.columns;
  columns.insert(columns.end(),
                 {mapping.participant,
                  mapping.group.column,
                  mapping.weight,
                  mapping.item,
                  mapping.score,
                  mapping.state});
  QUORATE_ASSIGN_OR_RETURN(const ImportTable table, ImportTable::Read(csv, mapping, columns));
  Reader reader(table, mapping);
  if (mapping.shape == Shape::kLong) {
    ReadLong(table, mapping, reader);
    return reader.Take();
  }
  const auto items = ItemColumnsOf(table, mapping.items);
  if (items.empty()) {
    return engine::Refuse(
        engine::Reason::kUnreadable, "line 1", "no column is an item by the mapping's [items]");
  }
  for (const CsvRow& row : table.rows()) {
    ImportedPerson* person = reader.Person(row, false);
    if (person == nullptr) continue;
    for (const auto& [column, item] : items)
      reader.Answer(row, column, item, *person);
  }
  return reader.Take();
}

Result<Imported<ImportedPerson>> ReadPanel(std::string_view csv, const Mapping& mapping) {
  QUORATE_RETURN_IF_ERROR(CheckForPanel(mapping));
  QUORATE_ASSIGN_OR_RETURN(
      const ImportTable table,
      ImportTable::Read(csv, mapping, {mapping.participant, mapping.group.column, mapping.weight}));
  Reader reader(table, mapping);
  for (const CsvRow& row : table.rows())
    reader.Person(row, true);
  return reader.Take();
}

Result<Imported<ImportedItem>> ReadItems(std::string_view csv, const Mapping& mapping) {
  QUORATE_RETURN_IF_ERROR(CheckForItems(mapping));
  QUORATE_ASSIGN_OR_RETURN(const ImportTable table,
                           ImportTable::Read(csv, mapping, {mapping.item_id, mapping.item_text}));
  Imported<ImportedItem> found;
  found.rows_in_file = table.rows_in_file();
  found.rows_read = table.rows().size();
  found.refused = table.refused();
  std::map<std::string, std::string> places;
  for (const CsvRow& row : table.rows()) {
    ImportedItem item{mapping.item_id_prefix + table.Cell(row, mapping.item_id),
                      Tidied(table.Cell(row, mapping.item_text)),
                      PlaceIn(row, "")};
    const std::string id_place = PlaceIn(row, mapping.item_id);
    const std::string text_place = PlaceIn(row, mapping.item_text);
    const auto [before, is_new] = places.emplace(item.id, item.place);
    if (const Status label = engine::CheckLabel(id_place, item.id); !label) {
      found.refused.push_back(label.error().violations.front());
    } else if (const Status text = engine::CheckText(text_place, item.text, kItemTextBytesMax);
               !text) {
      found.refused.push_back(text.error().violations.front());
    } else if (!is_new) {
      found.refused.push_back(
          {id_place, "\"" + item.id + "\" has a row already, at " + before->second});
    } else {
      found.things.push_back(std::move(item));
    }
  }
  return found;
}

}  // namespace quorate::cli
