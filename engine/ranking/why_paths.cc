// Comparing candidates by chains of victories, locked victories, and orders.

#include <algorithm>
#include <map>
#include <memory>
#include <tuple>
#include <utility>

#include "engine/ranking/lock_graph.h"
#include "engine/ranking/rules.h"
#include "engine/ranking/tie_order.h"
#include "engine/ranking/why_rules.h"
#include "engine/ranking/widest_paths.h"

namespace quorate::engine {

namespace {

using Path = std::vector<std::size_t>;

// The first of the weakest links: where it begins.
std::size_t WeakestLink(const StrengthRanks& ranks, std::size_t size, const Path& path) {
  std::size_t weakest = 0;
  for (std::size_t i = 1; i + 1 < path.size(); ++i) {
    if (ranks[path[i] * size + path[i + 1]] < ranks[path[weakest] * size + path[weakest + 1]])
      weakest = i;
  }
  return weakest;
}

// "there" or "back": the strongest path as links and words.
void ShowPath(const Question& question,
              const Pairwise& pairwise,
              const StrengthRanks& ranks,
              const CandidatePair& ends,
              const char* member,
              CandidateComparison& comparison) {
  const auto& names = question.profile.candidates;
  const Path path = WidestPath(ranks, pairwise.size(), ends.first, ends.second);
  comparison.figures["paths"][member] = PathInJson(question.profile, pairwise, path);
  if (path.empty()) {
    comparison.sentences.push_back("No chain of victories leads from " + names[ends.first] +
                                   " to " + names[ends.second] + ".");
    return;
  }
  std::string sentence = "The strongest path from " + names[ends.first] + " to " +
                         names[ends.second] + " is " +
                         PathInWords(question.profile, pairwise, path);
  if (path.size() > 2) {
    const std::size_t at = WeakestLink(ranks, pairwise.size(), path);
    sentence += "; its weakest link is " +
                ToText(pairwise.At(path[at], path[at + 1]), pairwise.At(path[at + 1], path[at]));
  }
  comparison.sentences.push_back(sentence + ".");
}

// Victories locked from the strongest down, equal ones in the tie order, or else with those of the
// winner first.
LockGraph LockVictories(const StrengthRanks& ranks,
                        std::size_t size,
                        const std::vector<std::size_t>& place_of,
                        std::size_t winner) {
  struct Victory {
    std::uint32_t rank;
    std::size_t above;
    std::size_t below;
  };
  std::vector<Victory> victories;
  for (std::size_t a = 0; a < size; ++a) {
    for (std::size_t b = 0; b < size; ++b) {
      if (ranks[a * size + b] > 0) victories.push_back({ranks[a * size + b], a, b});
    }
  }
  const auto turn = [&](const Victory& victory) {
    const auto place = [&](std::size_t c) { return place_of.empty() ? c : place_of[c]; };
    const bool favors = place_of.empty() && victory.above == winner;
    const bool opposes = place_of.empty() && victory.below == winner;
    return std::tuple(favors ? 0 : opposes ? 2 : 1, place(victory.above), place(victory.below));
  };
  std::sort(victories.begin(), victories.end(), [&](const Victory& x, const Victory& y) {
    return x.rank != y.rank ? x.rank > y.rank : turn(x) < turn(y);
  });
  LockGraph graph(size);
  for (const Victory& victory : victories) {
    const bool is_open = !graph.Reaches(victory.above, victory.below) &&
                         !graph.Reaches(victory.below, victory.above);
    if (is_open) graph.Lock(victory.above, victory.below);
  }
  return graph;
}

// What the lock comparer holds.
struct Locks {
  Pairwise pairwise;
  StrengthRanks locked;  // Victories that were refused are 0.
  LockGraph graph;
  bool shows_winner = true;  // The first winner stands above everybody.
};

CandidateComparison CompareByLocks(const Question& question,
                                   const Locks& locks,
                                   std::size_t one,
                                   std::size_t other) {
  const auto& names = question.profile.candidates;
  CandidateComparison comparison{one, other, {}, {}};
  const bool downward = locks.graph.Reaches(one, other);
  const std::size_t above = downward ? one : other;
  const std::size_t below = downward ? other : one;
  if (!downward && !locks.graph.Reaches(other, one)) {
    comparison.sentences.push_back("No chain of locked victories joins " + names[one] + " and " +
                                   names[other] + ".");
  } else {
    const Path path = WidestPath(locks.locked, locks.pairwise.size(), above, below);
    comparison.figures["locked"] = PathInJson(question.profile, locks.pairwise, path);
    comparison.sentences.push_back(
        names[above] + " stands above " + names[below] +
        " by locked victories: " + PathInWords(question.profile, locks.pairwise, path) + ".");
    if (locks.pairwise.Beats(below, above)) {
      comparison.figures["refused"] = PathInJson(question.profile, locks.pairwise, {below, above});
      comparison.sentences.push_back(
          "The victory " + PathInWords(question.profile, locks.pairwise, {below, above}) +
          " was refused: it would have closed a circle with stronger ones.");
    }
  }
  if (!locks.shows_winner) {
    comparison.sentences.emplace_back(
        "These are the locks of one order of equally strong victories; who wins depends on it.");
  }
  ShowDuel(question, locks.pairwise, comparison);
  return comparison;
}

// The same ballots when nobody may vote for the candidate.
Profile Without(const Profile& profile, std::size_t candidate) {
  Profile rest;
  rest.weights = profile.weights;
  for (std::size_t c = 0; c < profile.candidates.size(); ++c) {
    if (c != candidate) rest.candidates.push_back(profile.candidates[c]);
  }
  for (std::size_t ballot = 0; ballot < profile.size(); ++ballot) {
    const auto places = profile.PlacesOf(ballot);
    const Place gone = places[candidate];
    const bool alone = gone != kUnranked && std::count(places.begin(), places.end(), gone) == 1;
    for (std::size_t c = 0; c < places.size(); ++c) {
      if (c == candidate) continue;
      const bool moves_up = alone && places[c] > gone;
      rest.places.push_back(static_cast<Place>(places[c] - (moves_up ? 1 : 0)));
    }
  }
  return rest;
}

// The least distance of all orders that begin with the candidate.
Result<Fraction> DistanceWithFirst(const Question& question,
                                   const Pairwise& pairwise,
                                   std::size_t first) {
  Fraction distance;
  for (std::size_t c = 0; c < pairwise.size(); ++c) {
    if (c != first) distance += pairwise.At(c, first);
  }
  if (pairwise.size() == 1) return distance;
  const Profile rest = Without(question.profile, first);
  QUORATE_ASSIGN_OR_RETURN(const RankedAnswer answer, CountKemeny({rest, question.options, {}}));
  QUORATE_ASSIGN_OR_RETURN(const Fraction below,
                           Fraction::Parse(*answer.explanation.Find("distance")->string()));
  return distance + below;
}

}  // namespace

Comparer ComparePaths(const Question& question) {
  QUORATE_ASSIGN_OR_RETURN(Pairwise pairwise,
                           Pairwise::Of(question.profile, question.options.unranked));
  StrengthRanks ranks = RankStrengths(pairwise, question.options.strength);
  return [question, pairwise = std::move(pairwise), ranks = std::move(ranks)](std::size_t one,
                                                                              std::size_t other) {
    CandidateComparison comparison{one, other, {}, {}};
    ShowPath(question, pairwise, ranks, {one, other}, "there", comparison);
    ShowPath(question, pairwise, ranks, {other, one}, "back", comparison);
    ShowDuel(question, pairwise, comparison);
    return comparison;
  };
}

Comparer CompareChains(const Question& question) {
  QUORATE_ASSIGN_OR_RETURN(Pairwise pairwise,
                           Pairwise::Of(question.profile, question.options.unranked));
  const std::size_t size = pairwise.size();
  StrengthRanks victories(size * size, 0);
  // Who is not beaten by whom is a link of the Smith set, who beats whom one of the Schwartz set.
  const bool smith = std::string_view(question.rule) == "smith";
  for (std::size_t a = 0; a < size; ++a) {
    for (std::size_t b = 0; b < size; ++b) {
      const bool link = smith ? a != b && !pairwise.Beats(b, a) : pairwise.Beats(a, b);
      victories[a * size + b] = link ? 1 : 0;
    }
  }
  return [question, smith, pairwise = std::move(pairwise), victories = std::move(victories)](
             std::size_t one, std::size_t other) {
    const auto& names = question.profile.candidates;
    CandidateComparison comparison{one, other, {}, {}};
    const std::string link = smith ? "victories and ties" : "victories";
    const std::pair<CandidatePair, const char*> ways[] = {{{one, other}, "there"},
                                                          {{other, one}, "back"}};
    for (const auto& [ends, member] : ways) {
      const Path path = WidestPath(victories, pairwise.size(), ends.first, ends.second);
      comparison.figures["chains"][member] = PathInJson(question.profile, pairwise, path);
      comparison.sentences.push_back(
          path.empty() ? "No chain of " + link + " leads from " + names[ends.first] + " to " +
                             names[ends.second] + "."
                       : "A chain of " + link + " leads from " + names[ends.first] + " to " +
                             names[ends.second] + ": " +
                             PathInWords(question.profile, pairwise, path) + ".");
    }
    ShowDuel(question, pairwise, comparison);
    return comparison;
  };
}

Comparer CompareLocks(const Question& question) {
  QUORATE_ASSIGN_OR_RETURN(const auto place_of,
                           PlacesInTieOrder(question.profile.candidates, question.options.tie));
  QUORATE_ASSIGN_OR_RETURN(Pairwise pairwise,
                           Pairwise::Of(question.profile, question.options.unranked));
  const std::size_t size = pairwise.size();
  StrengthRanks ranks =
      RankStrengths(pairwise, question.options.strength, EqualSupport::kSmallerOppositionFirst);
  const std::size_t winner = question.answer.winners.front();
  LockGraph graph = LockVictories(ranks, size, place_of, winner);
  bool shows_winner = true;
  for (std::size_t a = 0; a < size; ++a) {
    shows_winner = shows_winner && !graph.Reaches(a, winner);
    for (std::size_t b = 0; b < size; ++b) {
      if (!graph.Reaches(a, b)) ranks[a * size + b] = 0;
    }
  }
  shows_winner = shows_winner && question.answer.winners.size() == 1;
  Locks locks{std::move(pairwise), std::move(ranks), std::move(graph), shows_winner};
  return [question, locks = std::move(locks)](std::size_t one, std::size_t other) {
    return CompareByLocks(question, locks, one, other);
  };
}

Comparer CompareDistance(const Question& question) {
  QUORATE_ASSIGN_OR_RETURN(Pairwise pairwise,
                           Pairwise::Of(question.profile, question.options.unranked));
  // Each is a search of its own, so it is made once and only for candidates asked about.
  const auto known = std::make_shared<std::map<std::size_t, std::string>>();
  return [question, known, pairwise = std::move(pairwise)](std::size_t one, std::size_t other) {
    const auto& names = question.profile.candidates;
    CandidateComparison comparison{one, other, {}, {}};
    for (const std::size_t candidate : {one, other}) {
      if (!known->contains(candidate)) {
        const auto distance = DistanceWithFirst(question, pairwise, candidate);
        known->emplace(candidate, distance ? distance->ToString() : std::string());
      }
      const std::string& distance = known->at(candidate);
      if (distance.empty()) {
        comparison.sentences.push_back("Without " + names[candidate] +
                                       " there are too many candidates in a circle to search.");
        continue;
      }
      comparison.figures["distance_with_first"][names[candidate]] = distance;
      comparison.sentences.push_back("The best order with " + names[candidate] +
                                     " first contradicts the ballots by " + distance + ".");
    }
    ShowDuel(question, pairwise, comparison);
    return comparison;
  };
}

}  // namespace quorate::engine
