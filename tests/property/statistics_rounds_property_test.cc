// What changed, who left and how groups differ, against people, items and ballots looked up one by
// one.

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/statistics/attrition.h"
#include "engine/statistics/best_worst.h"
#include "engine/statistics/change.h"
#include "engine/statistics/group_likeness.h"
#include "engine/statistics/nominal_group.h"
#include "tests/property/random_scores.h"
#include "tests/property/seeds.h"

namespace quorate::engine {
namespace {

TEST(StatisticsRoundsPropertyTest, ChangeIsThatOfPeopleCountedOneByOne) {
  ForSeeds(300, [](Generator& random) {
    const auto scores = RandomScores(random, 1 + random.Below(12), 9);
    const Change change = ChangeOf(scores, {Scale(), {7, 9}});
    const std::size_t n = scores.before.size();
    std::size_t changed = 0;
    std::int64_t distance = 0;
    double own = 0;  // Squared distances of each person from themselves, and from everybody.
    double cross = 0;
    for (std::size_t i = 0; i < n; ++i) {
      changed += scores.before[i] != scores.after[i] ? 1 : 0;
      distance += std::abs(scores.before[i] - scores.after[i]);
      own += std::pow(scores.before[i] - scores.after[i], 2);
      for (std::size_t j = 0; j < n; ++j)
        cross += std::pow(scores.before[i] - scores.after[j], 2) / static_cast<double>(n);
    }
    EXPECT_EQ(change.changed, changed);
    EXPECT_EQ(*change.mean_distance, Fraction(distance, static_cast<std::int64_t>(n)));
    EXPECT_EQ(
        change.moves.stayed_in + change.moves.left + change.moves.entered + change.moves.stayed_out,
        n);
    ASSERT_EQ(change.kappa.has_value(), n > 1 && cross > 0);
    if (change.kappa) EXPECT_NEAR(*change.kappa, 1 - own / cross, 1e-9);
  });
}

TEST(StatisticsRoundsPropertyTest, McNemarIsCountedOutByPascalsTriangle) {
  std::vector<double> row = {1};
  for (std::uint64_t moved = 1; moved <= 40; ++moved) {
    std::vector<double> next(moved + 1, 1);
    for (std::size_t k = 1; k < moved; ++k)
      next[k] = row[k - 1] + row[k];
    row = next;
    for (std::uint64_t left = 0; left <= moved; ++left) {
      double tail = 0;
      for (std::size_t k = 0; k <= std::min(left, moved - left); ++k)
        tail += row[k];
      EXPECT_NEAR(*McNemarOf({3, left, moved - left, 5}).exact_p,
                  std::min(1.0, 2 * tail / std::ldexp(1.0, static_cast<int>(moved))),
                  1e-12);
    }
  }
}

TEST(StatisticsRoundsPropertyTest, SpreadFollowsItsDefinitions) {
  ForSeeds(300, [](Generator& random) {
    std::vector<int> scores(static_cast<std::size_t>(2 + random.Below(20)));
    double mean = 0;
    for (int& score : scores) {
      score = 1 + random.Below(9);
      mean += score / static_cast<double>(scores.size());
    }
    double squares = 0;
    for (const int score : scores)
      squares += (score - mean) * (score - mean);
    const double sd = std::sqrt(squares / (static_cast<double>(scores.size()) - 1));
    const Spread spread = SpreadOf(scores);
    EXPECT_NEAR(spread.mean->ToDouble(), mean, 1e-12);
    EXPECT_NEAR(*spread.sd, sd, 1e-12);
    EXPECT_NEAR(*spread.cv, sd / mean, 1e-12);
    std::sort(scores.begin(), scores.end());
    const std::size_t quarters = 3 * (scores.size() - 1);
    const std::size_t below = quarters / 4;
    const int step = below + 1 < scores.size() ? scores[below + 1] - scores[below] : 0;
    EXPECT_EQ(
        *spread.q3,
        Fraction(scores[below]) + Fraction(step * static_cast<std::int64_t>(quarters % 4), 4));
  });
}

// Two rounds of one panel in two groups, some of whom leave.
struct TwoRounds {
  RoundRatings before;
  RoundRatings after;
  std::vector<std::string> people_before;
  std::vector<std::string> people_after;
};

void AddPerson(Generator& random, RoundRatings& round, std::vector<std::vector<AnswerCode>>& rows) {
  round.hat_set_of.push_back(round.AddHatSet({static_cast<std::uint32_t>(random.Below(2))}));
  rows.emplace_back();
  for (std::size_t item = 0; item < round.items.size(); ++item) {
    const bool scored = random.OneIn(2);
    rows.back().push_back(static_cast<AnswerCode>(scored ? kFirstScore + random.Below(9)
                                                         : random.Below(kFirstScore)));
  }
}

void Fill(RoundRatings& round, const std::vector<std::vector<AnswerCode>>& rows) {
  round.answers.resize(round.items.size() * rows.size());
  for (std::size_t member = 0; member < rows.size(); ++member) {
    for (std::size_t item = 0; item < round.items.size(); ++item)
      round.At(item, member) = rows[member][item];
  }
}

TwoRounds RandomRounds(Generator& random) {
  TwoRounds rounds;
  std::vector<std::vector<AnswerCode>> rows_before;
  std::vector<std::vector<AnswerCode>> rows_after;
  for (RoundRatings* round : {&rounds.before, &rounds.after}) {
    round->groups = {"A", "B"};
    round->items = {"x", "y", "z"};
  }
  for (int person = 0; person < 12; ++person) {
    if (!random.OneIn(6)) {
      rounds.people_before.push_back(std::to_string(person));
      AddPerson(random, rounds.before, rows_before);
    }
    if (!random.OneIn(2)) {
      rounds.people_after.push_back(std::to_string(person));
      AddPerson(random, rounds.after, rows_after);
    }
  }
  Fill(rounds.before, rows_before);
  Fill(rounds.after, rows_after);
  return rounds;
}

bool SaysSomething(const RoundRatings& round, std::size_t member) {
  bool something = false;
  for (std::size_t item = 0; item < round.items.size(); ++item) {
    const AnswerCode code = round.At(item, member);
    something = something || (code != kNotShown && code != kSkipped);
  }
  return something;
}

TEST(StatisticsRoundsPropertyTest, AttritionIsThatOfPeopleLookedUpByName) {
  ForSeeds(300, [](Generator& random) {
    const TwoRounds rounds = RandomRounds(random);
    const auto pair =
        PairRounds(rounds.before, rounds.people_before, rounds.after, rounds.people_after);
    ASSERT_TRUE(pair.has_value());
    for (const std::uint32_t group : {0U, 1U}) {
      std::vector<Fraction> stayed;
      std::vector<Fraction> left;
      std::size_t completers = 0;
      std::size_t all = 0;
      for (std::size_t member = 0; member < rounds.before.member_count(); ++member) {
        if (rounds.before.hat_sets[rounds.before.hat_set_of[member]][0] != group) continue;
        if (!SaysSomething(rounds.before, member)) continue;
        bool completes = false;
        for (std::size_t later = 0; later < rounds.after.member_count(); ++later) {
          completes = completes || (rounds.people_after[later] == rounds.people_before[member] &&
                                    SaysSomething(rounds.after, later));
        }
        std::int64_t sum = 0;
        std::int64_t scored = 0;
        for (std::size_t item = 0; item < 3; ++item) {
          const AnswerCode code = rounds.before.At(item, member);
          if (code < kFirstScore) continue;
          sum += code - kFirstScore + 1;
          ++scored;
        }
        ++all;
        completers += completes ? 1 : 0;
        if (scored > 0) (completes ? stayed : left).emplace_back(sum, scored);
      }
      const Attrition attrition = AttritionOf(*pair, group);
      EXPECT_EQ(attrition.completers.people, completers);
      EXPECT_EQ(attrition.leavers.people, all - completers);
      EXPECT_EQ(attrition.completers.means.n, stayed.size());
      EXPECT_EQ(attrition.completers.means.mean, SpreadOf(stayed).mean);
      EXPECT_EQ(attrition.leavers.means.median, SpreadOf(left).median);
      EXPECT_EQ(attrition.rank_sum.u, RankSumOf(stayed, left).u);
    }
  });
}

TEST(StatisticsRoundsPropertyTest, GroupsAreAlikeAsItemsCountedOneByOne) {
  ForSeeds(300, [](Generator& random) {
    const RoundRatings round = RandomRounds(random).before;
    const InBand rule{{5, 9}, Fraction(1, 2)};
    std::size_t alike = 0;
    std::size_t both = 0;
    for (std::size_t item = 0; item < round.items.size(); ++item) {
      std::vector<int> inside(2);
      std::vector<int> scored(2);
      for (std::size_t member = 0; member < round.member_count(); ++member) {
        const AnswerCode code = round.At(item, member);
        const std::uint32_t group = round.hat_sets[round.hat_set_of[member]][0];
        if (code < kFirstScore) continue;
        ++scored[group];
        inside[group] += code - kFirstScore + 1 >= 5 ? 1 : 0;
      }
      if (scored[0] == 0 || scored[1] == 0) continue;
      ++both;
      alike += (2 * inside[0] >= scored[0]) == (2 * inside[1] >= scored[1]) ? 1U : 0U;
    }
    const auto pairs = LikenessesOf(round, rule);
    ASSERT_EQ(pairs.size(), 1U);
    EXPECT_EQ(pairs[0].both_in + pairs[0].both_out, alike);
    EXPECT_EQ(pairs[0].only_first + pairs[0].only_second, both - alike);
  });
}

std::vector<std::uint32_t> Shuffled(Generator& random, std::uint32_t items) {
  std::vector<std::uint32_t> order;
  for (std::uint32_t item = 0; item < items; ++item)
    order.insert(order.begin() + random.Below(static_cast<int>(item) + 1), item);
  return order;
}

TEST(StatisticsRoundsPropertyTest, PointsAndChoicesAreThoseOfBallotsReadOneByOne) {
  ForSeeds(200, [](Generator& random) {
    std::vector<PointsBallot> ballots;
    std::vector<BestWorstChoice> choices;
    for (int voter = 0; voter < 6; ++voter) {
      const auto order = Shuffled(random, 5);
      ballots.push_back(
          {"v" + std::to_string(voter), {{order[0], 3}, {order[1], 2}, {order[2], 1}}});
      choices.push_back(
          {"v" + std::to_string(voter), {order[0], order[1], order[2]}, order[1], order[0]});
    }
    const auto points = CountPoints(5, ballots, 3);
    const auto scaled = CountBestWorst(5, choices);
    ASSERT_TRUE(points.has_value() && scaled.has_value());
    for (std::uint32_t item = 0; item < 5; ++item) {
      std::uint64_t sum = 0;
      for (const PointsBallot& ballot : ballots) {
        for (const Award& award : ballot.awards)
          sum += award.item == item ? static_cast<std::uint64_t>(award.points) : 0;
      }
      std::int64_t difference = 0;
      std::uint64_t shown = 0;
      for (const BestWorstChoice& choice : choices) {
        difference += choice.best == item ? 1 : choice.worst == item ? -1 : 0;
        for (const std::uint32_t one : choice.shown)
          shown += one == item ? 1 : 0;
      }
      EXPECT_EQ((*points)[item].sum, sum);
      EXPECT_EQ((*scaled)[item].difference, difference);
      EXPECT_EQ((*scaled)[item].shown, shown);
    }
  });
}

}  // namespace
}  // namespace quorate::engine
