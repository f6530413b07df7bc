// One writer for each format; ballot_writer.h says what they hold and refuses the rest beforehand.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ranking/profile.h"

namespace quorate::engine {

// More categories than this would make every line of the file as long.
inline constexpr std::int64_t kCategoryGradeMax = 1000;

// Ballots with their weights as whole numbers, all times weights.denominator.
struct CountedBallots {
  const Profile& profile;
  const WholeWeights& weights;
};

// The candidates of one ballot by place, the best first; nobody unranked.
std::vector<std::vector<std::size_t>> LevelsOn(const Profile& profile, std::size_t ballot);

// `type` is the extension. `title` stands on one line and may be empty.
std::string PreflibOrders(const CountedBallots& ballots,
                          std::string_view type,
                          std::string_view title);
std::string PreflibCategories(const CountedBallots& ballots, std::string_view title);
std::string Blt(const CountedBallots& ballots, std::string_view title, std::size_t seats);
std::string Abif(const CountedBallots& ballots, std::string_view title);
std::string CsvOfMarks(const Profile& profile);
std::string CsvOfPlaces(const Profile& profile);

}  // namespace quorate::engine
