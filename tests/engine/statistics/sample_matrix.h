// Small matrices and rounds written as lists, for tests.

#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "engine/ratings/round_ratings.h"
#include "engine/statistics/rating_matrix.h"

namespace quorate::engine {

inline constexpr std::nullopt_t kNoRating = std::nullopt;

// A row an item, a column a rater.
inline RatingMatrix Matrix(const std::vector<std::vector<std::optional<int>>>& rows) {
  RatingMatrix matrix{rows.size(), rows.empty() ? 0 : rows[0].size(), {}};
  for (const auto& row : rows)
    matrix.ratings.insert(matrix.ratings.end(), row.begin(), row.end());
  return matrix;
}

// A person of a group; answers by item: a score, a code such as kUnable as its negative, or
// kUnasked.
inline constexpr int kUnasked = -100;
inline constexpr int kSaidUnable = -static_cast<int>(kUnable);
inline constexpr int kSaidNotUnderstood = -static_cast<int>(kNotUnderstood);
inline constexpr int kLeftBlank = -static_cast<int>(kSkipped);

struct SamplePerson {
  std::string name;
  std::vector<std::string> hats;
  std::vector<int> answers;
};

struct NamedRound {
  RoundRatings ratings;
  std::vector<std::string> people;
};

// On the scale 1 to 9; the items are named "a", "b" and so on.
inline NamedRound Round(const std::vector<SamplePerson>& people) {
  NamedRound round;
  RoundRatings& ratings = round.ratings;
  const std::size_t items = people.empty() ? 0 : people[0].answers.size();
  for (std::size_t item = 0; item < items; ++item)
    ratings.items.emplace_back(1, static_cast<char>('a' + item));
  for (const SamplePerson& person : people) {
    round.people.push_back(person.name);
    HatSet hats;
    for (const std::string& hat : person.hats) {
      const auto found = std::find(ratings.groups.begin(), ratings.groups.end(), hat);
      hats.push_back(static_cast<std::uint32_t>(found - ratings.groups.begin()));
      if (found == ratings.groups.end()) ratings.groups.push_back(hat);
    }
    ratings.hat_set_of.push_back(ratings.AddHatSet(hats));
  }
  ratings.answers.resize(items * people.size(), kNotShown);
  for (std::size_t item = 0; item < items; ++item) {
    for (std::size_t member = 0; member < people.size(); ++member) {
      const int answer = people[member].answers[item];
      AnswerCode& code = ratings.At(item, member);
      if (answer > 0) {
        code = CodeOf(ratings.scale, answer);
      } else if (answer != kUnasked) {
        code = static_cast<AnswerCode>(-answer);
      }
    }
  }
  return round;
}

}  // namespace quorate::engine
