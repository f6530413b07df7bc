#include "clients/cli/import_check.h"

#include <algorithm>

#include "engine/base/fraction.h"

namespace quorate::cli {

namespace {

std::string Joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words)
    text += (text.empty() ? "" : ", ") + word;
  return text;
}

bool SameWeight(const std::string& a, const std::string& b) {
  const auto read = [](const std::string& text) {
    return engine::Fraction::Parse(text.empty() ? "1" : text);
  };
  const auto left = read(a);
  const auto right = read(b);
  return left && right && *left == *right;
}

void CheckPerson(const StudySide& study,
                 const ImportedPerson& person,
                 Imported<ImportedPerson>& file) {
  for (const std::string& hat : person.hats) {
    if (!study.groups.contains(hat)) {
      file.refused.push_back({person.place, "\"" + hat + "\" is no group of the study's protocol"});
    }
    if (std::count(person.hats.begin(), person.hats.end(), hat) > 1) {
      file.refused.push_back({person.place, "wears the hat \"" + hat + "\" twice"});
      break;
    }
  }
  const auto known = study.people.find(person.external_id);
  if (known == study.people.end()) return;
  if (known->second.withdrawn) {
    file.refused.push_back({person.place, "\"" + person.external_id + "\" has left the panel"});
  }
  if (known->second.hats != person.hats) {
    file.refused.push_back({person.place,
                            "\"" + person.external_id + "\" is enrolled as " +
                                Joined(known->second.hats) + ", the file says " +
                                Joined(person.hats)});
  }
  if (!SameWeight(known->second.weight, person.weight)) {
    file.refused.push_back(
        {person.place, "\"" + person.external_id + "\" is enrolled with another weight"});
  }
}

}  // namespace

ImportPlan CheckPeople(const StudySide& study, Imported<ImportedPerson>& file) {
  ImportPlan plan;
  for (const ImportedPerson& person : file.things) {
    CheckPerson(study, person, file);
    if (!study.people.contains(person.external_id)) plan.enrol.push_back(person.external_id);
  }
  return plan;
}

ImportPlan CheckRatings(const StudySide& study, Imported<ImportedPerson>& file) {
  ImportPlan plan = CheckPeople(study, file);
  std::set<std::string> blank;
  for (ImportedPerson& person : file.things) {
    std::vector<ImportedAnswer> kept;
    for (ImportedAnswer& answer : person.answers) {
      const bool is_item = study.round_items.contains(answer.item);
      if (!is_item && !answer.score && answer.missing == Missing::kSkipped) {
        blank.insert(answer.item);
        continue;
      }
      if (!is_item) {
        file.refused.push_back({answer.place, "\"" + answer.item + "\" is no item of the round"});
      } else if (answer.score &&
                 (*answer.score < study.scale_min || *answer.score > study.scale_max)) {
        file.refused.push_back({answer.place,
                                "score " + std::to_string(*answer.score) +
                                    " is off the round's scale " + std::to_string(study.scale_min) +
                                    " to " + std::to_string(study.scale_max)});
      }
      kept.push_back(std::move(answer));
    }
    person.answers = std::move(kept);
    if (!person.Answered()) plan.silent.push_back(person.external_id);
  }
  plan.blank_columns.assign(blank.begin(), blank.end());
  return plan;
}

std::size_t CheckItems(const StudySide& study, Imported<ImportedItem>& file) {
  std::vector<ImportedItem> missing;
  std::size_t unchanged = 0;
  for (ImportedItem& item : file.things) {
    const auto known = study.items.find(item.id);
    if (known == study.items.end()) {
      missing.push_back(std::move(item));
    } else if (known->second == item.text) {
      ++unchanged;
    } else {
      file.refused.push_back(
          {item.place, "item \"" + item.id + "\" stands with other words; see `item reword`"});
    }
  }
  file.things = std::move(missing);
  return unchanged;
}

}  // namespace quorate::cli
