// Statistics against dumb twins: pairs counted by loops, ranks by counting who is smaller,
// exact tests by going through every choice of signs, and another formula where one exists.

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <vector>

#include <gtest/gtest.h>

#include "engine/statistics/agreement.h"
#include "engine/statistics/concordance.h"
#include "engine/statistics/rank_sum.h"
#include "engine/statistics/signed_rank.h"
#include "tests/property/random_scores.h"
#include "tests/property/seeds.h"

namespace quorate::engine {
namespace {

using Ratings = std::vector<std::vector<std::optional<int>>>;  // By item, then rater.

Ratings RandomRatings(Generator& random, int items, int raters, int points, bool gaps) {
  Ratings ratings;
  for (int item = 0; item < items; ++item) {
    ratings.emplace_back();
    for (int rater = 0; rater < raters; ++rater) {
      const bool gap = gaps && random.OneIn(4);
      ratings.back().push_back(gap ? std::nullopt : std::optional(1 + random.Below(points)));
    }
  }
  return ratings;
}

RatingMatrix ToMatrix(const Ratings& ratings) {
  RatingMatrix matrix{ratings.size(), ratings.at(0).size(), {}};
  for (const auto& row : ratings)
    matrix.ratings.insert(matrix.ratings.end(), row.begin(), row.end());
  return matrix;
}

// Ratings of one item; gaps left out.
std::vector<int> Given(const std::vector<std::optional<int>>& item) {
  std::vector<int> given;
  for (const auto& rating : item) {
    if (rating) given.push_back(*rating);
  }
  return given;
}

// The twin of agreement: linear or quadratic weights on the scale 1 .. points.
struct AgreementTwin {
  const Ratings& ratings;
  int points;
  bool quadratic;

  [[nodiscard]] double Weight(int a, int b) const {
    const double d = std::abs(a - b) / (points - 1.0);
    return 1 - (quadratic ? d * d : d);
  }

  [[nodiscard]] double Observed() const {
    double sum = 0;
    double items = 0;
    for (const auto& item : ratings) {
      const auto given = Given(item);
      if (given.size() < 2) continue;
      double alike = 0;
      double pairs = 0;
      for (std::size_t i = 0; i < given.size(); ++i) {
        for (std::size_t j = 0; j < given.size(); ++j) {
          if (i == j) continue;
          alike += Weight(given[i], given[j]);
          ++pairs;
        }
      }
      sum += alike / pairs;
      ++items;
    }
    return sum / items;
  }

  // Two items are drawn, then a rating of each.
  [[nodiscard]] double Fleiss() const {
    double sum = 0;
    double items = 0;
    for (const auto& item : ratings)
      items += Given(item).empty() ? 0 : 1;
    for (const auto& one : ratings) {
      for (const auto& other : ratings) {
        const auto a = Given(one);
        const auto b = Given(other);
        for (const int x : a) {
          for (const int y : b)
            sum += Weight(x, y) / static_cast<double>(a.size() * b.size());
        }
      }
    }
    return sum / (items * items);
  }

  // Two different raters are drawn, then a rating of each.
  [[nodiscard]] double Conger() const {
    double sum = 0;
    double pairs = 0;
    for (std::size_t g = 0; g < ratings[0].size(); ++g) {
      for (std::size_t h = 0; h < ratings[0].size(); ++h) {
        double alike = 0;
        double draws = 0;
        for (const auto& one : ratings) {
          for (const auto& other : ratings) {
            if (!one[g] || !other[h]) continue;
            alike += Weight(*one[g], *other[h]);
            ++draws;
          }
        }
        if (g == h || draws == 0) continue;
        sum += alike / draws;
        ++pairs;
      }
    }
    return sum / pairs;
  }

  [[nodiscard]] double Gwet() const {
    double total = 0;
    double spread = 0;
    double items = 0;
    for (const auto& item : ratings)
      items += Given(item).empty() ? 0 : 1;
    for (int k = 1; k <= points; ++k) {
      double share = 0;
      for (const auto& item : ratings) {
        const auto given = Given(item);
        for (const int rating : given)
          share += rating == k ? 1 / (static_cast<double>(given.size()) * items) : 0;
      }
      spread += share * (1 - share);
      for (int l = 1; l <= points; ++l)
        total += Weight(k, l);
    }
    return total * spread / (points * (points - 1.0));
  }

  // Krippendorff's own form: 1 - observed over expected disagreement, by pairs of values.
  [[nodiscard]] double Alpha() const {
    double observed = 0;
    std::vector<int> values;
    for (const auto& item : ratings) {
      const auto given = Given(item);
      if (given.size() < 2) continue;
      values.insert(values.end(), given.begin(), given.end());
      for (const int a : given) {
        for (const int b : given)
          observed += (1 - Weight(a, b)) / (static_cast<double>(given.size()) - 1);
      }
    }
    const auto n = static_cast<double>(values.size());
    double expected = 0;
    for (const int a : values) {
      for (const int b : values)
        expected += (1 - Weight(a, b)) / (n * (n - 1));
    }
    return 1 - observed / n / expected;
  }
};

TEST(StatisticsPropertyTest, AgreementIsThatOfPairsCountedOneByOne) {
  ForSeeds(400, [](Generator& random) {
    const int points = 2 + random.Below(5);
    const bool quadratic = random.OneIn(2);
    const auto ratings =
        RandomRatings(random, 2 + random.Below(7), 2 + random.Below(4), points, true);
    const AgreementTwin twin{ratings, points, quadratic};
    const auto categories = PointsOf({1, points, {}});
    const auto agreement = [&](Coefficient coefficient) {
      return AgreementOf(ToMatrix(ratings),
                         coefficient,
                         quadratic ? Weighting::kQuadratic : Weighting::kLinear,
                         categories);
    };
    const auto fleiss = agreement(Coefficient::kFleiss);
    if (!fleiss.coefficient) return;
    EXPECT_NEAR(*fleiss.observed, twin.Observed(), 1e-12);
    EXPECT_NEAR(*fleiss.expected, twin.Fleiss(), 1e-12);
    EXPECT_NEAR(*agreement(Coefficient::kConger).expected, twin.Conger(), 1e-12);
    EXPECT_NEAR(*agreement(Coefficient::kGwet).expected, twin.Gwet(), 1e-12);
    const auto alpha = agreement(Coefficient::kKrippendorff);
    if (alpha.coefficient) EXPECT_NEAR(*alpha.coefficient, twin.Alpha(), 1e-9);
  });
}

// From 1; equal values share the mean of their places.
template <typename Value>
std::vector<double> CountedRanks(const std::vector<Value>& values) {
  std::vector<double> ranks;
  for (const Value& value : values) {
    double below = 0;
    double equal = 0;
    for (const Value& other : values) {
      below += other < value ? 1 : 0;
      equal += other == value ? 1 : 0;
    }
    ranks.push_back(below + (equal + 1) / 2);
  }
  return ranks;
}

TEST(StatisticsPropertyTest, ConcordanceIsFriedmansOverItsMaximum) {
  ForSeeds(400, [](Generator& random) {
    const auto ratings =
        RandomRatings(random, 2 + random.Below(8), 2 + random.Below(5), 2 + random.Below(8), false);
    const std::size_t items = ratings.size();
    std::vector<double> sums(items);
    double spread = 0;
    const double middle = (static_cast<double>(items) + 1) / 2;
    const auto raters = static_cast<double>(ratings[0].size());
    for (std::size_t rater = 0; rater < ratings[0].size(); ++rater) {
      std::vector<int> own;
      for (const auto& item : ratings)
        own.push_back(*item[rater]);
      const auto ranks = CountedRanks(own);
      for (std::size_t item = 0; item < items; ++item) {
        sums[item] += ranks[item];
        spread += (ranks[item] - middle) * (ranks[item] - middle);
      }
    }
    double squares = 0;
    for (const double sum : sums)
      squares += (sum - raters * middle) * (sum - raters * middle);
    const Concordance concordance = ConcordanceOf(ToMatrix(ratings));
    EXPECT_NEAR(concordance.s.ToDouble(), squares, 1e-9);
    ASSERT_EQ(concordance.w.has_value(), spread > 0);
    if (concordance.w) EXPECT_NEAR(*concordance.w, squares / (raters * spread), 1e-12);
  });
}

TEST(StatisticsPropertyTest, SignedRanksAreThoseOfEveryChoiceOfSigns) {
  ForSeeds(300, [](Generator& random) {
    const auto scores = RandomScores(random, random.Below(10), random.OneIn(2) ? 9 : 10'000);
    std::vector<int> sizes;
    std::vector<bool> fell;
    for (std::size_t i = 0; i < scores.before.size(); ++i) {
      if (scores.before[i] == scores.after[i]) continue;
      sizes.push_back(std::abs(scores.before[i] - scores.after[i]));
      fell.push_back(scores.before[i] > scores.after[i]);
    }
    const auto ranks = CountedRanks(sizes);
    double v = 0;
    double sum = 0;
    double variance = 0;  // Each sign is a coin: its rank squared over 4.
    for (std::size_t i = 0; i < ranks.size(); ++i) {
      v += fell[i] ? ranks[i] : 0;
      sum += ranks[i];
      variance += ranks[i] * ranks[i] / 4;
    }
    const SignedRank test = SignedRankOf(scores.before, scores.after);
    EXPECT_EQ(test.v.ToDouble(), v);
    EXPECT_EQ(test.used, sizes.size());
    if (sizes.empty()) return;
    EXPECT_NEAR(test.plain->z, (v - sum / 2) / std::sqrt(variance), 1e-9);
    if (!test.exact_p) return;
    double low = 0;
    double high = 0;
    for (unsigned signs = 0; signs < 1U << sizes.size(); ++signs) {
      double chosen = 0;
      for (std::size_t i = 0; i < sizes.size(); ++i)
        chosen += (signs >> i & 1U) != 0 ? ranks[i] : 0;
      low += chosen <= v ? 1 : 0;
      high += chosen >= v ? 1 : 0;
    }
    const double all = std::ldexp(1.0, static_cast<int>(sizes.size()));
    EXPECT_NEAR(*test.exact_p, std::min(1.0, 2 * std::min(low, high) / all), 1e-12);
  });
}

TEST(StatisticsPropertyTest, RankSumsAreThoseOfPairsCountedOneByOne) {
  ForSeeds(300, [](Generator& random) {
    std::vector<Fraction> first(static_cast<std::size_t>(1 + random.Below(8)));
    std::vector<Fraction> second(static_cast<std::size_t>(1 + random.Below(8)));
    std::vector<Fraction> all;
    for (auto* side : {&first, &second}) {
      for (Fraction& value : *side) {
        value = Fraction(random.Below(9), 1 + random.Below(3));
        all.push_back(value);
      }
    }
    Fraction u;
    for (const Fraction& a : first) {
      for (const Fraction& b : second)
        u += a > b ? Fraction(1) : a == b ? Fraction(1, 2) : Fraction(0);
    }
    const RankSum test = RankSumOf(first, second);
    EXPECT_EQ(*test.u, u);
    const auto n = static_cast<double>(all.size());
    double spread = 0;
    for (const double rank : CountedRanks(all))
      spread += (rank - (n + 1) / 2) * (rank - (n + 1) / 2);
    ASSERT_EQ(test.plain.has_value(), spread > 0);
    if (spread <= 0) return;
    const auto pairs = static_cast<double>(first.size() * second.size());
    EXPECT_NEAR(test.plain->z,
                (u.ToDouble() - pairs / 2) / std::sqrt(pairs * spread / (n * (n - 1))),
                1e-9);
  });
}

}  // namespace
}  // namespace quorate::engine
