// Random small elections, counted again by slow twins that follow the definitions word by word.

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <optional>
#include <set>

#include <gtest/gtest.h>

#include "engine/ranking/components.h"
#include "engine/ranking/count_above.h"
#include "engine/ranking/lock_graph.h"
#include "engine/ranking/pairwise.h"
#include "engine/ranking/profile_builder.h"
#include "engine/ranking/widest_paths.h"
#include "tests/property/ranking_world.h"

namespace quorate::engine {
namespace {

Fraction StrengthOf(const Table& above, std::size_t a, std::size_t b, Strength strength) {
  if (above[a][b] <= above[b][a]) return 0;
  return strength == Strength::kMargin ? above[a][b] - above[b][a] : above[a][b];
}

// The strongest of all simple paths, each walked.
Fraction BestPath(const Table& above, Strength strength, Candidates& path, std::size_t to) {
  Fraction best;
  for (std::size_t next = 0; next < above.size(); ++next) {
    if (std::find(path.begin(), path.end(), next) != path.end()) continue;
    const Fraction link = StrengthOf(above, path.back(), next, strength);
    if (link.IsZero()) continue;
    if (next == to) {
      best = std::max(best, link);
      continue;
    }
    path.push_back(next);
    best = std::max(best, std::min(link, BestPath(above, strength, path, to)));
    path.pop_back();
  }
  return best;
}

Candidates NaiveSchulze(const Table& above, Strength strength) {
  Candidates winners;
  for (std::size_t a = 0; a < above.size(); ++a) {
    bool unbeaten = true;
    for (std::size_t b = 0; b < above.size(); ++b) {
      if (a == b) continue;
      Candidates there = {a};
      Candidates back = {b};
      unbeaten =
          unbeaten && BestPath(above, strength, there, b) >= BestPath(above, strength, back, a);
    }
    if (unbeaten) winners.push_back(a);
  }
  return winners;
}

TEST(RankingPropertyTest, PairwiseMatricesAgreeWithTheNaiveCount) {
  for (const std::uint64_t seed : Seeds(10'000)) {
    const Profile profile = Election(seed, 6);
    for (const Unranked unranked : {Unranked::kLast, Unranked::kApart}) {
      const auto pairwise = Pairwise::Of(profile, unranked);
      ASSERT_TRUE(pairwise.has_value());
      const Table above = NaivePairwise(profile, unranked);
      for (std::size_t a = 0; a < above.size(); ++a) {
        for (std::size_t b = 0; b < above.size(); ++b)
          ASSERT_EQ(pairwise->At(a, b), above[a][b]) << "seed " << seed;
      }
    }
  }
}

// Levels of a byte, and levels that need two; ballots in blocks, alone, and in a block that is not
// full.
TEST(RankingPropertyTest, EveryVectorWidthCountsLikeOneBallotAtATime) {
  Dice dice(7);
  for (const std::size_t ballots : {1U, 24U, 30U, 64U, 65U, 4032U, 4033U, 9000U}) {
    const std::uint16_t most = std::vector<std::uint16_t>{5, 254, 700}[dice.Below(3)];
    const std::size_t size = 1 + dice.Below(11);
    std::vector<std::uint16_t> levels(ballots * size);
    for (auto& level : levels)
      level = static_cast<std::uint16_t>(dice.Below(3) == 0 ? 0 : dice.Below(most + 1U));
    std::vector<std::int64_t> units(ballots, 3);
    for (std::size_t ballot = 0; ballots > 64 && ballot < ballots; ballot += 5)
      units[ballot] += static_cast<std::int64_t>(dice.Below(60));
    for (const Zeros zeros : {Zeros::kLevel, Zeros::kLast, Zeros::kApart}) {
      std::vector<std::int64_t> expected(size * size, 0);
      for (std::size_t ballot = 0; ballot < units.size(); ++ballot) {
        const auto before = [&](std::uint16_t a, std::uint16_t b) {
          if (zeros == Zeros::kLevel) return a < b;
          if (a == 0) return false;
          return b == 0 ? zeros == Zeros::kLast : a < b;
        };
        const std::uint16_t* row = &levels[ballot * size];
        for (std::size_t a = 0; a < size; ++a) {
          for (std::size_t b = 0; b < size; ++b)
            expected[a * size + b] += before(row[a], row[b]) ? units[ballot] : 0;
        }
      }
      for (const VectorWidth width : VectorWidthsHere())
        EXPECT_EQ(CountAbove(levels, units, size, most, zeros, width), expected);
    }
  }
}

TEST(RankingPropertyTest, EveryVectorWidthFindsTheWidestPathsOfTheDefinition) {
  Dice dice(3);
  for (const std::size_t size : {1U, 2U, 7U, 63U, 64U, 65U, 130U}) {
    std::vector<std::uint32_t> links(size * size, 0);
    for (std::size_t a = 0; a < size; ++a) {
      for (std::size_t b = 0; b < a; ++b)
        (dice.Below(2) == 0 ? links[a * size + b] : links[b * size + a]) = dice.Below(200);
    }
    std::vector<std::uint32_t> expected = links;
    for (std::size_t via = 0; via < size; ++via) {
      for (std::size_t a = 0; a < size; ++a) {
        for (std::size_t b = 0; b < size; ++b) {
          auto& path = expected[a * size + b];
          path = std::max(path, std::min(expected[a * size + via], expected[via * size + b]));
        }
      }
    }
    for (const VectorWidth width : VectorWidthsHere()) {
      auto paths = links;
      WidestPaths(paths, size, width);
      EXPECT_EQ(paths, expected) << size;
    }
  }
}

TEST(RankingPropertyTest, SchulzeWinnersAreUnbeatenOverAllSimplePaths) {
  for (const std::uint64_t seed : Seeds(10'000)) {
    const Profile profile = Election(seed, 5);
    for (const Strength strength : {Strength::kWinning, Strength::kMargin}) {
      RankedOptions options;
      options.strength = strength;
      ASSERT_EQ(Answer(profile, "schulze", options).winners,
                NaiveSchulze(NaivePairwise(profile, Unranked::kLast), strength))
          << "seed " << seed;
    }
  }
}

TEST(RankingPropertyTest, KemenyFindsEveryOptimalOrder) {
  for (const std::uint64_t seed : Seeds(10'000)) {
    const Profile profile = Election(seed, seed % 40 == 0 ? 7 : 5);
    const Unranked unranked = seed % 3 == 0 ? Unranked::kApart : Unranked::kLast;
    const Table above = NaivePairwise(profile, unranked);
    Candidates order(above.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::optional<Fraction> best;
    std::set<Candidates> orders;
    do {
      Fraction distance;
      for (std::size_t i = 0; i < order.size(); ++i) {
        for (std::size_t j = i + 1; j < order.size(); ++j)
          distance += above[order[j]][order[i]];
      }
      if (!best || distance < *best) {
        best = distance;
        orders.clear();
      }
      if (distance == *best) orders.insert(order);
    } while (std::next_permutation(order.begin(), order.end()));
    std::set<std::size_t> firsts;
    for (const Candidates& optimal : orders)
      firsts.insert(optimal.front());
    RankedOptions options;
    options.unranked = unranked;
    const RankedAnswer answer = Answer(profile, "kemeny", options);
    ASSERT_EQ(answer.winners, Candidates(firsts.begin(), firsts.end())) << "seed " << seed;
    ASSERT_EQ(*answer.explanation.Find("optimal_orders")->string(), std::to_string(orders.size()));
    ASSERT_EQ(*answer.explanation.Find("distance")->string(), best->ToString());
    Candidates ranked;
    for (const auto& place : answer.ranking)
      ranked.push_back(place.front());
    ASSERT_TRUE(orders.contains(ranked)) << "seed " << seed;
  }
}

// The least distance of an order of each set, smaller sets first: the definition for any size.
std::int64_t LeastDistance(const std::vector<std::int64_t>& above, std::size_t size) {
  std::vector<std::int64_t> best(std::size_t{1} << size, 0);
  for (std::size_t set = 1; set < best.size(); ++set) {
    std::optional<std::int64_t> least;
    for (std::size_t top = 0; top < size; ++top) {
      if ((set >> top & 1U) == 0) continue;
      std::int64_t distance = best[set & ~(std::size_t{1} << top)];
      for (std::size_t below = 0; below < size; ++below)
        distance += (set >> below & 1U) != 0 ? above[below * size + top] : 0;
      if (!least || distance < *least) least = distance;
    }
    best[set] = *least;
  }
  return best.back();
}

// Few voters who agree on nothing, so that circles are large and ties abound.
TEST(RankingPropertyTest, KemenyIsAsGoodAsTheBestOfAllOrdersOfUpToThirteen) {
  for (const std::uint64_t seed : Seeds(300)) {
    Dice dice(seed);
    const std::size_t size = 6 + dice.Below(8);
    Profile profile;
    for (std::size_t c = 0; c < size; ++c)
      profile.candidates.emplace_back(1, static_cast<char>('A' + c));
    const std::uint32_t ballots = 2 + dice.Below(6);
    for (std::uint32_t ballot = 0; ballot < ballots; ++ballot) {
      std::vector<Place> places(size);
      std::iota(places.begin(), places.end(), Place{1});
      for (std::size_t i = size; i > 1; --i)
        std::swap(places[i - 1], places[dice.Below(static_cast<std::uint32_t>(i))]);
      profile.weights.emplace_back(1);
      profile.places.insert(profile.places.end(), places.begin(), places.end());
    }
    const auto pairwise = Pairwise::Of(profile, Unranked::kLast);
    const auto& above = std::get<Pairwise::Small>(pairwise->units());
    ASSERT_EQ(*Answer(profile, "kemeny", {}).explanation.Find("distance")->string(),
              std::to_string(LeastDistance(above, size)))
        << "seed " << seed;
  }
}

// Who nobody stands above once the pairs are locked in exactly this order.
Candidates LockedTop(const std::vector<std::pair<std::size_t, std::size_t>>& pairs,
                     std::size_t size) {
  LockGraph graph(size);
  for (const auto& [a, b] : pairs) {
    if (!graph.Reaches(b, a)) graph.Lock(a, b);
  }
  Candidates top;
  for (std::size_t c = 0; c < size; ++c) {
    bool beaten = false;
    for (std::size_t a = 0; a < size; ++a)
      beaten = beaten || graph.Reaches(a, c);
    if (!beaten) top.push_back(c);
  }
  return top;
}

TEST(RankingPropertyTest, RankedPairsFindTheWinnersOfEveryOrderOfEqualPairs) {
  std::size_t checked = 0;
  for (const std::uint64_t seed : Seeds(10'000)) {
    const Profile profile = Election(seed, 4);
    const Table above = NaivePairwise(profile, Unranked::kLast);
    const std::size_t size = above.size();
    struct Strong {
      Fraction support;
      Fraction against;
      std::pair<std::size_t, std::size_t> pair;
    };
    std::vector<Strong> pairs;
    for (std::size_t a = 0; a < size; ++a) {
      for (std::size_t b = 0; b < size; ++b) {
        if (above[a][b] > above[b][a]) pairs.push_back({above[a][b], above[b][a], {a, b}});
      }
    }
    // Every order of all pairs that keeps the stronger ones first.
    std::vector<std::size_t> order(pairs.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto stronger = [&](std::size_t x, std::size_t y) {
      if (pairs[x].support != pairs[y].support) return pairs[x].support > pairs[y].support;
      return pairs[x].against < pairs[y].against;
    };
    std::set<std::size_t> winners;
    do {
      if (!std::is_sorted(order.begin(), order.end(), stronger)) continue;
      std::vector<std::pair<std::size_t, std::size_t>> sequence;
      for (const std::size_t i : order)
        sequence.push_back(pairs[i].pair);
      const Candidates top = LockedTop(sequence, size);
      winners.insert(top.begin(), top.end());
    } while (std::next_permutation(order.begin(), order.end()));
    ASSERT_EQ(Answer(profile, "ranked-pairs", {}).winners,
              Candidates(winners.begin(), winners.end()))
        << "seed " << seed;
    checked += pairs.size() > 3 ? 1U : 0U;
  }
  EXPECT_GT(checked, 50U);
}

TEST(RankingPropertyTest, SmithAndSchwartzAreTheSmallestSets) {
  for (const std::uint64_t seed : Seeds(10'000)) {
    const Profile profile = Election(seed, 6);
    const Table above = NaivePairwise(profile, Unranked::kLast);
    const std::size_t size = above.size();
    std::uint32_t smith = (1U << size) - 1;
    std::vector<std::uint32_t> unbeaten;
    for (std::uint32_t set = 1; set < 1U << size; ++set) {
      bool beats_all = true;
      bool nobody_beats = true;
      for (std::size_t in = 0; in < size; ++in) {
        for (std::size_t out = 0; out < size; ++out) {
          if ((set >> in & 1U) == 0 || (set >> out & 1U) != 0) continue;
          beats_all = beats_all && above[in][out] > above[out][in];
          nobody_beats = nobody_beats && above[out][in] <= above[in][out];
        }
      }
      if (beats_all && __builtin_popcount(set) < __builtin_popcount(smith)) smith = set;
      if (nobody_beats) unbeaten.push_back(set);
    }
    std::uint32_t schwartz = 0;
    for (const std::uint32_t set : unbeaten) {
      const bool smallest =
          std::none_of(unbeaten.begin(), unbeaten.end(), [&](std::uint32_t other) {
            return other != set && (other & set) == other;
          });
      if (smallest) schwartz |= set;
    }
    const auto members = [&](std::uint32_t set) {
      Candidates list;
      for (std::size_t c = 0; c < size; ++c) {
        if ((set >> c & 1U) != 0) list.push_back(c);
      }
      return list;
    };
    ASSERT_EQ(Answer(profile, "smith", {}).winners, members(smith)) << "seed " << seed;
    ASSERT_EQ(Answer(profile, "schwartz", {}).winners, members(schwartz)) << "seed " << seed;
  }
}

// Last candidates eliminated one at a time, every choice followed to the end.
void FollowIrv(const Profile& profile, const Candidates& left, std::set<std::size_t>& winners) {
  std::vector<Fraction> tally(profile.candidates.size());
  Fraction in_play;
  for (std::size_t ballot = 0; ballot < profile.size(); ++ballot) {
    const auto places = profile.PlacesOf(ballot);
    Candidates first;
    for (const std::size_t c : left) {
      if (places[c] == 0) continue;
      if (!first.empty() && places[c] < places[first[0]]) first.clear();
      if (first.empty() || places[c] == places[first[0]]) first.push_back(c);
    }
    if (!first.empty()) in_play += profile.weights[ballot];
    for (const std::size_t c : first)
      tally[c] += profile.weights[ballot] / static_cast<std::int64_t>(first.size());
  }
  if (left.size() == 1 || in_play.IsZero()) {
    winners.insert(left.begin(), left.end());
    return;
  }
  Fraction least = tally[left[0]];
  for (const std::size_t c : left)
    least = std::min(least, tally[c]);
  for (const std::size_t out : left) {
    if (tally[out] != least) continue;
    Candidates rest = left;
    std::erase(rest, out);
    FollowIrv(profile, rest, winners);
  }
}

TEST(RankingPropertyTest, IrvFindsTheWinnersOfEveryOrderOfElimination) {
  for (const std::uint64_t seed : Seeds(10'000)) {
    const Profile profile = Election(seed, 5);
    Candidates all(profile.candidates.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    std::set<std::size_t> winners;
    FollowIrv(profile, all, winners);
    ASSERT_EQ(Answer(profile, "irv", {}).winners, Candidates(winners.begin(), winners.end()))
        << "seed " << seed;
  }
}

// The lower median removed again and again, on ballots written out one by one.
bool JudgedHigher(std::vector<int> a, std::vector<int> b) {
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  while (!a.empty()) {
    const auto at = static_cast<std::ptrdiff_t>((a.size() - 1) / 2);
    if (a[static_cast<std::size_t>(at)] != b[static_cast<std::size_t>(at)])
      return a[static_cast<std::size_t>(at)] > b[static_cast<std::size_t>(at)];
    a.erase(a.begin() + at);
    b.erase(b.begin() + at);
  }
  return false;
}

TEST(RankingPropertyTest, MajorityJudgmentRemovesOneMedianAfterAnother) {
  for (const std::uint64_t seed : Seeds(10'000)) {
    Dice dice(seed);
    const std::uint32_t size = 2 + dice.Below(3);
    ProfileBuilder builder(BallotKind::kGrades);
    for (std::uint32_t c = 0; c < size; ++c)
      builder.Candidate(std::string(1, static_cast<char>('A' + c)));
    std::vector<std::vector<int>> grades(size);
    const std::uint32_t voters = 1 + dice.Below(9);
    for (std::uint32_t i = 0; i < voters; ++i) {
      RawBallot ballot{Fraction(1), {}};
      for (std::uint32_t c = 0; c < size; ++c) {
        grades[c].push_back(static_cast<int>(dice.Below(4)));
        ballot.marks.push_back({c, builder.GradeNumber(grades[c].back())});
      }
      builder.Add(std::move(ballot));
    }
    Candidates winners;
    for (std::size_t a = 0; a < size; ++a) {
      const bool best = std::none_of(grades.begin(), grades.end(), [&](const auto& other) {
        return JudgedHigher(other, grades[a]);
      });
      if (best) winners.push_back(a);
    }
    ASSERT_EQ(Answer(*builder.Build(), "majority-judgment", {}).winners, winners)
        << "seed " << seed;
  }
}

}  // namespace
}  // namespace quorate::engine
