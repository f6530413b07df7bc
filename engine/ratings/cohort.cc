#include "engine/ratings/cohort.h"

#include <algorithm>
#include <map>
#include <utility>

namespace quorate::engine {

namespace {

using boost::multiprecision::cpp_int;

cpp_int OwnWeight(const OwnWeights& own, std::size_t position) {
  return own.small.empty() ? own.large[position] : cpp_int(own.small[position]);
}

// Everybody of a bloc weighs the same.
std::vector<Cohort> Blocs(const Electorate& electorate, const ItemTally& tally) {
  std::vector<Cohort> cohorts;
  for (std::uint32_t bloc = 0; bloc < electorate.blocs.size(); ++bloc) {
    const auto row = std::span(tally.people).subspan(bloc * tally.codes, tally.codes);
    const auto scores = row.subspan(kFirstScore);
    if (std::all_of(scores.begin(), scores.end(), [](auto people) { return people == 0; })) {
      continue;
    }
    cohorts.push_back({bloc, Fraction(1), {scores.begin(), scores.end()}});
  }
  return cohorts;
}

}  // namespace

std::vector<Cohort> CohortsOf(const RoundRatings& ratings,
                              const Electorate& electorate,
                              const ItemTally& tally,
                              std::size_t item) {
  if (electorate.own.all_one()) return Blocs(electorate, tally);
  std::map<std::pair<std::uint32_t, cpp_int>, std::vector<std::uint64_t>> found;
  for (const Run& run : electorate.runs) {
    for (std::size_t at = run.begin; at < run.end; ++at) {
      const std::size_t member = electorate.order.empty() ? at : electorate.order[at];
      const AnswerCode code = ratings.At(item, member);
      if (code < kFirstScore) continue;
      auto& scores = found[{run.bloc, OwnWeight(electorate.own, at)}];
      scores.resize(tally.codes - kFirstScore);
      ++scores[code - kFirstScore];
    }
  }
  std::vector<Cohort> cohorts;
  for (auto& [key, scores] : found) {
    cohorts.push_back(
        {key.first, Fraction::Of(key.second, electorate.own.denominator), std::move(scores)});
  }
  return cohorts;
}

bool StandsIn(const CountedItem& item, const Cohort& cohort, std::size_t group) {
  const auto& tables = item.electorate.blocs[cohort.bloc].tables;
  return std::find(tables.begin(), tables.end(), group) != tables.end();
}

}  // namespace quorate::engine
