// What was answered in one round: plain columns, without names or ids of people.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/fraction.h"
#include "engine/base/result.h"
#include "engine/ratings/answer.h"
#include "engine/ratings/scale.h"

namespace quorate::engine {

// The groups that a person belongs to, as indices into RoundRatings::groups; the declared hat
// first, no group twice. Empty for somebody without a group.
using HatSet = std::vector<std::uint32_t>;

// Members are numbered in any order. Counting is fastest where people with the same hats stand
// together, since each such run is then counted as it lies in memory.
struct RoundRatings {
  Scale scale;
  std::vector<std::string> groups;
  std::vector<HatSet> hat_sets;
  std::vector<std::uint32_t> hat_set_of;  // By member: which of hat_sets.
  std::vector<Fraction> weights;          // By member; empty where everybody weighs 1.
  std::vector<std::string> items;
  std::vector<AnswerCode> answers;  // Item-major: items.size() rows of member_count() codes.

  [[nodiscard]] std::size_t member_count() const { return hat_set_of.size(); }
  [[nodiscard]] AnswerCode& At(std::size_t item, std::size_t member) {
    return answers[item * member_count() + member];
  }
  [[nodiscard]] AnswerCode At(std::size_t item, std::size_t member) const {
    return answers[item * member_count() + member];
  }

  // The number of `hats`, added if new.
  std::uint32_t AddHatSet(const HatSet& hats);
};

// Refuses columns of the wrong length, indices out of range, a hat worn twice, a negative weight,
// or a code off the scale.
Status CheckRound(const RoundRatings& round);

}  // namespace quorate::engine
