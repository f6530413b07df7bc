// Points of a nominal group technique: each voter picks k items and gives them k, k-1, .. 1 points.
//
// A. L. Delbecq and A. H. Van de Ven, A Group Process Model for Problem Identification and Program
// Planning (Journal of Applied Behavioral Science 1971;7:466). The sum alone hides how it came
// about: 15 points may be three voters' first choice or fifteen voters' last, so the split stands
// beside it.

#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/base/result.h"

namespace quorate::engine {

struct Award {
  std::uint32_t item = 0;
  int points = 0;
};

struct PointsBallot {
  std::string voter;
  std::vector<Award> awards;
};

struct PointsOfItem {
  std::uint64_t sum = 0;
  std::uint64_t voters = 0;  // Who gave it any.
  std::size_t place = 1;     // 1 and the number of items with more; equal sums share a place.
  std::vector<std::uint64_t> split;  // How many voters gave 1, 2, .. k points.
};

inline constexpr int kPickedMax = 100;

// Counts ballots over `items` items, of which each voter picks `picked`; the result is by item. An
// item that nobody picked has 0.
//
// Refuses, naming every voter at once, a ballot that is not exactly 1, 2, .. `picked` points to as
// many different items: what an irregular ballot such as 1, 2, 4, 5 meant is the voter's to say.
// Refuses `picked` outside 1 .. kPickedMax, and over the number of items.
Result<std::vector<PointsOfItem>> CountPoints(std::size_t items,
                                              std::span<const PointsBallot> ballots,
                                              int picked);

}  // namespace quorate::engine
