// Copeland, minimax and the Condorcet winner: rules that read the pairwise matrix as it is.

#include <algorithm>

#include "engine/ranking/rules.h"

namespace quorate::engine {

Result<RankedAnswer> CountCopeland(const RankedCount& count) {
  const Profile& profile = count.profile;
  QUORATE_ASSIGN_OR_RETURN(const Pairwise pairwise, Pairwise::Of(profile, count.options.unranked));
  const std::size_t size = pairwise.size();
  std::vector<Fraction> scores;
  Json records;
  for (std::size_t a = 0; a < size; ++a) {
    std::int64_t wins = 0;
    std::int64_t losses = 0;
    for (std::size_t b = 0; b < size; ++b) {
      wins += pairwise.Beats(a, b) ? 1 : 0;
      losses += pairwise.Beats(b, a) ? 1 : 0;
    }
    scores.emplace_back(wins - losses);
    Json& record = records[profile.candidates[a]];
    record["wins"] = std::to_string(wins);
    record["losses"] = std::to_string(losses);
  }
  RankedAnswer answer = HighestWins(profile, std::move(scores), "more duels won than lost");
  answer.explanation["duels"] = std::move(records);
  return answer;
}

Result<RankedAnswer> CountMinimax(const RankedCount& count) {
  const Profile& profile = count.profile;
  const Strength strength = count.options.strength;
  QUORATE_ASSIGN_OR_RETURN(const Pairwise pairwise, Pairwise::Of(profile, count.options.unranked));
  const std::size_t size = pairwise.size();
  std::vector<Fraction> worst(size);
  Json by;
  for (std::size_t a = 0; a < size; ++a) {
    std::optional<std::size_t> rival;
    for (std::size_t b = 0; b < size; ++b) {
      if (a == b || (strength != Strength::kOpposition && !pairwise.Beats(b, a))) continue;
      Fraction defeat = pairwise.At(b, a);
      if (strength == Strength::kMargin) defeat -= pairwise.At(a, b);
      if (defeat <= worst[a]) continue;
      worst[a] = std::move(defeat);
      rival = b;
    }
    if (rival) by[profile.candidates[a]] = profile.candidates[*rival];
  }
  std::vector<Fraction> negated;
  for (const Fraction& defeat : worst)
    negated.push_back(-defeat);
  RankedAnswer answer = HighestWins(profile, std::move(negated), "");
  answer.scores = std::move(worst);
  const bool one = answer.winners.size() == 1;
  answer.summary = {NamesOf(profile, answer.winners) +
                    (one ? " wins: the worst defeat is " : " tie: the worst defeat of each is ") +
                    answer.scores[answer.winners.front()].ToString() +
                    ", the smallest of all worst defeats."};
  answer.explanation["worst_defeat_by"] = std::move(by);
  return answer;
}

Result<RankedAnswer> CountCondorcet(const RankedCount& count) {
  const Profile& profile = count.profile;
  QUORATE_ASSIGN_OR_RETURN(const Pairwise pairwise, Pairwise::Of(profile, count.options.unranked));
  RankedAnswer answer;
  for (std::size_t a = 0; a < pairwise.size(); ++a) {
    bool beats_all = true;
    for (std::size_t b = 0; b < pairwise.size(); ++b)
      beats_all = beats_all && (a == b || pairwise.Beats(a, b));
    if (beats_all) answer.winners.push_back(a);
  }
  answer.summary.push_back(answer.winners.empty() ? "No candidate beats every other one in a duel."
                                                  : NamesOf(profile, answer.winners) +
                                                        " beats every other candidate in a duel.");
  Json duels;
  for (const std::size_t a : answer.winners) {
    for (std::size_t b = 0; b < pairwise.size(); ++b) {
      if (a == b) continue;
      Json& duel = duels[profile.candidates[b]];
      duel["for"] = pairwise.At(a, b).ToString();
      duel["against"] = pairwise.At(b, a).ToString();
    }
  }
  answer.explanation["duels"] = std::move(duels);
  return answer;
}

}  // namespace quorate::engine
