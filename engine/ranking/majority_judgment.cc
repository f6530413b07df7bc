// Majority judgment: the lower median grade wins; equal medians are removed one by one (merit.h).

#include <algorithm>

#include "engine/ranking/merit.h"
#include "engine/ranking/rules.h"

namespace quorate::engine {

Result<RankedAnswer> CountMajorityJudgment(const RankedCount& count) {
  const Profile& profile = count.profile;
  if (profile.scale.empty())
    return Refuse(Reason::kInvalidArgument, "no ballot gives a grade, so there is no median");
  QUORATE_ASSIGN_OR_RETURN(const std::vector<Merit> merits,
                           MeritsOf(profile, count.options.missing));
  const auto compare = [&](std::size_t a, std::size_t b) {
    return CompareMerits(merits[a], merits[b]).order;
  };
  std::vector<std::size_t> order;
  Json medians;
  for (std::size_t c = 0; c < merits.size(); ++c) {
    order.push_back(c);
    medians[profile.candidates[c]] = profile.scale[MedianOf(merits[c])].ToString();
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::is_gt(compare(a, b));
  });
  RankedAnswer answer;
  for (const std::size_t c : order) {
    if (answer.ranking.empty() || std::is_neq(compare(answer.ranking.back().front(), c)))
      answer.ranking.emplace_back();
    answer.ranking.back().push_back(c);
  }
  answer.winners = answer.ranking.front();
  const std::string best = profile.scale[MedianOf(merits[answer.winners.front()])].ToString();
  const bool one = answer.winners.size() == 1;
  answer.summary.push_back(NamesOf(profile, answer.winners) +
                           (one ? " wins with the median grade " : " tie with the median grade ") +
                           best + ".");
  const bool decided = answer.ranking.size() > 1 && MedianOf(merits[answer.ranking[1].front()]) ==
                                                        MedianOf(merits[answer.winners.front()]);
  if (decided) {
    answer.summary.push_back(NamesOf(profile, answer.ranking[1]) +
                             " has the same median; removing medians one by one decides.");
  }
  answer.explanation["medians"] = std::move(medians);
  return answer;
}

}  // namespace quorate::engine
