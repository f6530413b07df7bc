// Who is preferred to whom, as a picture: an arrow from the winner of each duel to its loser, with
// the votes on it.

#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/fraction.h"
#include "engine/report/svg.h"

namespace quorate::engine {

struct Duels {
  std::vector<std::string> names;
  std::vector<Fraction> above;  // [a * names.size() + b]: how much weight has a above b.
  std::vector<std::size_t> winners;
};

// A circle of candidates, with arrows; with more than kCircledMax a table of duels, a row for each
// candidate. With more than kDuelsShownMax the first of them, which the picture says. `description`
// is what it shows in words.
Picture PreferenceGraph(std::string_view title, std::string_view description, const Duels& duels);
inline constexpr std::size_t kCircledMax = 8;
inline constexpr std::size_t kDuelsShownMax = 30;

// Weights as a picture has room for them: whole numbers, or rounded to two decimals.
std::string ShortWeight(const Fraction& weight);

}  // namespace quorate::engine
