// The figures of one table: what a participant is shown between rounds and what criteria compare.
//
// Weights move shares, the median and the mean. Everything else counts people, each once, so a
// weighted median may lie outside the quartiles. A figure that is undefined is absent, never 0.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/base/fraction.h"
#include "engine/ratings/rule.h"
#include "engine/ratings/scale.h"
#include "engine/ratings/tally.h"

namespace quorate::engine {

struct BandFigures {
  Band band;
  std::uint64_t count = 0;        // People.
  std::optional<Fraction> share;  // Absent over weight 0.
};

struct UnweightedFigures {
  std::vector<BandFigures> bands;
  std::optional<Fraction> median;
  std::optional<Fraction> mean;
};

struct TableSummary {
  std::uint64_t n = 0;  // Everybody the item was shown to.
  std::uint64_t scored = 0;
  std::uint64_t unable = 0;
  std::uint64_t not_understood = 0;
  std::uint64_t skipped = 0;
  std::vector<std::uint64_t> histogram;  // By point of the scale.
  Fraction weight;                       // What shares are divided by.
  std::vector<BandFigures> bands;
  std::optional<Fraction> median, mean, q1, q3, iqr;
  std::optional<double> sd;  // With n - 1; from two scores on.
  std::optional<Fraction> p30, p70, ipr;
  std::optional<Fraction> ipras;        // On a 1-9 scale only, whose constants these are.
  std::optional<bool> disagreement;     // ipr > ipras.
  std::optional<Fraction> effective_n;  // Kish; under a weighted voice only.
  std::optional<UnweightedFigures> unweighted;
};

enum class Weighted { kNo, kYes };

// `weighted` says whether the voice is, which adds effective_n and the unweighted figures.
TableSummary Summarize(const Scale& scale,
                       const Table& table,
                       Denominator denominator,
                       Weighted weighted);

// How many people gave each point of the scale.
std::span<const std::uint64_t> HistogramOf(const Table& table);
// How many people scored in the band.
std::uint64_t CountIn(const Scale& scale, const Table& table, const Band& band);
// The weight of the scores in the band.
Fraction WeightIn(const Scale& scale,
                  const Table& table,
                  const Weighing& weighing,
                  const Band& band);

// The smallest score whose cumulative weight reaches half; at exactly half, the mean of it and the
// next score that carries weight. Absent over weight 0.
std::optional<Fraction> MedianOf(const Scale& scale, const Table& table);
// Absent over weight 0.
std::optional<Fraction> MeanOf(const Scale& scale, const Table& table);

// The type-7 percentile of scores that begin at `min`: linear between the ranks around (n - 1) p.
// Requires 0 <= p <= 1. Absent without scores.
std::optional<Fraction> PercentileOf(std::span<const std::uint64_t> histogram,
                                     int min,
                                     const Fraction& p);

// The range between the percentiles that counts as wide, given where their middle lies.
Fraction IprasOf(const IprasTest& test, const Fraction& low, const Fraction& high);

}  // namespace quorate::engine
