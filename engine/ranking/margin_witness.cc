#include "engine/ranking/margin_witness.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <set>
#include <string_view>
#include <vector>

#include "engine/ranking/margin.h"
#include "engine/ranking/rules.h"

namespace quorate::engine {

namespace {

using boost::multiprecision::cpp_int;
using Row = std::vector<std::uint16_t>;  // Places or grades, one a candidate.

// The work of all counts together, in marks looked at.
constexpr std::size_t kWorkMax = 400'000'000;
// Rivals tried, those first whose duel with the winner is closest.
constexpr std::size_t kRivalsMax = 12;

bool HoldsGrades(const CloseCount& count) {
  return count.rule.kind != BallotKind::kRanks;
}

Row RowOf(const CloseCount& count, std::size_t ballot) {
  const auto marks =
      HoldsGrades(count) ? count.profile.GradesOf(ballot) : count.profile.PlacesOf(ballot);
  return {marks.begin(), marks.end()};
}

// Places as they stand on ballots: 1 to the last without gaps.
void CloseGaps(Row& places) {
  std::set<std::uint16_t> used(places.begin(), places.end());
  used.erase(kUnranked);
  for (std::uint16_t& place : places) {
    if (place == kUnranked) continue;
    place = static_cast<std::uint16_t>(std::distance(used.begin(), used.find(place)) + 1);
  }
}

std::string Outcome(const Profile& profile, const std::vector<std::size_t>& winners) {
  if (winners.empty()) return "nobody wins";
  return NamesOf(profile, winners) + (winners.size() == 1 ? " wins" : " win");
}

// One way to rewrite ballots in favor of a rival.
enum class Way { kRivalFirstWinnerLast, kRivalAlone, kWinnerLast };

Row Rewritten(const CloseCount& count, Row row, std::size_t rival, std::size_t winner, Way way) {
  if (HoldsGrades(count)) {
    const auto best = static_cast<Grade>(count.profile.scale.size());
    if (way == Way::kRivalAlone) std::fill(row.begin(), row.end(), Grade{1});
    if (way != Way::kWinnerLast) row[rival] = best;
    row[winner] = 1;
    return row;
  }
  const auto last = static_cast<Place>(row.size() + 2);
  if (way == Way::kRivalAlone) {
    std::fill(row.begin(), row.end(), kUnranked);
    row[rival] = 1;
    return row;
  }
  for (std::uint16_t& place : row)
    place = place == kUnranked ? last : static_cast<Place>(place + 1);
  if (way != Way::kWinnerLast) row[rival] = 1;
  row[winner] = static_cast<Place>(last + 1);
  CloseGaps(row);
  return row;
}

// How much a ballot likes a candidate, for comparing candidates on one ballot.
int Liking(const CloseCount& count, const Row& row, std::size_t candidate) {
  if (HoldsGrades(count)) return row[candidate];
  return row[candidate] == kUnranked ? -static_cast<int>(row.size()) - 1
                                     : -static_cast<int>(row[candidate]);
}

// Ballots in the order in which changing them helps a rival most: those that favor the winner
// over the rival, above all those that put the winner first.
std::vector<std::size_t> MostOpposed(const CloseCount& count,
                                     std::size_t rival,
                                     std::size_t winner) {
  std::vector<std::pair<int, int>> keys;
  for (std::size_t ballot = 0; ballot < count.profile.size(); ++ballot) {
    const Row row = RowOf(count, ballot);
    const int lead = Liking(count, row, winner) - Liking(count, row, rival);
    const int sign = lead > 0 ? 2 : lead == 0 ? 1 : 0;
    if (HoldsGrades(count)) {
      keys.emplace_back(-lead, 0);
    } else {
      keys.emplace_back(-sign, -Liking(count, row, winner));
    }
  }
  std::vector<std::size_t> order(count.profile.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(
      order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return keys[a] < keys[b]; });
  return order;
}

// By how much of the weight the winner stands above the rival.
Fraction LeadOver(const CloseCount& count, std::size_t winner, std::size_t rival) {
  Fraction lead;
  for (std::size_t ballot = 0; ballot < count.profile.size(); ++ballot) {
    const Row row = RowOf(count, ballot);
    const int difference = Liking(count, row, winner) - Liking(count, row, rival);
    if (difference > 0) lead += count.profile.weights[ballot];
    if (difference < 0) lead -= count.profile.weights[ballot];
  }
  return lead;
}

// The closest first.
std::vector<std::size_t> Rivals(const CloseCount& count, std::size_t winner) {
  std::vector<std::pair<Fraction, std::size_t>> leads;
  const auto& winners = count.answer.winners;
  for (std::size_t c = 0; c < count.profile.candidates.size(); ++c) {
    if (std::find(winners.begin(), winners.end(), c) == winners.end())
      leads.emplace_back(LeadOver(count, winner, c), c);
  }
  std::sort(leads.begin(), leads.end());
  if (leads.size() > kRivalsMax) leads.resize(kRivalsMax);
  std::vector<std::size_t> rivals;
  for (const auto& [lead, rival] : leads)
    rivals.push_back(rival);
  return rivals;
}

// What one count costs, in marks looked at.
std::size_t WorkOfACount(const CloseCount& count) {
  const std::size_t size = count.profile.candidates.size();
  const bool searches = std::string_view(count.rule.name) == "kemeny";
  const std::size_t search = searches ? size << std::min<std::size_t>(size, 22) : 0;
  return (count.profile.size() + size) * size * size + search + 1000;
}

const char* Described(Way way) {
  switch (way) {
    case Way::kRivalFirstWinnerLast:
      return " first and ";
    case Way::kRivalAlone:
      return " first and nobody else";
    case Way::kWinnerLast:
      return "";
  }
  return "";
}

class Search {
 public:
  explicit Search(const CloseCount& count) : count_(count) {}

  std::optional<BallotChange> Run(cpp_int below) {
    for (const std::size_t winner : count_.answer.winners) {
      for (const std::size_t rival : Rivals(count_, winner)) {
        for (const Way way : {Way::kRivalFirstWinnerLast, Way::kRivalAlone, Way::kWinnerLast}) {
          Narrow(rival, winner, way, below);
          if (best_) below = best_->units;
        }
      }
    }
    return std::move(best_);
  }

 private:
  // The first `units` of the ballots in `order`, rewritten.
  [[nodiscard]] std::vector<Swap> SwapsOf(const std::vector<std::size_t>& order,
                                          cpp_int units,
                                          std::size_t rival,
                                          std::size_t winner,
                                          Way way) const {
    std::vector<Swap> swaps;
    for (const std::size_t ballot : order) {
      if (units == 0) break;
      const cpp_int taken = std::min(units, count_.weights.units[ballot]);
      swaps.push_back(
          {ballot, Rewritten(count_, RowOf(count_, ballot), rival, winner, way), taken});
      units -= taken;
    }
    return swaps;
  }

  // Halves the number of units as long as the winners still change.
  void Narrow(std::size_t rival, std::size_t winner, Way way, const cpp_int& below) {
    const std::vector<std::size_t> order = MostOpposed(count_, rival, winner);
    cpp_int low = 0;
    cpp_int high = below;
    for (bool first = true; low + 1 < high || first; first = false) {
      if (work_ > kWorkMax) return;
      work_ += WorkOfACount(count_);
      // The largest change first: if even that does nothing, no search is needed.
      const cpp_int units = first ? cpp_int(below - 1) : cpp_int((low + high) / 2);
      if (units < 1) return;
      const auto winners = WinnersAfter(count_, SwapsOf(order, units, rival, winner, way));
      if (!winners && first) return;
      if (!winners) {
        low = units;
        continue;
      }
      high = units;
      best_ = BallotChange{units, Sentence(units, rival, winner, way, *winners)};
    }
  }

  [[nodiscard]] std::string Sentence(const cpp_int& units,
                                     std::size_t rival,
                                     std::size_t winner,
                                     Way way,
                                     const std::vector<std::size_t>& winners) const {
    const auto& names = count_.profile.candidates;
    const std::string amount = Fraction::Of(units, count_.weights.denominator).ToString();
    std::string put = way == Way::kWinnerLast ? "" : names[rival] + Described(way);
    if (way != Way::kRivalAlone) put += names[winner] + " last";
    return "If " + amount + " by weight of those who favor " + names[winner] + " over " +
           names[rival] + " most put " + put + ", " + Outcome(count_.profile, winners) + ".";
  }

  const CloseCount& count_;
  std::optional<BallotChange> best_;
  std::size_t work_ = 0;
};

// Every different row that a changed ballot may hold; empty where there are more than `max`.
std::vector<Row> EveryRow(const CloseCount& count, std::size_t max) {
  const std::size_t size = count.profile.candidates.size();
  const bool grades = HoldsGrades(count);
  const bool refuses =
      grades && count.rule.kind == BallotKind::kGrades && count.options.missing == Missing::kRefuse;
  // A missing approval is none, so the two need not be told apart.
  const bool blanks = grades && count.rule.kind == BallotKind::kGrades && !refuses;
  const std::size_t lowest = grades && !blanks ? 1 : 0;
  const std::size_t highest = grades ? count.profile.scale.size() : size;
  std::set<Row> rows;
  Row row(size, static_cast<std::uint16_t>(lowest));
  for (std::size_t tried = 0; tried <= 50 * max; ++tried) {
    Row closed = row;
    if (!grades) CloseGaps(closed);
    rows.insert(std::move(closed));
    if (rows.size() > max) return {};
    std::size_t at = 0;
    while (at < size && row[at] == highest)
      row[at++] = static_cast<std::uint16_t>(lowest);
    if (at == size) return {rows.begin(), rows.end()};
    ++row[at];
  }
  return {};
}

// How many ways there are to take `picks` of `kinds`, repetitions allowed; capped.
std::size_t Multisets(std::size_t kinds, std::size_t picks, std::size_t cap) {
  cpp_int ways = 1;
  for (std::size_t i = 0; i < picks; ++i)
    ways = ways * (kinds + i) / (i + 1);
  return ways > cap ? cap + 1 : ways.convert_to<std::size_t>();
}

// Calls `visit` with every multiset of `picks` of 0 to kinds - 1, ascending, until it says stop.
bool VisitMultisets(std::size_t kinds,
                    std::vector<std::size_t>& chosen,
                    std::size_t picks,
                    const std::function<bool(const std::vector<std::size_t>&)>& visit) {
  if (chosen.size() == picks) return visit(chosen);
  for (std::size_t i = chosen.empty() ? 0 : chosen.back(); i < kinds; ++i) {
    chosen.push_back(i);
    const bool stop = VisitMultisets(kinds, chosen, picks, visit);
    chosen.pop_back();
    if (stop) return true;
  }
  return false;
}

// The units that a multiset takes of each ballot, if there are so many.
bool AreThere(const CloseCount& count, const std::vector<std::size_t>& ballots) {
  for (const std::size_t ballot : ballots) {
    if (count.weights.units[ballot] < std::count(ballots.begin(), ballots.end(), ballot))
      return false;
  }
  return true;
}

std::optional<BallotChange> TryAll(const CloseCount& count,
                                   const std::vector<Row>& rows,
                                   std::size_t units) {
  std::optional<BallotChange> found;
  std::vector<std::size_t> out;
  std::vector<std::size_t> in;
  VisitMultisets(count.profile.size(), out, units, [&](const std::vector<std::size_t>& ballots) {
    if (!AreThere(count, ballots)) return false;
    return VisitMultisets(rows.size(), in, units, [&](const std::vector<std::size_t>& chosen) {
      std::vector<Swap> swaps;
      for (std::size_t i = 0; i < units; ++i)
        swaps.push_back({ballots[i], rows[chosen[i]], 1});
      const auto winners = WinnersAfter(count, swaps);
      if (!winners) return false;
      found = BallotChange{
          units, ChangedSentence(count, units, *winners) + " Every change of fewer was tried."};
      return true;
    });
  });
  return found;
}

}  // namespace

std::optional<std::vector<std::size_t>> WinnersAfter(const CloseCount& count,
                                                     const std::vector<Swap>& swaps) {
  const Profile& before = count.profile;
  std::vector<cpp_int> left = count.weights.units;
  Profile after;
  after.candidates = before.candidates;
  after.scale = before.scale;
  auto& table = HoldsGrades(count) ? after.grades : after.places;
  const auto add = [&](const cpp_int& units, const Row& row) {
    if (units == 0) return;
    after.weights.push_back(Fraction::Of(units, count.weights.denominator));
    table.insert(table.end(), row.begin(), row.end());
  };
  for (const Swap& swap : swaps)
    left[swap.ballot] -= swap.units;
  for (std::size_t ballot = 0; ballot < before.size(); ++ballot)
    add(left[ballot], RowOf(count, ballot));
  for (const Swap& swap : swaps)
    add(swap.units, swap.row);
  const auto answer = CountRanked(after, count.rule, count.options);
  if (!answer) return std::nullopt;  // No ballots of this kind.
  std::vector<std::size_t> winners = answer->winners;
  std::vector<std::size_t> old = count.answer.winners;
  std::sort(winners.begin(), winners.end());
  std::sort(old.begin(), old.end());
  if (winners == old) return std::nullopt;
  return winners;
}

std::string ChangedSentence(const CloseCount& count,
                            const cpp_int& units,
                            const std::vector<std::size_t>& winners) {
  return "With " + Fraction::Of(units, count.weights.denominator).ToString() +
         " by weight changed, " + Outcome(count.profile, winners) + ".";
}

std::optional<BallotChange> FindChange(const CloseCount& count, const cpp_int& below) {
  return Search(count).Run(below);
}

Result<std::optional<BallotChange>> TryEveryChange(const CloseCount& count,
                                                   const cpp_int& from,
                                                   const cpp_int& below) {
  constexpr std::size_t kRowsMax = 1000;
  const auto refusal = [] {
    return Refuse(Reason::kTooLarge, "the election is too large to try every change");
  };
  if (below - from > 8) return refusal();
  const std::vector<Row> rows = EveryRow(count, kRowsMax);
  if (rows.empty()) return refusal();
  std::size_t counts = 0;
  for (cpp_int units = from; units < below; ++units) {
    const auto picks = units.convert_to<std::size_t>();
    const std::size_t out = Multisets(count.profile.size(), picks, kChangesTriedMax);
    const std::size_t in = Multisets(rows.size(), picks, kChangesTriedMax);
    if (out * in > kChangesTriedMax - std::min(counts, kChangesTriedMax)) return refusal();
    counts += out * in;
  }
  for (cpp_int units = from; units < below; ++units) {
    auto change = TryAll(count, rows, units.convert_to<std::size_t>());
    if (change) return change;
  }
  return std::optional<BallotChange>();
}

}  // namespace quorate::engine
