// Small random elections for property tests: few ballots, so that ties abound; equal places, gaps,
// blanks and odd weights among them.

#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "engine/base/check.h"
#include "engine/ranking/profile_builder.h"

namespace quorate::engine {

class Draw {
 public:
  explicit Draw(std::uint64_t seed) : state_(seed * 2 + 1) {}
  std::uint32_t Below(std::uint32_t bound) {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::uint32_t>((state_ >> 33U) % bound);
  }

 private:
  std::uint64_t state_;
};

struct ElectionShape {
  std::uint32_t candidates_max = 5;
  std::uint32_t ballots_max = 7;
  bool odd_weights = true;
  std::uint32_t grades = 4;  // 0 to grades - 1, under kGrades.
};

inline Profile DrawElection(std::uint64_t seed, BallotKind kind, const ElectionShape& shape = {}) {
  Draw draw(seed);
  const std::uint32_t size = 1 + draw.Below(shape.candidates_max);
  ProfileBuilder builder(kind);
  for (std::uint32_t c = 0; c < size; ++c)
    builder.Candidate(std::string(1, static_cast<char>('A' + c)));
  const std::uint32_t grades = kind == BallotKind::kApprovals ? 2 : shape.grades;
  for (std::uint32_t grade = 0; kind != BallotKind::kRanks && grade < grades; ++grade)
    builder.GradeNumber(grade);
  const std::uint32_t ballots = 1 + draw.Below(shape.ballots_max);
  const bool odd_weights = shape.odd_weights && draw.Below(3) == 0;
  for (std::uint32_t i = 0; i < ballots; ++i) {
    RawBallot ballot;
    ballot.weight = odd_weights ? Fraction(1 + draw.Below(3), 1 + draw.Below(3)) : Fraction(1);
    for (std::uint32_t c = 0; c < size; ++c) {
      if (kind != BallotKind::kRanks) {
        ballot.marks.push_back({c, draw.Below(grades)});
      } else if (draw.Below(5) > 0) {
        ballot.marks.push_back({c, 1 + draw.Below(2 * size)});
      }
    }
    builder.Add(std::move(ballot));
  }
  auto profile = builder.Build();
  QUORATE_CHECK(profile.has_value());
  return *std::move(profile);
}

// The same ballots with `factor` times the weight.
inline Profile Scaled(Profile profile, const Fraction& factor) {
  for (Fraction& weight : profile.weights)
    weight *= factor;
  return profile;
}

inline bool Same(const Profile& a, const Profile& b) {
  return a.candidates == b.candidates && a.weights == b.weights && a.places == b.places &&
         a.grades == b.grades && a.scale == b.scale;
}

}  // namespace quorate::engine
