// Whose openings are whose: what an erasure destroys, and whether it accounts for what a record
// lacks.

#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>

#include "engine/base/index.h"
#include "engine/study/event.h"
#include "engine/study/study.h"

namespace quorate::engine {

// Whose content lies apart from the entry, and is destroyed if they are erased: the participant, or
// who made a suggestion. Empty for other entries; a view into the entry.
std::string_view PersonIn(const Entry& entry);

// What is destroyed with one participant: the openings of all that is theirs, and those of whole
// tallies in which a group was held back, since its few people's answers could be read from them.
class ErasureScope {
 public:
  // Looks at the study as it is before the erasure.
  ErasureScope(const Study& study, std::string participant);
  [[nodiscard]] bool Covers(const Entry& entry) const;

 private:
  std::string participant_;
  std::set<std::string, std::less<>> bases_;  // Countings they voted in.
};

// The openings that are not there, by whose they were.
class MissingOpenings {
 public:
  // Of a person, or of nobody where `person` is empty.
  void Add(std::string_view person);
  // The last one of nobody is of a whole tally that an erased person's answers could be read from.
  void MoveToTallies() { --nobodys_; }
  [[nodiscard]] std::uint64_t count() const { return count_; }
  // Whether all of them are of people whom the study has erased.
  [[nodiscard]] bool AllErased(const Study& study) const;

 private:
  Index people_;
  std::uint64_t nobodys_ = 0;
  std::uint64_t count_ = 0;
};

}  // namespace quorate::engine
