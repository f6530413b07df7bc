// Ranked, approving and grading ballots as columns: what every voting rule counts.

#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/base/fraction.h"

namespace quorate::engine {

// A place on a ballot: 1 is the best, equal places share a number, 0 is unranked. Places have no
// gaps: 1..k all occur.
using Place = std::uint16_t;
// A grade as 1 + its index in Profile::scale; 0 is missing.
using Grade = std::uint16_t;

inline constexpr Place kUnranked = 0;
inline constexpr Grade kMissing = 0;
// A pairwise matrix of more would be too large for an answer in one go.
inline constexpr std::size_t kCandidatesMax = 4000;

// What a rule wants to read off a ballot. A CSV cell is a place, a 1/0 or a grade accordingly.
enum class BallotKind { kRanks, kApprovals, kGrades };

// Ballots, merged where they are alike, in order of first appearance. Withdrawn candidates are gone
// already. A blank ballot is a row of zeros; it stays, as some rules count those who came.
struct Profile {
  std::vector<std::string> candidates;  // In file order; at least one.
  std::vector<Fraction> weights;        // One a ballot, above 0.
  // Ballot by ballot, candidates.size() numbers each. `places` is full under kRanks and empty
  // otherwise; `grades` the other way round.
  std::vector<Place> places;
  std::vector<Grade> grades;
  // The grades that may occur, worst first, as exact numbers. Under kApprovals {0, 1}.
  std::vector<Fraction> scale;

  // Distinct ballots.
  [[nodiscard]] std::size_t size() const { return weights.size(); }
  [[nodiscard]] std::span<const Place> PlacesOf(std::size_t ballot) const {
    return std::span(places).subspan(ballot * candidates.size(), candidates.size());
  }
  [[nodiscard]] std::span<const Grade> GradesOf(std::size_t ballot) const {
    return std::span(grades).subspan(ballot * candidates.size(), candidates.size());
  }
  // The weight of all ballots, blank ones included.
  [[nodiscard]] Fraction TotalWeight() const;
};

// All weights over one denominator, so that counting adds whole numbers.
struct WholeWeights {
  boost::multiprecision::cpp_int denominator = 1;
  std::vector<boost::multiprecision::cpp_int> units;  // weight = units / denominator
};

// Refuses a common denominator of more than kWeightDenominatorBitsMax bits: no real election has
// one, and a hostile file could ask for gigabytes.
Result<WholeWeights> ToWholeWeights(std::span<const Fraction> weights);
inline constexpr unsigned kWeightDenominatorBitsMax = 100'000;

}  // namespace quorate::engine
