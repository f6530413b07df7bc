// Elections for the benchmarks of voting rules, from a fixed sequence, so that every run counts the
// same ballots.

#pragma once

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "engine/ranking/profile.h"

namespace quorate::engine {

class Sequence {
 public:
  std::uint32_t Next(std::uint32_t below) {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::uint32_t>((state_ >> 33U) % below);
  }

 private:
  std::uint64_t state_ = 20'261'123;
};

// Candidates with names and no ballots.
inline Profile EmptyProfile(std::size_t candidates) {
  Profile profile;
  for (std::size_t c = 0; c < candidates; ++c)
    profile.candidates.push_back("candidate " + std::to_string(c));
  return profile;
}

// Strict rankings of all candidates, shuffled: nobody agrees with anybody.
inline Profile ShuffledBallots(std::size_t ballots, std::size_t candidates) {
  Sequence sequence;
  Profile profile = EmptyProfile(candidates);
  profile.weights.assign(ballots, Fraction(1));
  std::vector<Place> places(candidates);
  std::iota(places.begin(), places.end(), Place{1});
  for (std::size_t ballot = 0; ballot < ballots; ++ballot) {
    for (std::size_t i = candidates - 1; i > 0; --i)
      std::swap(places[i], places[sequence.Next(static_cast<std::uint32_t>(i + 1))]);
    profile.places.insert(profile.places.end(), places.begin(), places.end());
  }
  return profile;
}

// Mallows' model by repeated insertion: every ballot is one order with mistakes, each step away
// from it `percent` of 100 times as likely as the one before. At 95 the majorities run in circles.
inline Profile NoisyBallots(std::size_t ballots, std::size_t candidates, std::uint32_t percent) {
  Sequence sequence;
  Profile profile = EmptyProfile(candidates);
  profile.weights.assign(ballots, Fraction(1));
  for (std::size_t ballot = 0; ballot < ballots; ++ballot) {
    std::vector<std::size_t> order;
    for (std::size_t c = 0; c < candidates; ++c) {
      std::size_t steps = 0;
      do {
        steps = 0;
        while (sequence.Next(100) < percent)
          ++steps;
      } while (steps > c);
      order.insert(order.end() - static_cast<std::ptrdiff_t>(steps), c);
    }
    std::vector<Place> places(candidates);
    for (std::size_t i = 0; i < candidates; ++i)
      places[order[i]] = static_cast<Place>(i + 1);
    profile.places.insert(profile.places.end(), places.begin(), places.end());
  }
  return profile;
}

// Rankings of a random length, the earlier a candidate the more popular. Every ballot stands alone,
// as is hardest.
inline Profile PopularBallots(std::size_t ballots, std::size_t candidates) {
  Sequence sequence;
  Profile profile = EmptyProfile(candidates);
  profile.weights.assign(ballots, Fraction(1));
  profile.places.assign(ballots * candidates, kUnranked);
  for (std::size_t b = 0; b < ballots; ++b) {
    const auto length =
        static_cast<Place>(1 + sequence.Next(static_cast<std::uint32_t>(candidates)));
    for (Place place = 1; place <= length;) {
      const std::uint32_t range = 1 + sequence.Next(static_cast<std::uint32_t>(candidates));
      Place& own = profile.places[b * candidates + sequence.Next(range)];
      if (own == kUnranked) own = place++;
    }
  }
  return profile;
}

}  // namespace quorate::engine
