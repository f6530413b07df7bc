#include "engine/ratings/dissent.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "engine/ratings/electorate.h"
#include "engine/ratings/results.h"
#include "engine/ratings/summary.h"
#include "engine/ratings/tally.h"

namespace quorate::engine {

namespace {

// The band that holds the next whole score: 6.5 counts as 7.
std::optional<Band> BandOf(const Scale& scale, const std::optional<Fraction>& median) {
  if (!median) return std::nullopt;
  int above = scale.min;
  while (Fraction(above) < *median)
    ++above;
  for (const Band& band : scale.bands) {
    if (above >= band.low && above <= band.high) return band;
  }
  return std::nullopt;
}

GroupAlone Alone(const ConsensusRule& rule,
                 const std::string& name,
                 const Table& table,
                 int round) {
  GroupAlone group;
  group.scored = table.scored_people();
  group.consensus = ConsensusOf(rule, std::span(&name, 1), {table, {table}}, round);
  group.median = MedianOf(rule.scale, table);
  group.band = BandOf(rule.scale, group.median);
  return group;
}

std::pair<Band, Band> OuterBands(const Scale& scale) {
  const auto [lowest, highest] =
      std::minmax_element(scale.bands.begin(), scale.bands.end(), [](const Band& a, const Band& b) {
        return a.low < b.low;
      });
  return {*lowest, *highest};
}

ItemDissent DissentOf(const ConsensusRule& rule,
                      const std::vector<std::string>& groups,
                      const ItemTables& tables,
                      int round,
                      std::uint64_t least) {
  ItemDissent dissent;
  dissent.scored = tables.panel.scored_people();
  bool in = false;
  bool out = false;
  std::optional<Band> first;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    GroupAlone group = Alone(rule, groups[g], tables.groups[g], round);
    group.heard = group.scored >= std::max<std::uint64_t>(least, 1);
    dissent.groups.push_back(group);
    if (!group.heard) continue;
    in = in || group.consensus.consensus == Consensus::kIn;
    out = out || group.consensus.consensus == Consensus::kOut;
    if (!group.band) continue;
    if (!first) first = group.band;
    dissent.medians_split = dissent.medians_split || !(*first == *group.band);
  }
  dissent.verdicts_split = in && out;
  const auto histogram = HistogramOf(tables.panel);
  dissent.two_peaked = TwoPeaked(rule.scale, {histogram.begin(), histogram.end()});
  return dissent;
}

}  // namespace

std::string WhyNoPeaks(const Scale& scale) {
  if (scale.bands.size() < 2) return "the scale has no two bands";
  const auto [lowest, highest] = OuterBands(scale);
  if (lowest.high + 1 >= highest.low) return "no point lies between the outer bands of the scale";
  return "";
}

std::optional<bool> TwoPeaked(const Scale& scale, const std::vector<std::uint64_t>& histogram) {
  const std::uint64_t people =
      std::accumulate(histogram.begin(), histogram.end(), std::uint64_t{0});
  if (people == 0 || !WhyNoPeaks(scale).empty()) return std::nullopt;
  const auto [lowest, highest] = OuterBands(scale);
  // How many score from `low` to `high`, and how many at the fullest point there.
  const auto between = [&, min = scale.min](int low, int high) {
    std::pair<std::uint64_t, std::uint64_t> found;
    for (int score = low; score <= high; ++score) {
      const std::uint64_t here = histogram[static_cast<std::size_t>(score - min)];
      found.first += here;
      found.second = std::max(found.second, here);
    }
    return found;
  };
  const auto [low, low_peak] = between(lowest.low, lowest.high);
  const auto [high, high_peak] = between(highest.low, highest.high);
  const std::uint64_t valley = between(lowest.high + 1, highest.low - 1).second;
  return 3 * low >= people && 3 * high >= people && valley < std::min(low_peak, high_peak);
}

Result<std::vector<ItemDissent>> FindDissent(const RoundRatings& ratings,
                                             const ConsensusRule& rule,
                                             const VoicePolicy& voice,
                                             int round,
                                             std::uint64_t least) {
  QUORATE_RETURN_IF_ERROR(CheckScale(ratings, rule));
  QUORATE_ASSIGN_OR_RETURN(const Electorate electorate, Divide(ratings, voice));
  ConsensusRule without_quorum = rule;
  without_quorum.quorum = {};
  std::vector<ItemDissent> items;
  for (std::size_t item = 0; item < ratings.items.size(); ++item) {
    const ItemTally tally = TallyItem(ratings, electorate, item);
    const ItemTables tables = MakeTables(electorate, tally, ratings.groups.size());
    items.push_back(DissentOf(without_quorum, ratings.groups, tables, round, least));
  }
  return items;
}

}  // namespace quorate::engine
