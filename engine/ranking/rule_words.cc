#include <algorithm>
#include <map>

#include "engine/ranking/rules.h"

namespace quorate::engine {

using boost::multiprecision::cpp_int;

std::string NamesOf(const Profile& profile, const std::vector<std::size_t>& candidates) {
  std::string text;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (i > 0) text += i + 1 == candidates.size() ? " and " : ", ";
    text += profile.candidates[candidates[i]];
  }
  return text;
}

Json NamesInJson(const Profile& profile, const std::vector<std::size_t>& candidates) {
  Json names = Json::Array();
  for (const std::size_t candidate : candidates)
    names.Append(profile.candidates[candidate]);
  return names;
}

Json FiguresInJson(const Profile& profile, const std::vector<Fraction>& figures) {
  Json json;
  for (std::size_t i = 0; i < profile.candidates.size(); ++i)
    json[profile.candidates[i]] = figures[i].ToString();
  return json;
}

Json PathInJson(const Profile& profile,
                const Pairwise& pairwise,
                const std::vector<std::size_t>& path) {
  Json links = Json::Array();
  for (std::size_t i = 0; i + 1 < path.size(); ++i) {
    Json link;
    link["from"] = profile.candidates[path[i]];
    link["to"] = profile.candidates[path[i + 1]];
    link["for"] = pairwise.At(path[i], path[i + 1]).ToString();
    link["against"] = pairwise.At(path[i + 1], path[i]).ToString();
    links.Append(std::move(link));
  }
  return links;
}

std::string PathInWords(const Profile& profile,
                        const Pairwise& pairwise,
                        const std::vector<std::size_t>& path) {
  std::string text;
  for (std::size_t i = 0; i < path.size(); ++i) {
    text += (i == 0 ? "" : " > ") + profile.candidates[path[i]];
    if (i == 0) continue;
    text += " (" + pairwise.At(path[i - 1], path[i]).ToString() + " to " +
            pairwise.At(path[i], path[i - 1]).ToString() + ")";
  }
  return text;
}

RankedAnswer HighestWins(const Profile& profile,
                         std::vector<Fraction> scores,
                         std::string_view unit) {
  std::map<Fraction, std::vector<std::size_t>, std::greater<>> by_score;
  for (std::size_t i = 0; i < scores.size(); ++i)
    by_score[scores[i]].push_back(i);
  RankedAnswer answer;
  for (const auto& [score, candidates] : by_score)
    answer.ranking.push_back(candidates);
  answer.winners = answer.ranking.front();
  const std::string best = scores[answer.winners.front()].ToString();
  const std::string names = NamesOf(profile, answer.winners);
  answer.summary.push_back(answer.winners.size() == 1
                               ? names + " wins with " + best + " " + std::string(unit) + "."
                               : names + " tie with " + best + " " + std::string(unit) + " each.");
  if (answer.ranking.size() > 1) {
    const auto& next = answer.ranking[1];
    answer.summary.push_back("Next: " + NamesOf(profile, next) + " with " +
                             scores[next.front()].ToString() + ".");
  }
  answer.scores = std::move(scores);
  return answer;
}

std::vector<Fraction> FirstChoices(const Profile& profile,
                                   const WholeWeights& weights,
                                   const std::vector<bool>& active) {
  const std::size_t size = profile.candidates.size();
  // Units by the number of candidates that share the first place, so that few fractions are made.
  std::map<std::size_t, std::vector<cpp_int>> by_share;
  cpp_int none = 0;
  std::vector<std::size_t> first;
  for (std::size_t ballot = 0; ballot < profile.size(); ++ballot) {
    const auto places = profile.PlacesOf(ballot);
    first.clear();
    for (std::size_t c = 0; c < size; ++c) {
      if (!active[c] || places[c] == kUnranked) continue;
      if (!first.empty() && places[c] > places[first.front()]) continue;
      if (!first.empty() && places[c] < places[first.front()]) first.clear();
      first.push_back(c);
    }
    if (first.empty()) {
      none += weights.units[ballot];
      continue;
    }
    auto& units = by_share.try_emplace(first.size(), size).first->second;
    for (const std::size_t c : first)
      units[c] += weights.units[ballot];
  }
  std::vector<Fraction> tally(size + 1);
  for (const auto& [share, units] : by_share) {
    for (std::size_t c = 0; c < size; ++c)
      tally[c] += Fraction::Of(units[c], weights.denominator * share);
  }
  tally[size] = Fraction::Of(none, weights.denominator);
  return tally;
}

std::vector<Fraction> GradeSums(const Profile& profile) {
  std::vector<Fraction> sums(profile.candidates.size());
  for (std::size_t ballot = 0; ballot < profile.size(); ++ballot) {
    const auto grades = profile.GradesOf(ballot);
    for (std::size_t c = 0; c < grades.size(); ++c) {
      if (grades[c] != kMissing) sums[c] += profile.weights[ballot] * profile.scale[grades[c] - 1U];
    }
  }
  return sums;
}

void FillMissing(Profile& profile, const Fraction& value) {
  const auto at = std::lower_bound(profile.scale.begin(), profile.scale.end(), value);
  const auto grade = static_cast<Grade>(at - profile.scale.begin() + 1);
  const bool is_new = at == profile.scale.end() || *at != value;
  if (is_new) profile.scale.insert(at, value);
  for (Grade& given : profile.grades) {
    if (given == kMissing) {
      given = grade;
    } else if (is_new && given >= grade) {
      ++given;
    }
  }
}

Status RefuseMissing(const Profile& profile, std::string_view mend) {
  std::size_t missing = 0;
  for (const Grade grade : profile.grades)
    missing += grade == kMissing ? 1U : 0U;
  if (missing == 0) return {};
  return Refuse(Reason::kInvalidArgument,
                std::to_string(missing) +
                    " cells of the different ballots hold no grade, and a blank is not a 0; " +
                    std::string(mend));
}

}  // namespace quorate::engine
