// How a round's people stand to each other under a voice policy: who counts in which group's table,
// through which hats a person reaches the panel, and what each person's own weight is.

#pragma once

#include <cstdint>
#include <vector>

#include <boost/multiprecision/cpp_int.hpp>

#include "engine/base/fraction.h"
#include "engine/base/result.h"
#include "engine/panel/voice.h"
#include "engine/ratings/round_ratings.h"

namespace quorate::engine {

// People whose hats count alike. Whatever the denominator of a figure, all of a bloc get the same
// multiple of their own weight, so only sums over blocs are ever needed.
struct Bloc {
  std::vector<std::uint32_t> tables;  // The groups in whose tables they stand.
  std::vector<std::uint32_t> voices;  // The groups through which they reach the panel.
  Fraction part = 1;                  // Of each person in each of those groups.
  friend bool operator==(const Bloc&, const Bloc&) = default;
};

// Neighbors in memory who belong to one bloc: the members begin .. end - 1, in the order counted.
struct Run {
  std::uint32_t bloc = 0;
  std::size_t begin = 0;
  std::size_t end = 0;
};

// Own weights as integers over one common denominator, by member in the order counted. At most one
// of the two is filled: `small` where sums of squares fit 128 bits, which is the usual case.
struct OwnWeights {
  std::vector<std::uint64_t> small;
  std::vector<boost::multiprecision::cpp_int> large;
  boost::multiprecision::cpp_int denominator = 1;
  [[nodiscard]] bool all_one() const { return small.empty() && large.empty(); }
};

struct Electorate {
  Voice voice = Voice::kPerPerson;
  std::vector<Fraction> group_weights;  // By group, where the voice takes them; else empty.
  std::vector<Bloc> blocs;
  std::vector<Run> runs;
  std::vector<std::uint32_t> order;  // The members in the order counted; empty for their own order.
  OwnWeights own;
};

// Weights whose common denominator needs more bits are refused with kTooLarge, and so are those
// that would take more than kWeightBitsMax bits over all people. It takes hundreds of long and
// unrelated denominators to get there.
inline constexpr std::size_t kDenominatorBitsMax = 65'536;
inline constexpr std::size_t kWeightBitsMax = std::size_t{1} << 32U;

// Refuses a person without a group where the voice needs groups, a group that somebody speaks
// through but that has no stated weight, and missing person weights. Requires a round that
// CheckRound() accepts.
Result<Electorate> Divide(const RoundRatings& round, const VoicePolicy& policy);

}  // namespace quorate::engine
