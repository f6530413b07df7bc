#include "engine/ratings/publishable_explanation.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <set>
#include <string_view>
#include <utility>

namespace quorate::engine {

namespace {

using Groups = std::set<std::string>;

std::int64_t CountAt(const Json& json, std::string_view name) {
  std::int64_t count = 0;
  const Json* found = json.Find(name);
  if (found == nullptr || found->string() == nullptr) return 0;
  const std::string& digits = *found->string();
  std::from_chars(digits.data(), digits.data() + digits.size(), count);
  return count;
}

bool IsFew(std::int64_t people, int k) {
  return people > 0 && people < k;
}

// Adds the groups with few people to those kept back, and the smallest others while all of these
// together are still few. Ties go by the group's name.
void KeepBack(std::vector<std::pair<std::int64_t, std::string>> sizes, int k, Groups& kept_back) {
  std::sort(sizes.begin(), sizes.end());
  std::int64_t people = 0;
  for (const auto& [size, group] : sizes) {
    if (IsFew(size, k)) kept_back.insert(group);
    if (kept_back.contains(group)) people += size;
  }
  for (const auto& [size, group] : sizes) {
    if (!IsFew(people, k)) return;
    if (size == 0 || !kept_back.insert(group).second) continue;
    people += size;
  }
}

void EraseGroups(Json* by_group, const Groups& groups) {
  if (by_group == nullptr || by_group->object() == nullptr) return;
  for (const std::string& group : groups)
    by_group->object()->erase(group);
}

Json WhatIfOf(const std::string& name, const std::string& group = "") {
  Json what_if;
  what_if["what_if"] = name;
  if (!group.empty()) what_if["group"] = group;
  return what_if;
}

// The what-ifs that would tell of few people.
Json::Array Withheld(const Json& scored, int k, const Groups& kept_back) {
  const std::int64_t panel = CountAt(scored, "panel");
  const auto tells = [&](std::int64_t left_in) { return left_in < k || IsFew(panel - left_in, k); };
  Json::Array withheld;
  if (const Json* without = scored.Find("without")) {
    for (const auto& [group, left_in] : *without->object()) {
      if (kept_back.contains(group) || tells(CountAt(*without, group))) {
        withheld.push_back(WhatIfOf("without", group));
      }
    }
  }
  if (scored.Find("completers") != nullptr && tells(CountAt(scored, "completers"))) {
    withheld.push_back(WhatIfOf("completers"));
  }
  return withheld;
}

void EraseWhatIfs(Json& item, const Json::Array& withheld) {
  const auto is_withheld = [&](const Json& what_if) {
    return std::any_of(withheld.begin(), withheld.end(), [&](const Json& other) {
      const Json* group = what_if.Find("group");
      const Json* other_group = other.Find("group");
      return *what_if.Find("what_if") == *other.Find("what_if") &&
             (group == nullptr || *group == *other_group);
    });
  };
  std::erase_if(*item["what_ifs"].array(), is_withheld);
  for (const Json& what_if : withheld) {
    const Json* group = what_if.Find("group");
    if (group == nullptr) {
      item["scored"].object()->erase("completers");
    } else {
      item["scored"]["without"].object()->erase(*group->string());
    }
  }
}

// Whether a list of names holds one of the groups.
bool Names(const Json& names, const Groups& groups) {
  return std::any_of(names.array()->begin(), names.array()->end(), [&](const Json& name) {
    return groups.contains(*name.string());
  });
}

void EraseExample(Json& flip, const Groups& kept_back) {
  const Json* example = flip.Find("example");
  if (example == nullptr) return;
  const bool tells =
      std::any_of(example->array()->begin(), example->array()->end(), [&](const Json& change) {
        return Names(*change.Find("groups"), kept_back);
      });
  if (tells) flip.object()->erase("example");
}

void EraseDissent(Json& dissent, const Groups& kept_back) {
  for (const char* split : {"verdicts", "medians"}) {
    const Json* sides = dissent.Find(split);
    if (sides == nullptr) continue;
    const bool tells = std::any_of(sides->object()->begin(),
                                   sides->object()->end(),
                                   [&](const auto& side) { return Names(side.second, kept_back); });
    if (tells) dissent.object()->erase(split);
  }
}

void EraseMovement(Json& item, int k, Groups kept_back) {
  if (item.Find("movement") == nullptr) return;
  Json& movement = item["movement"];
  if (CountAt(*movement.Find("panel"), "both") < k) {
    item.object()->erase("movement");
    return;
  }
  std::vector<std::pair<std::int64_t, std::string>> sizes;
  for (const auto& [group, moves] : *movement["groups"].object())
    sizes.emplace_back(CountAt(moves, "both"), group);
  KeepBack(std::move(sizes), k, kept_back);
  EraseGroups(&movement["groups"], kept_back);
}

Json::Array Listed(const Groups& groups) {
  return {groups.begin(), groups.end()};
}

}  // namespace

Json PublishableExplanation(const Json& item, int k, const std::vector<std::string>& suppressed) {
  const Json& scored = *item.Find("scored");
  std::vector<std::pair<std::int64_t, std::string>> sizes;
  Groups all;
  for (const auto& [group, people] : *scored.Find("groups")->object()) {
    sizes.emplace_back(CountAt(*scored.Find("groups"), group), group);
    all.insert(group);
  }
  Json shown;
  if (CountAt(scored, "panel") < k) {
    for (const char* name : {"item", "consensus", "grade"}) {
      if (const Json* kept = item.Find(name)) shown[name] = *kept;
    }
    shown["suppressed"] = Listed(all);
    return shown;
  }
  Groups kept_back(suppressed.begin(), suppressed.end());
  KeepBack(std::move(sizes), k, kept_back);
  const Json::Array withheld = Withheld(scored, k, kept_back);
  shown = item;
  EraseWhatIfs(shown, withheld);
  EraseGroups(&shown["scored"]["groups"], kept_back);
  EraseGroups(&shown["flip"]["groups"], kept_back);
  EraseExample(shown["flip"], kept_back);
  EraseDissent(shown["dissent"], kept_back);
  EraseMovement(shown, k, kept_back);
  if (!kept_back.empty()) shown["suppressed"] = Listed(kept_back);
  if (!withheld.empty()) shown["withheld"] = withheld;
  return shown;
}

}  // namespace quorate::engine
