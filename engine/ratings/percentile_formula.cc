#include "engine/ratings/percentile_formula.h"

#include <algorithm>
#include <array>
#include <vector>

namespace quorate::engine {

namespace {

using Part = ScoreFormula::Part;

// A percentile lies between two neighbors in the order of scores, `beyond` of the way from one to
// the other.
struct Neighbors {
  std::int64_t rank = 0;  // Of the first, from 0.
  Fraction beyond;
};

Neighbors NeighborsOf(const Fraction& percentile, std::uint64_t people) {
  const Fraction rank = percentile * static_cast<std::int64_t>(people - 1);
  const auto first = static_cast<std::int64_t>(Number(rank.numerator() / rank.denominator()));
  return {first, rank - Fraction(first)};
}

// Two scores for a pair of neighbors, and the percentile between them.
struct Pair {
  int first = 0;
  int second = 0;
  Fraction value;
};

// All pairs in order; only equal ones where the second neighbor does not matter.
std::vector<Pair> PairsOn(const Scale& scale, const Neighbors& neighbors) {
  std::vector<Pair> pairs;
  for (int first = scale.min; first <= scale.max; ++first) {
    const int last = neighbors.beyond.IsZero() ? first : scale.max;
    for (int second = first; second <= last; ++second)
      pairs.push_back({first, second, first + neighbors.beyond * (second - first)});
  }
  return pairs;
}

// Whether b asks no less than a, if both neighbors are to lie up to the pair's scores, or from them
// on.
bool Covers(const Pair& a, const Pair& b, bool up_to) {
  return up_to ? a.first >= b.first && a.second >= b.second
               : a.first <= b.first && a.second <= b.second;
}

struct Way {
  const Pair* low;
  const Pair* high;
};

// The pairs of pairs that fit and are not covered by another one.
std::vector<Way> WaysOf(const std::vector<Pair>& lows,
                        const std::vector<Pair>& highs,
                        const PercentileWish& wish) {
  std::vector<Way> ways;
  for (const Pair& low : lows) {
    for (const Pair& high : highs) {
      if (!wish.fits(low.value, high.value)) continue;
      const bool covered = std::any_of(ways.begin(), ways.end(), [&](const Way& way) {
        return Covers(*way.low, low, wish.wide) && Covers(*way.high, high, !wish.wide);
      });
      if (covered) continue;
      std::erase_if(ways, [&](const Way& way) {
        return Covers(low, *way.low, wish.wide) && Covers(high, *way.high, !wish.wide);
      });
      ways.push_back({&low, &high});
    }
  }
  return ways;
}

// Both neighbors lie up to the pair's scores, or from them on.
Part Placed(ScoreFormula& formula,
            std::size_t table,
            const Neighbors& neighbors,
            const Pair& pair,
            bool up_to) {
  const Scale& scale = formula.item().rule.scale;
  std::vector<Part> places;
  const auto place = [&](int score, std::int64_t rank) {
    const int last = up_to ? score : score - 1;
    if (last >= scale.max || last < scale.min) return;  // Nothing is asked.
    std::vector<int> points(static_cast<std::size_t>(scale.points()), 0);
    std::fill_n(points.begin(), last - scale.min + 1, 1);
    const Comparison op = up_to ? Comparison::kMoreThan : Comparison::kAtMost;
    places.push_back(formula.Sum(table, ScoreFormula::Count::kPeople, std::move(points), op, rank));
  };
  place(pair.first, neighbors.rank);
  if (!neighbors.beyond.IsZero()) place(pair.second, neighbors.rank + 1);
  return formula.All(places);
}

}  // namespace

Part PercentileFormula(ScoreFormula& formula, std::size_t table, const PercentileWish& wish) {
  const CountedItem& item = formula.item();
  const Table& counted = table == 0 ? item.tables.panel : item.tables.groups[table - 1];
  const Neighbors low = NeighborsOf(wish.lower, counted.scored_people());
  const Neighbors high = NeighborsOf(wish.upper, counted.scored_people());
  const std::vector<Pair> lows = PairsOn(item.rule.scale, low);
  const std::vector<Pair> highs = PairsOn(item.rule.scale, high);
  std::vector<Part> ways;
  for (const Way& way : WaysOf(lows, highs, wish)) {
    ways.push_back(formula.All({Placed(formula, table, low, *way.low, wish.wide),
                                Placed(formula, table, high, *way.high, !wish.wide)}));
  }
  return formula.Any(ways);
}

}  // namespace quorate::engine
