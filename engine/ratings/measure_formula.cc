#include "engine/ratings/measure_formula.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <utility>
#include <vector>

#include "engine/base/check.h"
#include "engine/ratings/percentile_formula.h"
#include "engine/ratings/summary.h"

namespace quorate::engine {

namespace {

using Part = ScoreFormula::Part;
using Count = ScoreFormula::Count;

int FloorOf(const Fraction& value) {
  const auto toward_zero = static_cast<int>(Number(value.numerator() / value.denominator()));
  return Fraction(toward_zero) > value ? toward_zero - 1 : toward_zero;
}

class MeasureFormulas {
 public:
  MeasureFormulas(ScoreFormula& formula, std::size_t table, Want want)
      : formula_(formula),
        item_(formula.item()),
        scale_(item_.rule.scale),
        table_number_(table),
        table_(table == 0 ? item_.tables.panel : item_.tables.groups[table - 1]),
        want_(want) {}

  Part operator()(const Compound&) {
    QUORATE_CHECK(false);
    return formula_.Never();
  }

  Part operator()(const ShareTest& test) {
    const Denominator below = test.denominator.value_or(item_.rule.denominator);
    const Weighing& weighing = table_.Under(below);
    if (weighing.total.IsZero()) return NotAssessable();
    Fraction right = test.value * weighing.total;
    if (test.plus_unable) right -= WeightAt(table_, weighing, kUnable);
    if (test.plus_not_understood) right -= WeightAt(table_, weighing, kNotUnderstood);
    return Compared(CountOf(below), Between(test.band.low, test.band.high), test.op, right);
  }

  Part operator()(const StatisticTest& test) {
    if (test.statistic == Statistic::kIqr) {
      if (table_.scored_people() == 0) return NotAssessable();
      return Iqr(test.op, test.value);
    }
    if (table_.scored.total.IsZero()) return NotAssessable();
    if (test.statistic == Statistic::kMedian) return Median(test.op, test.value);
    std::vector<int> points;
    for (int score = scale_.min; score <= scale_.max; ++score)
      points.push_back(score);
    return Compared(Count::kScored, std::move(points), test.op, test.value * table_.scored.total);
  }

  // Whichever median it will be, so much of the weight has to be near it.
  Part operator()(const NearMedianTest& test) {
    const Denominator below = item_.rule.denominator;
    const Weighing& weighing = table_.Under(below);
    if (table_.scored.total.IsZero() || weighing.total.IsZero()) return NotAssessable();
    std::vector<Part> ways;
    for (int halves = 2 * scale_.min; halves <= 2 * scale_.max; ++halves) {
      std::vector<int> near;
      for (int score = scale_.min; score <= scale_.max; ++score) {
        const Fraction away(std::abs(halves - 2 * score), 2);
        near.push_back(away <= test.within ? 1 : 0);
      }
      ways.push_back(formula_.All(
          {MedianFrom(halves),
           MedianUpTo(halves),
           Compared(CountOf(below), std::move(near), test.op, test.value * weighing.total)}));
    }
    return formula_.Any(ways);
  }

  Part operator()(const IprasTest& test) {
    if (table_.scored_people() == 0) return NotAssessable();
    if (scale_.points() > kPercentilePointsMax || test.slope > Fraction(2) ||
        test.slope < Fraction(-2)) {
      return formula_.Unknown();
    }
    const bool wide = Wants(want_, Truth::kTrue);
    const auto fits = [&](const Fraction& low, const Fraction& high) {
      return (high - low > IprasOf(test, low, high)) == wide;
    };
    return PercentileFormula(formula_, table_number_, {test.lower, test.upper, wide, fits});
  }

  Part operator()(const TailsTest& test) {
    const SizeRow* row = RowFor(test.table, table_.scored_people());
    if (row == nullptr) return NotAssessable();
    std::vector<Part> tails;
    for (const Band& band : {test.low, test.high})
      tails.push_back(People(Between(band.low, band.high), Comparison::kAtLeast, row->limit));
    return Wants(want_, Truth::kTrue) ? formula_.All(tails) : formula_.Any(tails);
  }

  Part operator()(const OutsideTest& test) {
    const auto scored = table_.scored_people();
    const SizeRow* row = RowFor(test.table, scored);
    if (row == nullptr || scored == 0) return NotAssessable();
    const std::int64_t inside = static_cast<std::int64_t>(scored) - row->limit;
    return test.region == OutsideTest::Region::kMode ? InMode(inside) : InRegionOfMedian(inside);
  }

 private:
  [[nodiscard]] Part NotAssessable() const {
    return Wants(want_, Truth::kNotAssessable) ? formula_.Always() : formula_.Never();
  }

  static Count CountOf(Denominator denominator) {
    return denominator == Denominator::kScored ? Count::kScored : Count::kAnswered;
  }

  // 1 from `low` to `high`, else 0.
  [[nodiscard]] std::vector<int> Between(int low, int high) const {
    std::vector<int> points;
    for (int score = scale_.min; score <= scale_.max; ++score)
      points.push_back(score >= low && score <= high ? 1 : 0);
    return points;
  }

  // The comparison, or its opposite if it should fail.
  Part Compared(Count count, std::vector<int> points, Comparison op, const Fraction& right) {
    const auto sum = [&](Comparison comparison) {
      return formula_.Sum(table_number_, count, points, comparison, right);
    };
    if (Wants(want_, Truth::kTrue)) return sum(op);
    if (op != Comparison::kEqual) return sum(Opposite(op));
    return formula_.Any({sum(Comparison::kLessThan), sum(Comparison::kMoreThan)});
  }
  Part People(std::vector<int> points, Comparison op, std::int64_t right) {
    return Compared(Count::kPeople, std::move(points), op, right);
  }

  // A median is the mean of a lower and an upper one, which are scores: in halves it is their sum.
  Part Median(Comparison op, const Fraction& value) {
    const Fraction halves =
        std::clamp(value * 2, Fraction(2 * scale_.min - 1), Fraction(2 * scale_.max + 1));
    const bool whole = halves.denominator() == 1;
    const int floor = FloorOf(halves);
    const bool holds = Wants(want_, Truth::kTrue);
    if (op == Comparison::kEqual && holds) {
      if (!whole) return formula_.Never();
      return formula_.All({MedianFrom(floor), MedianUpTo(floor)});
    }
    if (op == Comparison::kEqual) {
      return formula_.Any({MedianUpTo(whole ? floor - 1 : floor), MedianFrom(floor + 1)});
    }
    switch (holds ? op : Opposite(op)) {
      case Comparison::kAtLeast:
        return MedianFrom(whole ? floor : floor + 1);
      case Comparison::kMoreThan:
        return MedianFrom(floor + 1);
      case Comparison::kAtMost:
        return MedianUpTo(floor);
      case Comparison::kLessThan:
      case Comparison::kEqual:
        break;
    }
    return MedianUpTo(whole ? floor - 1 : floor);
  }

  // The weight up to `score`, compared with half of all.
  Part WeightUpTo(int score, Comparison op) {
    if (score < scale_.min || score >= scale_.max) {
      const Fraction all = score < scale_.min ? Fraction(0) : Fraction(1);
      return Holds(all, op, Fraction(1, 2)) ? formula_.Always() : formula_.Never();
    }
    return formula_.Sum(
        table_number_, Count::kScored, Between(scale_.min, score), op, table_.scored.total / 2);
  }

  // The lower median is the first score up to which half of the weight lies, the upper one the
  // first up to which more than half does.
  Part MedianFrom(int halves) {
    std::vector<Part> ways;
    if (halves <= 2 * scale_.min) return formula_.Always();
    for (int lower = scale_.min; 2 * lower <= halves + 1; ++lower) {
      const int upper = std::max(lower, halves - lower);
      if (upper > scale_.max) continue;
      ways.push_back(formula_.All({WeightUpTo(lower - 1, Comparison::kLessThan),
                                   WeightUpTo(upper - 1, Comparison::kAtMost)}));
    }
    return formula_.Any(ways);
  }

  Part MedianUpTo(int halves) {
    std::vector<Part> ways;
    if (halves >= 2 * scale_.max) return formula_.Always();
    for (int lower = scale_.min; 2 * lower <= halves; ++lower) {
      const int upper = std::min(scale_.max, halves - lower);
      ways.push_back(formula_.All(
          {WeightUpTo(lower, Comparison::kAtLeast), WeightUpTo(upper, Comparison::kMoreThan)}));
    }
    return formula_.Any(ways);
  }

  Part Iqr(Comparison op, const Fraction& value) {
    if (scale_.points() > kPercentilePointsMax) return formula_.Unknown();
    const bool holds = Wants(want_, Truth::kTrue);
    const auto range = [&](Comparison comparison) {
      const bool wide = comparison == Comparison::kAtLeast || comparison == Comparison::kMoreThan;
      const auto fits = [&](const Fraction& low, const Fraction& high) {
        return Holds(high - low, comparison, value);
      };
      return PercentileFormula(
          formula_, table_number_, {Fraction(1, 4), Fraction(3, 4), wide, fits});
    };
    if (op != Comparison::kEqual) return range(holds ? op : Opposite(op));
    if (holds) return formula_.All({range(Comparison::kAtLeast), range(Comparison::kAtMost)});
    return formula_.Any({range(Comparison::kLessThan), range(Comparison::kMoreThan)});
  }

  // At least `inside` people at one point, whichever it is.
  Part InMode(std::int64_t inside) {
    std::vector<Part> points;
    for (int score = scale_.min; score <= scale_.max; ++score)
      points.push_back(People(Between(score, score), Comparison::kAtLeast, inside));
    return Wants(want_, Truth::kTrue) ? formula_.Any(points) : formula_.All(points);
  }

  // The next whole score from the median on lies in a band with at least `inside` people, or in
  // none, and then nothing can be told.
  Part InRegionOfMedian(std::int64_t inside) {
    std::vector<Part> ways;
    for (int score = scale_.min; score <= scale_.max; ++score) {
      const auto band =
          std::find_if(scale_.bands.begin(), scale_.bands.end(), [&](const Band& candidate) {
            return score >= candidate.low && score <= candidate.high;
          });
      const Part here = band == scale_.bands.end()
                            ? NotAssessable()
                            : People(Between(band->low, band->high), Comparison::kAtLeast, inside);
      ways.push_back(formula_.All({MedianFrom(2 * score - 1), MedianUpTo(2 * score), here}));
    }
    return formula_.Any(ways);
  }

  ScoreFormula& formula_;
  const CountedItem& item_;
  const Scale& scale_;
  std::size_t table_number_;
  const Table& table_;
  Want want_;
};

}  // namespace

bool Wants(Want want, Truth truth) {
  switch (want) {
    case Want::kTrue:
      return truth == Truth::kTrue;
    case Want::kFalse:
      return truth == Truth::kFalse;
    case Want::kNotTrue:
      return truth != Truth::kTrue;
    case Want::kNotFalse:
      return truth != Truth::kFalse;
  }
  return false;
}

Want Negated(Want want) {
  switch (want) {
    case Want::kTrue:
      return Want::kFalse;
    case Want::kFalse:
      return Want::kTrue;
    case Want::kNotTrue:
      return Want::kNotFalse;
    case Want::kNotFalse:
      return Want::kNotTrue;
  }
  return want;
}

Part MeasureFormula(ScoreFormula& formula,
                    const Criterion& criterion,
                    std::size_t table,
                    Want want) {
  return std::visit(MeasureFormulas(formula, table, want), criterion.test);
}

}  // namespace quorate::engine
