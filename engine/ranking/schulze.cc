#include <algorithm>

#include "engine/ranking/rules.h"
#include "engine/ranking/widest_paths.h"

namespace quorate::engine {

namespace {

// Winners first, then the unbeaten among the rest by the same paths.
std::vector<std::vector<std::size_t>> RankByPaths(const StrengthRanks& paths, std::size_t size) {
  std::vector<std::vector<std::size_t>> ranking;
  std::vector<std::size_t> beaten_by(size, 0);
  for (std::size_t a = 0; a < size; ++a) {
    for (std::size_t b = 0; b < size; ++b) {
      if (a != b && paths[b * size + a] > paths[a * size + b]) ++beaten_by[a];
    }
  }
  std::vector<bool> done(size, false);
  for (std::size_t left = size; left > 0;) {
    std::vector<std::size_t> level;
    for (std::size_t c = 0; c < size; ++c) {
      if (!done[c] && beaten_by[c] == 0) level.push_back(c);
    }
    for (const std::size_t a : level) {
      done[a] = true;
      for (std::size_t b = 0; b < size; ++b) {
        if (a != b && paths[a * size + b] > paths[b * size + a]) --beaten_by[b];
      }
    }
    left -= level.size();
    ranking.push_back(std::move(level));
  }
  return ranking;
}

}  // namespace

Result<RankedAnswer> CountSchulze(const RankedCount& count) {
  const Profile& profile = count.profile;
  QUORATE_ASSIGN_OR_RETURN(const Pairwise pairwise, Pairwise::Of(profile, count.options.unranked));
  const std::size_t size = pairwise.size();
  const StrengthRanks links = RankStrengths(pairwise, count.options.strength);
  StrengthRanks paths = links;
  WidestPaths(paths, size);
  RankedAnswer answer;
  answer.ranking = RankByPaths(paths, size);
  answer.winners = answer.ranking.front();
  const std::string names = NamesOf(profile, answer.winners);
  answer.summary.push_back(answer.winners.size() == 1
                               ? names + " wins: no other candidate has a stronger path to " +
                                     names + " than " + names + " has back."
                               : names +
                                     " tie: nobody has a stronger path to one of them than "
                                     "back.");
  if (answer.ranking.size() > 1) {
    const std::size_t winner = answer.winners.front();
    const std::size_t second = answer.ranking[1].front();
    Json& shown = answer.explanation["paths"];
    shown["there"] = PathInJson(profile, pairwise, WidestPath(links, size, winner, second));
    shown["back"] = PathInJson(profile, pairwise, WidestPath(links, size, second, winner));
    answer.summary.push_back("Next: " + NamesOf(profile, answer.ranking[1]) + ".");
  }
  return answer;
}

}  // namespace quorate::engine
