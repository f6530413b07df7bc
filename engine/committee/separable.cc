#include "engine/committee/separable.h"

#include <algorithm>
#include <utility>

namespace quorate::engine {

namespace {

using boost::multiprecision::cpp_int;

cpp_int Choose(std::size_t from, std::size_t taken) {
  cpp_int ways = 1;
  for (std::size_t i = 0; i < taken; ++i)
    ways = ways * (from - i) / (i + 1);
  return ways;
}

// Steps `picks`, ascending numbers below `count`, to the next set in order. False after the last.
bool NextSet(std::vector<std::size_t>& picks, std::size_t count) {
  for (std::size_t i = picks.size(); i-- > 0;) {
    if (picks[i] == count - picks.size() + i) continue;
    ++picks[i];
    for (std::size_t j = i + 1; j < picks.size(); ++j)
      picks[j] = picks[j - 1] + 1;
    return true;
  }
  return false;
}

}  // namespace

std::vector<std::pair<CandidateId, Fraction>> ApprovalScores(const ApprovalProfile& profile) {
  std::vector<std::pair<CandidateId, Fraction>> scores;
  for (CandidateId c = 0; c < profile.candidate_count(); ++c)
    scores.emplace_back(c, profile.WeightOf(profile.SupportOf(c)));
  return scores;
}

std::vector<std::pair<CandidateId, Fraction>> SatisfactionScores(const ApprovalProfile& profile) {
  std::vector<std::pair<CandidateId, Fraction>> scores;
  for (CandidateId c = 0; c < profile.candidate_count(); ++c) {
    // Ballots of one length first, so that there are as many fractions as lengths.
    std::vector<std::int64_t> units(profile.candidate_count() + 1, 0);
    for (const std::uint32_t number : profile.SupportersOf(c)) {
      const auto& ballot = profile.ballots()[number];
      units[ballot.approved.size()] += ballot.units;
    }
    Fraction score;
    for (std::size_t length = 1; length < units.size(); ++length) {
      if (units[length] == 0) continue;
      score += profile.WeightOf(units[length]) / Fraction(static_cast<std::int64_t>(length));
    }
    scores.emplace_back(c, std::move(score));
  }
  return scores;
}

TopCommittees TopScored(const std::vector<std::pair<CandidateId, Fraction>>& scores,
                        std::uint32_t seats,
                        std::size_t listed_max) {
  std::vector<Fraction> sorted;
  for (const auto& [candidate, score] : scores)
    sorted.push_back(score);
  std::sort(sorted.rbegin(), sorted.rend());
  const Fraction& limit = sorted[seats - 1];
  Committee sure;
  Committee tied;
  for (const auto& [candidate, score] : scores) {
    if (score > limit) sure.push_back(candidate);
    if (score == limit) tied.push_back(candidate);
  }
  const std::size_t places = seats - sure.size();
  TopCommittees top{{}, Choose(tied.size(), places)};
  std::vector<std::size_t> picks(places);
  for (std::size_t i = 0; i < places; ++i)
    picks[i] = i;
  do {
    Committee committee = sure;
    for (const std::size_t pick : picks)
      committee.push_back(tied[pick]);
    std::sort(committee.begin(), committee.end());
    top.committees.push_back(std::move(committee));
  } while (top.committees.size() < listed_max && NextSet(picks, tied.size()));
  std::sort(top.committees.begin(), top.committees.end());
  return top;
}

}  // namespace quorate::engine
