// Random small elections for the twins of the ranked rules, and the counts that several twins use.

#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "engine/base/check.h"
#include "engine/ranking/profile_builder.h"
#include "engine/ranking/ranked_rule.h"

namespace quorate::engine {

using Candidates = std::vector<std::size_t>;

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed * 2 + 1) {}
  std::uint32_t Below(std::uint32_t bound) {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::uint32_t>((state_ >> 33U) % bound);
  }

 private:
  std::uint64_t state_;
};

// Few ballots, so that ties abound; ties, gaps, blanks and odd weights among them.
inline Profile Election(std::uint64_t seed, std::uint32_t candidates_max) {
  Dice dice(seed);
  const std::uint32_t size = 1 + dice.Below(candidates_max);
  ProfileBuilder builder(BallotKind::kRanks);
  for (std::uint32_t c = 0; c < size; ++c)
    builder.Candidate(std::string(1, static_cast<char>('A' + c)));
  const std::uint32_t ballots = 1 + dice.Below(7);
  const bool odd_weights = dice.Below(3) == 0;
  for (std::uint32_t i = 0; i < ballots; ++i) {
    RawBallot ballot;
    ballot.weight = odd_weights ? Fraction(1 + dice.Below(3), 1 + dice.Below(3)) : Fraction(1);
    for (std::uint32_t c = 0; c < size; ++c) {
      if (dice.Below(5) > 0) ballot.marks.push_back({c, 1 + dice.Below(2 * size)});
    }
    builder.Add(std::move(ballot));
  }
  auto profile = builder.Build();
  QUORATE_CHECK(profile.has_value());
  return *std::move(profile);
}

using Table = std::vector<std::vector<Fraction>>;

inline Table NaivePairwise(const Profile& profile, Unranked unranked) {
  const std::size_t size = profile.candidates.size();
  Table above(size, std::vector<Fraction>(size));
  for (std::size_t ballot = 0; ballot < profile.size(); ++ballot) {
    const auto places = profile.PlacesOf(ballot);
    for (std::size_t a = 0; a < size; ++a) {
      for (std::size_t b = 0; b < size; ++b) {
        const bool both = places[a] != 0 && places[b] != 0 && places[a] < places[b];
        const bool one = places[a] != 0 && places[b] == 0 && unranked == Unranked::kLast;
        if (both || one) above[a][b] += profile.weights[ballot];
      }
    }
  }
  return above;
}

inline RankedAnswer Answer(const Profile& profile, const char* rule, const RankedOptions& options) {
  auto answer = CountRanked(profile, *FindRankedRule(rule), options);
  QUORATE_CHECK(answer.has_value());
  return *std::move(answer);
}

// Seeds 0 up to `count`, or the one that QUORATE_SEED names.
inline std::vector<std::uint64_t> Seeds(std::uint64_t count) {
  const char* only = std::getenv("QUORATE_SEED");  // NOLINT(concurrency-mt-unsafe)
  if (only != nullptr) return {std::strtoull(only, nullptr, 10)};
  std::vector<std::uint64_t> seeds(count);
  for (std::uint64_t seed = 0; seed < count; ++seed)
    seeds[seed] = seed;
  return seeds;
}

}  // namespace quorate::engine
