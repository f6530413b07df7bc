#include "engine/ratings/summary.h"

#include <cmath>
#include <numeric>

namespace quorate::engine {

namespace {

using boost::multiprecision::cpp_int;

Fraction People(std::uint64_t count) {
  return static_cast<std::int64_t>(count);
}

std::optional<Fraction> Difference(const std::optional<Fraction>& high,
                                   const std::optional<Fraction>& low) {
  if (!high || !low) return std::nullopt;
  return *high - *low;
}

// The same people, each weighing 1.
Table Unweighted(const Table& table) {
  Table plain;
  plain.people = table.people;
  const auto scored = table.scored_people();
  plain.scored.total = plain.scored.squares = People(scored);
  const auto answered = scored + table.people[kUnable] + table.people[kNotUnderstood];
  plain.answered.total = plain.answered.squares = People(answered);
  return plain;
}

std::vector<BandFigures> BandsOf(const Scale& scale, const Table& table, Denominator denominator) {
  const Weighing& weighing = table.Under(denominator);
  std::vector<BandFigures> bands;
  for (const Band& band : scale.bands) {
    BandFigures figures{band, CountIn(scale, table, band), std::nullopt};
    if (!weighing.total.IsZero()) {
      figures.share = WeightIn(scale, table, weighing, band) / weighing.total;
    }
    bands.push_back(std::move(figures));
  }
  return bands;
}

// The variance is exact until the last step, so equal scores give 0 and nothing cancels.
std::optional<double> DeviationOf(std::span<const std::uint64_t> histogram) {
  cpp_int n = 0;
  cpp_int sum = 0;
  cpp_int squares = 0;
  for (std::size_t point = 0; point < histogram.size(); ++point) {
    n += histogram[point];
    sum += cpp_int(histogram[point]) * point;
    squares += cpp_int(histogram[point]) * point * point;
  }
  if (n < 2) return std::nullopt;
  return std::sqrt(Fraction::Of(n * squares - sum * sum, n * (n - 1)).ToDouble());
}

void AddPercentiles(const Scale& scale,
                    std::span<const std::uint64_t> histogram,
                    TableSummary& summary) {
  const auto percentile = [&](std::int64_t percent) {
    return PercentileOf(histogram, scale.min, Fraction(percent, 100));
  };
  summary.q1 = percentile(25);
  summary.q3 = percentile(75);
  summary.iqr = Difference(summary.q3, summary.q1);
  summary.p30 = percentile(30);
  summary.p70 = percentile(70);
  summary.ipr = Difference(summary.p70, summary.p30);
  if (scale.min != 1 || scale.max != 9 || !summary.ipr) return;
  const IprasTest standard;
  summary.ipras = IprasOf(standard, *summary.p30, *summary.p70);
  summary.disagreement = *summary.ipr > *summary.ipras;
}

}  // namespace

Fraction IprasOf(const IprasTest& test, const Fraction& low, const Fraction& high) {
  const Fraction away = (low + high) / 2 - test.centre;
  return test.base + test.slope * (away.IsNegative() ? -away : away);
}

std::span<const std::uint64_t> HistogramOf(const Table& table) {
  return std::span(table.people).subspan(kFirstScore);
}

std::uint64_t CountIn(const Scale& scale, const Table& table, const Band& band) {
  std::uint64_t count = 0;
  for (int score = band.low; score <= band.high; ++score)
    count += table.people[CodeOf(scale, score)];
  return count;
}

Fraction WeightIn(const Scale& scale,
                  const Table& table,
                  const Weighing& weighing,
                  const Band& band) {
  if (weighing.by_code.empty()) return People(CountIn(scale, table, band));
  Fraction weight;
  for (int score = band.low; score <= band.high; ++score)
    weight += weighing.by_code[CodeOf(scale, score)];
  return weight;
}

std::optional<Fraction> MedianOf(const Scale& scale, const Table& table) {
  const Weighing& weighing = table.scored;
  if (weighing.total.IsZero()) return std::nullopt;
  if (weighing.by_code.empty()) return PercentileOf(HistogramOf(table), scale.min, Fraction(1, 2));
  const Fraction half = weighing.total / 2;
  Fraction cumulative;
  for (std::size_t code = kFirstScore; code < table.people.size(); ++code) {
    cumulative += weighing.by_code[code];
    if (cumulative < half) continue;
    if (cumulative > half) return ScoreOf(scale, code);
    std::size_t next = code + 1;
    while (weighing.by_code[next].IsZero())
      ++next;  // The other half lies there.
    return Fraction(ScoreOf(scale, code) + ScoreOf(scale, next), 2);
  }
  return std::nullopt;
}

std::optional<Fraction> MeanOf(const Scale& scale, const Table& table) {
  if (table.scored.total.IsZero()) return std::nullopt;
  Fraction sum;
  for (std::size_t code = kFirstScore; code < table.people.size(); ++code) {
    if (table.people[code] == 0) continue;
    sum += WeightAt(table, table.scored, code) * ScoreOf(scale, code);
  }
  return sum / table.scored.total;
}

std::optional<Fraction> PercentileOf(std::span<const std::uint64_t> histogram,
                                     int min,
                                     const Fraction& p) {
  const std::uint64_t n = std::accumulate(histogram.begin(), histogram.end(), std::uint64_t{0});
  if (n == 0) return std::nullopt;
  const Fraction rank = p * People(n - 1);
  std::uint64_t reached = 0;  // Ranks reached - count .. reached - 1 hold the current point.
  for (std::size_t point = 0; point < histogram.size(); ++point) {
    if (histogram[point] == 0) continue;
    reached += histogram[point];
    if (rank >= People(reached)) continue;
    const Fraction score = min + static_cast<std::int64_t>(point);
    const Fraction beyond = rank - People(reached - 1);
    if (beyond <= Fraction(0)) return score;
    std::size_t next = point + 1;
    while (histogram[next] == 0)
      ++next;  // Some rank lies above, since `rank` is below n - 1.
    return score + beyond * static_cast<std::int64_t>(next - point);
  }
  return std::nullopt;
}

TableSummary Summarize(const Scale& scale,
                       const Table& table,
                       Denominator denominator,
                       Weighted weighted) {
  const auto histogram = HistogramOf(table);
  TableSummary summary;
  summary.scored = table.scored_people();
  summary.unable = table.people[kUnable];
  summary.not_understood = table.people[kNotUnderstood];
  summary.skipped = table.people[kSkipped];
  summary.n = summary.scored + summary.unable + summary.not_understood + summary.skipped;
  summary.histogram.assign(histogram.begin(), histogram.end());
  const Weighing& weighing = table.Under(denominator);
  summary.weight = weighing.total;
  summary.bands = BandsOf(scale, table, denominator);
  summary.median = MedianOf(scale, table);
  summary.mean = MeanOf(scale, table);
  summary.sd = DeviationOf(histogram);
  AddPercentiles(scale, histogram, summary);
  if (weighted == Weighted::kNo) return summary;
  if (!weighing.squares.IsZero()) {
    summary.effective_n = weighing.total * weighing.total / weighing.squares;
  }
  const Table plain = Unweighted(table);
  summary.unweighted = UnweightedFigures{
      BandsOf(scale, plain, denominator), MedianOf(scale, plain), MeanOf(scale, plain)};
  return summary;
}

}  // namespace quorate::engine
