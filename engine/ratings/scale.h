// The rating scale: consecutive whole points, and the bands that reports cut it into.

#pragma once

#include <vector>

namespace quorate::engine {

// A stretch of the scale, both ends included. {7, 9} of nine reads "critically important".
struct Band {
  int low = 1;
  int high = 9;
  friend bool operator==(const Band&, const Band&) = default;
};

// From `min` to `max`, at most kPointsMax points. Bands lie on the scale; they need not cover it.
struct Scale {
  static constexpr int kPointsMax = 200;
  static constexpr int kEndMax = 1'000'000;  // Neither end lies farther from zero.

  int min = 1;
  int max = 9;
  std::vector<Band> bands = {{1, 3}, {4, 6}, {7, 9}};

  [[nodiscard]] int points() const { return max - min + 1; }
  [[nodiscard]] bool Holds(int score) const { return score >= min && score <= max; }
  friend bool operator==(const Scale&, const Scale&) = default;
};

}  // namespace quorate::engine
