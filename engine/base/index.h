// Dense numbers for labels, in order of arrival: the fast way from an id to its row.

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/container_hash/hash.hpp>

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
    if (4 * names_.size() > 3 * slots_.size()) {
      Grow();
    } else {
      slots_[SlotOf(name)] = number + 1;
    }
    return number;
  }

  // The number of `name`, if it was added.
  [[nodiscard]] std::optional<std::uint32_t> Find(std::string_view name) const {
    const std::uint32_t slot = slots_.empty() ? 0 : slots_[SlotOf(name)];
    if (slot == 0) return std::nullopt;
    return slot - 1;
  }

  // The same without `name`: those after it move up by one.
  [[nodiscard]] Index Without(std::string_view name) const {
    Index others;
    for (const std::string& other : names_) {
      if (other != name) others.Add(other);
    }
    return others;
  }

  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  [[nodiscard]] std::size_t size() const { return names_.size(); }

 private:
  // Where the name stands, or where it would: the first free place from its hash on.
  [[nodiscard]] std::size_t SlotOf(std::string_view name) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = boost::hash_range(name.begin(), name.end()) * 0x9E3779B97F4A7C15U >> 32U;
    while (slots_[at & mask] != 0 && names_[slots_[at & mask] - 1] != name)
      ++at;
    return at & mask;
  }

  void Grow() {
    constexpr std::size_t kSlotsMin = 16;
    slots_.assign(std::max(kSlotsMin, 2 * slots_.size()), 0);
    for (std::size_t number = 0; number < names_.size(); ++number)
      slots_[SlotOf(names_[number])] = static_cast<std::uint32_t>(number) + 1;
  }

  std::vector<std::string> names_;
  // A hash table of numbers plus 1, 0 for a free place; a power of two of them, or none. It holds
  // no names, since a large panel's would be there twice.
  std::vector<std::uint32_t> slots_;
};

}  // namespace quorate::engine
