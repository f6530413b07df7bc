// Plurality, approval, score and Borda: points are added up, the most points win.

#include <algorithm>

#include "engine/ranking/rules.h"

namespace quorate::engine {

Result<RankedAnswer> CountPlurality(const RankedCount& count) {
  const Profile& profile = count.profile;
  QUORATE_ASSIGN_OR_RETURN(const WholeWeights weights, ToWholeWeights(profile.weights));
  std::vector<Fraction> tally =
      FirstChoices(profile, weights, std::vector<bool>(profile.candidates.size(), true));
  const Fraction blank = tally.back();
  tally.pop_back();
  RankedAnswer answer = HighestWins(profile, std::move(tally), "first choices");
  answer.explanation["without_first_choice"] = blank.ToString();
  return answer;
}

Result<RankedAnswer> CountApproval(const RankedCount& count) {
  return HighestWins(count.profile, GradeSums(count.profile), "approvals");
}

Result<RankedAnswer> CountScore(const RankedCount& count) {
  if (count.options.missing == Missing::kRefuse)
    QUORATE_RETURN_IF_ERROR(RefuseMissing(count.profile, "--missing zero counts it as 0"));
  return HighestWins(count.profile, GradeSums(count.profile), "points");
}

Result<RankedAnswer> CountBorda(const RankedCount& count) {
  const Profile& profile = count.profile;
  const std::size_t size = profile.candidates.size();
  std::vector<Fraction> points(size);
  std::vector<std::int64_t> in_place(size + 1);
  std::vector<std::int64_t> doubled(size + 1);  // Twice the points of each place.
  for (std::size_t ballot = 0; ballot < profile.size(); ++ballot) {
    const auto places = profile.PlacesOf(ballot);
    std::fill(in_place.begin(), in_place.end(), 0);
    for (const Place place : places)
      ++in_place[place];
    auto left = static_cast<std::int64_t>(size);
    for (std::size_t place = 1; place <= size; ++place) {
      // The candidates of one place share the points of the positions they fill together.
      doubled[place] = 2 * left - in_place[place] - 1;
      left -= in_place[place];
    }
    doubled[kUnranked] = count.options.borda_unranked == BordaUnranked::kZero ? 0 : left - 1;
    for (std::size_t c = 0; c < size; ++c)
      points[c] += profile.weights[ballot] * Fraction(doubled[places[c]], 2);
  }
  return HighestWins(profile, std::move(points), "points");
}

}  // namespace quorate::engine
