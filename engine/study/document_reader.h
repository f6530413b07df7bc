// Reading a JSON document strictly: each object's members by name, every violation with its path.

#pragma once

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/json.h"
#include "engine/base/result.h"
#include "engine/base/text.h"

namespace quorate::engine {

// The words for an enum's values; null where there are fewer than the array holds.
template <typename Enum>
using Words = std::array<std::pair<const char*, Enum>, 4>;

template <typename Enum>
const char* WordFor(const Words<Enum>& words, Enum value) {
  const auto found = std::find_if(words.begin(), words.end(), [&](const auto& word) {
    return word.first != nullptr && word.second == value;
  });
  return found->first;
}

// Reads one object's members, naming each that is missing, of the wrong type, or unknown.
class Members {
 public:
  Members(const Json& json, std::string path, std::vector<Violation>& wrong)
      : json_(json), path_(std::move(path)), wrong_(wrong) {
    if (json_.object() == nullptr)
      wrong_.push_back({path_.empty() ? "protocol" : path_, "must be an object"});
  }

  void Wrong(std::string_view name, std::string message) {
    wrong_.push_back({Path(name), std::move(message)});
  }
  [[nodiscard]] std::string Path(std::string_view name) const {
    return path_.empty() ? std::string(name) : path_ + "." + std::string(name);
  }

  const Json* Take(std::string_view name) {
    known_.insert(std::string(name));
    return json_.Find(name);
  }
  std::string Text(std::string_view name, std::string fallback, std::size_t bytes_max) {
    const Json* member = Take(name);
    if (member == nullptr) return fallback;
    if (member->string() == nullptr) {
      Wrong(name, "must be a string");
      return fallback;
    }
    if (!member->string()->empty()) Keep(name, CheckText(Path(name), *member->string(), bytes_max));
    return *member->string();
  }
  int Integer(std::string_view name, int fallback, int min, int max) {
    const Json* member = Take(name);
    if (member == nullptr) return fallback;
    if (member->integer() == nullptr || *member->integer() < min || *member->integer() > max) {
      Wrong(name, "must be an integer from " + std::to_string(min) + " to " + std::to_string(max));
      return fallback;
    }
    return static_cast<int>(*member->integer());
  }
  template <typename Enum>
  Enum Word(std::string_view name, const Words<Enum>& words, Enum fallback) {
    const Json* member = Take(name);
    if (member == nullptr) return fallback;
    std::string list;
    for (const auto& [word, value] : words) {
      if (word == nullptr) continue;
      if (member->string() != nullptr && *member->string() == word) return value;
      list += (list.empty() ? "" : ", ") + std::string(word);
    }
    Wrong(name, "must be one of " + list);
    return fallback;
  }
  const Json::Array& Array(std::string_view name) {
    static const Json::Array none;
    const Json* member = Take(name);
    if (member != nullptr && member->array() != nullptr && !member->array()->empty())
      return *member->array();
    Wrong(name, "must be a list of at least one");
    return none;
  }
  void Keep(std::string_view name, const Status& status) {
    if (status) return;
    if (status.error().violations.empty()) Wrong(name, status.error().message);
    wrong_.insert(wrong_.end(), status.error().violations.begin(), status.error().violations.end());
  }
  // Call last: names every member that nobody took.
  void RefuseUnknown() {
    if (json_.object() == nullptr) return;
    for (const auto& [name, member] : *json_.object()) {
      if (known_.find(name) == known_.end()) Wrong(name, "is no member of this object");
    }
  }

 private:
  const Json& json_;
  std::string path_;
  std::vector<Violation>& wrong_;
  std::set<std::string, std::less<>> known_;
};

}  // namespace quorate::engine
