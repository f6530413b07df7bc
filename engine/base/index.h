// Dense numbers for labels, in order of arrival: the fast way from an id to its row.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

namespace quorate::engine {

// Iteration is over names(), in order of arrival, never over the hash table: results must not
// depend on a hash function.
class Index {
 public:
  // The number of `name`, new or old.
  std::uint32_t Add(std::string_view name) {
    if (const auto found = Find(name)) return *found;
    const auto number = static_cast<std::uint32_t>(names_.size());
    names_.emplace_back(name);
    numbers_.emplace(names_.back(), number);
    return number;
  }

  // The number of `name`, if it was added.
  [[nodiscard]] std::optional<std::uint32_t> Find(std::string_view name) const {
    const auto found = numbers_.find(name);
    if (found == numbers_.end()) return std::nullopt;
    return found->second;
  }

  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  [[nodiscard]] std::size_t size() const { return names_.size(); }

 private:
  struct Hash {
    using is_transparent = void;
    using is_avalanching = void;
    std::size_t operator()(std::string_view text) const {
      return boost::hash_range(text.begin(), text.end()) * 0x9E3779B97F4A7C15U;
    }
  };
  struct Equal {
    using is_transparent = void;
    bool operator()(std::string_view a, std::string_view b) const { return a == b; }
  };

  std::vector<std::string> names_;
  boost::unordered_flat_map<std::string, std::uint32_t, Hash, Equal> numbers_;
};

}  // namespace quorate::engine
