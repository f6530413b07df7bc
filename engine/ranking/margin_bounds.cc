#include "engine/ranking/margin_bounds.h"

#include <algorithm>
#include <functional>
#include <map>
#include <string_view>

#include "engine/ranking/merit.h"
#include "engine/ranking/rules.h"
#include "engine/ranking/widest_paths.h"

namespace quorate::engine {

namespace {

using boost::multiprecision::cpp_int;

// Beyond this the cubic bounds would take longer than a person waits.
constexpr std::size_t kPathsMax = 300;
constexpr std::size_t kRunoffsMax = 2000;

// The smallest number of units that `unchanged` does not rule out. Requires that what rules out a
// number rules out all smaller ones.
cpp_int FirstNotRuledOut(const cpp_int& total,
                         const std::function<bool(const cpp_int&)>& unchanged) {
  cpp_int low = 1;
  cpp_int high = total;
  while (low < high) {
    const cpp_int middle = (low + high) / 2;
    if (unchanged(middle)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

cpp_int TotalOf(const WholeWeights& weights) {
  cpp_int total = 0;
  for (const cpp_int& units : weights.units)
    total += units;
  return total;
}

// The pairwise matrix in whole units, and what k changed units can make of it.
class Duels {
 public:
  explicit Duels(const Pairwise& pairwise)
      : size_(pairwise.size()), denominator_(Fraction::Of(pairwise.denominator(), 1)) {
    for (std::size_t a = 0; a < size_; ++a) {
      for (std::size_t b = 0; b < size_; ++b)
        support_.push_back((pairwise.At(a, b) * denominator_).numerator());
    }
  }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] const cpp_int& Support(std::size_t a, std::size_t b) const {
    return support_[a * size_ + b];
  }
  [[nodiscard]] cpp_int Lead(std::size_t a, std::size_t b) const {
    return Support(a, b) - Support(b, a);
  }
  [[nodiscard]] bool SurelyBeats(std::size_t a, std::size_t b, const cpp_int& k) const {
    return Lead(a, b) > 2 * k;
  }
  [[nodiscard]] bool MayBeat(std::size_t a, std::size_t b, const cpp_int& k) const {
    return a != b && Lead(b, a) < 2 * k;
  }
  // The units it takes until somebody no longer loses to the winner; 0 where somebody does not.
  [[nodiscard]] cpp_int UnitsToCatch(std::size_t winner) const {
    cpp_int fewest = -1;
    for (std::size_t b = 0; b < size_; ++b) {
      if (b == winner) continue;
      const cpp_int units = std::max<cpp_int>(0, (Lead(winner, b) + 1) / 2);
      if (fewest < 0 || units < fewest) fewest = units;
    }
    return fewest;
  }

 private:
  std::size_t size_;
  Fraction denominator_;
  std::vector<cpp_int> support_;
};

// Links as they surely are and as they may be after k changed units, in ranks that compare across
// both; 0 is no link.
struct Links {
  StrengthRanks sure;
  StrengthRanks possible;
};

Fraction StrengthOf(const cpp_int& support,
                    const cpp_int& against,
                    Strength strength,
                    const cpp_int& total) {
  if (strength == Strength::kMargin) return Fraction::Of(support - against, 1);
  if (strength != Strength::kRatio) return Fraction::Of(support, 1);
  if (against > 0) return Fraction::Of(support, against);
  // Above every finite ratio, then by support.
  return Fraction::Of((total + 1) * (total + 1) + support, 1);
}

Links LinksAfter(const Duels& duels, Strength strength, const cpp_int& k, const cpp_int& total) {
  const std::size_t size = duels.size();
  std::vector<Fraction> sure(size * size, Fraction(-1));
  std::vector<Fraction> possible(size * size, Fraction(-1));
  std::map<Fraction, std::uint32_t> ranks;
  for (std::size_t a = 0; a < size; ++a) {
    for (std::size_t b = 0; b < size; ++b) {
      if (a == b) continue;
      const cpp_int& support = duels.Support(a, b);
      const cpp_int& against = duels.Support(b, a);
      if (duels.SurelyBeats(a, b, k)) {
        sure[a * size + b] = StrengthOf(support - k, against + k, strength, total);
        ranks[sure[a * size + b]] = 0;
      }
      if (duels.MayBeat(a, b, k)) {
        possible[a * size + b] = StrengthOf(support + k, against - k, strength, total);
        ranks[possible[a * size + b]] = 0;
      }
    }
  }
  std::uint32_t rank = 0;
  for (auto& [value, number] : ranks)
    number = ++rank;
  Links links{StrengthRanks(size * size, 0), StrengthRanks(size * size, 0)};
  for (std::size_t i = 0; i < size * size; ++i) {
    if (sure[i] >= Fraction(0)) links.sure[i] = ranks.at(sure[i]);
    if (possible[i] >= Fraction(0)) links.possible[i] = ranks.at(possible[i]);
  }
  return links;
}

bool SchulzeSurelyHolds(const Links& links, std::size_t size, std::size_t winner) {
  StrengthRanks there = links.sure;
  StrengthRanks back = links.possible;
  WidestPaths(there, size);
  WidestPaths(back, size);
  for (std::size_t b = 0; b < size; ++b) {
    if (b != winner && there[winner * size + b] <= back[b * size + winner]) return false;
  }
  return true;
}

bool RankedPairsSurelyHold(const Links& links, std::size_t size, std::size_t winner) {
  StrengthRanks back = links.possible;
  WidestPaths(back, size);
  std::vector<bool> below(size, false);
  std::vector<std::size_t> waiting = {winner};
  while (!waiting.empty()) {
    const std::size_t a = waiting.back();
    waiting.pop_back();
    for (std::size_t b = 0; b < size; ++b) {
      if (b == winner || below[b] || links.sure[a * size + b] <= back[b * size + a]) continue;
      below[b] = true;
      waiting.push_back(b);
    }
  }
  below[winner] = true;
  return std::find(below.begin(), below.end(), false) == below.end();
}

// Nobody may beat the winner, and sure victories lead from the winner to everybody.
bool SchwartzSurelyHolds(const Links& links, std::size_t size, std::size_t winner) {
  StrengthRanks there = links.sure;
  WidestPaths(there, size);
  for (std::size_t b = 0; b < size; ++b) {
    if (b == winner) continue;
    if (links.possible[b * size + winner] > 0 || there[winner * size + b] == 0) return false;
  }
  return true;
}

bool MinimaxSurelyHolds(const Duels& duels,
                        Strength strength,
                        std::size_t winner,
                        const cpp_int& k) {
  const bool any = strength == Strength::kOpposition;
  const auto defeat = [&](const cpp_int& support, const cpp_int& against) {
    return strength == Strength::kMargin ? cpp_int(support - against) : support;
  };
  cpp_int possible = 0;
  for (std::size_t x = 0; x < duels.size(); ++x) {
    if (x == winner || (!any && !duels.MayBeat(x, winner, k))) continue;
    possible =
        std::max(possible, defeat(duels.Support(x, winner) + k, duels.Support(winner, x) - k));
  }
  for (std::size_t b = 0; b < duels.size(); ++b) {
    if (b == winner) continue;
    cpp_int sure = 0;
    for (std::size_t x = 0; x < duels.size(); ++x) {
      if (x == b || (!any && !duels.SurelyBeats(x, b, k))) continue;
      sure = std::max(sure, defeat(duels.Support(x, b) - k, duels.Support(b, x) + k));
    }
    if (possible >= sure) return false;
  }
  return true;
}

// What a duel counts for `a` at the best that k units make of it.
int DuelAtBest(const Duels& duels, std::size_t a, std::size_t b, const cpp_int& k) {
  const cpp_int lead = duels.Lead(a, b) + 2 * k;
  return lead > 0 ? 1 : lead < 0 ? -1 : 0;
}

bool CopelandSurelyHolds(const Duels& duels, std::size_t winner, const cpp_int& k) {
  int at_worst = 0;
  for (std::size_t x = 0; x < duels.size(); ++x) {
    if (x != winner) at_worst -= DuelAtBest(duels, x, winner, k);
  }
  for (std::size_t b = 0; b < duels.size(); ++b) {
    if (b == winner) continue;
    int at_best = 0;
    for (std::size_t x = 0; x < duels.size(); ++x) {
      if (x != b) at_best += DuelAtBest(duels, b, x, k);
    }
    if (at_worst <= at_best) return false;
  }
  return true;
}

// The distances of two orders differ by what their pairs differ in, and one ballot turns each of at
// most n(n - 1) / 2 pairs, by 2 at most.
cpp_int KemenyBound(const Duels& duels, std::size_t winner) {
  constexpr std::size_t kOrdersMax = 10;
  const std::size_t size = duels.size();
  const cpp_int caught = duels.UnitsToCatch(winner);
  if (size > kOrdersMax) return std::max<cpp_int>(1, caught);
  std::vector<cpp_int> least(std::size_t{1} << size, 0);
  const auto cost_of = [&](std::size_t set, std::size_t c) {
    cpp_int cost = least[set & ~(std::size_t{1} << c)];
    for (std::size_t b = 0; b < size; ++b) {
      if (b != c && (set >> b & 1U) != 0) cost += duels.Support(b, c);
    }
    return cost;
  };
  for (std::size_t set = 1; set < least.size(); ++set) {
    bool first = true;
    for (std::size_t c = 0; c < size; ++c) {
      if ((set >> c & 1U) == 0) continue;
      cpp_int cost = cost_of(set, c);
      if (first || cost < least[set]) least[set] = std::move(cost);
      first = false;
    }
  }
  cpp_int gap = -1;
  for (std::size_t c = 0; c < size; ++c) {
    if (c == winner) continue;
    const cpp_int worse = cost_of(least.size() - 1, c) - least.back();
    if (gap < 0 || worse < gap) gap = worse;
  }
  const cpp_int per_ballot = size * (size - 1);
  return std::max({cpp_int(1), caught, cpp_int((gap + per_ballot - 1) / per_ballot)});
}

Result<cpp_int> PairwiseBound(const CloseCount& count) {
  QUORATE_ASSIGN_OR_RETURN(const Pairwise pairwise,
                           Pairwise::Of(count.profile, count.options.unranked));
  const Duels duels(pairwise);
  const std::string_view rule = count.rule.name;
  const Strength strength = count.options.strength;
  const std::size_t winner = count.answer.winners.front();
  const std::size_t size = duels.size();
  const cpp_int total = TotalOf(count.weights);
  if (rule == "kemeny") return KemenyBound(duels, winner);
  if (rule == "condorcet" || rule == "smith") return duels.UnitsToCatch(winner);
  const bool paths = rule == "schulze" || rule == "ranked-pairs" || rule == "schwartz";
  if (paths && size > kPathsMax) return std::max<cpp_int>(1, duels.UnitsToCatch(winner));
  return FirstNotRuledOut(total, [&](const cpp_int& k) {
    if (rule == "copeland") return CopelandSurelyHolds(duels, winner, k);
    if (rule == "minimax") return MinimaxSurelyHolds(duels, strength, winner, k);
    const Links links = LinksAfter(duels, strength, k, total);
    if (rule == "schulze") return SchulzeSurelyHolds(links, size, winner);
    if (rule == "ranked-pairs") return RankedPairsSurelyHold(links, size, winner);
    return SchwartzSurelyHolds(links, size, winner);
  });
}

// Joint eliminations: those with the fewest votes go at once if together they stay below everybody
// else. A path of them is as safe as its narrowest step.
class RunoffPaths {
 public:
  RunoffPaths(const CloseCount& count) : count_(count) {}

  // The widest narrowest step from `active` to the winner alone, in units; 0 where there is none.
  Fraction Widest(const std::vector<bool>& active) {
    const auto known = widest_.find(active);
    if (known != widest_.end()) return known->second;
    if (widest_.size() >= kRunoffsMax) return 0;
    widest_[active] = 0;
    const auto tally = FirstChoices(count_.profile, count_.weights, active);
    std::vector<std::size_t> standing;
    for (std::size_t c = 0; c < active.size(); ++c) {
      if (active[c]) standing.push_back(c);
    }
    std::stable_sort(standing.begin(), standing.end(), [&](std::size_t a, std::size_t b) {
      return tally[a] < tally[b];
    });
    Fraction widest;
    Fraction together;
    std::vector<bool> rest = active;
    for (std::size_t i = 0; i + 1 < standing.size(); ++i) {
      if (standing[i] == count_.answer.winners.front()) break;
      rest[standing[i]] = false;
      together += tally[standing[i]];
      const Fraction step = tally[standing[i + 1]] - together;
      if (step <= widest) continue;
      widest = std::max(widest, i + 2 == standing.size() ? step : std::min(step, Widest(rest)));
    }
    widest_[active] = widest;
    return widest;
  }

 private:
  const CloseCount& count_;
  std::map<std::vector<bool>, Fraction> widest_;
};

cpp_int HalfRoundedUp(const Fraction& weight, const WholeWeights& weights) {
  const Fraction half = weight * Fraction::Of(weights.denominator, 2);
  const cpp_int below = half.denominator();
  return std::max<cpp_int>(1, (half.numerator() + below - 1) / below);
}

cpp_int RunoffBound(const CloseCount& count) {
  const std::vector<bool> everybody(count.profile.candidates.size(), true);
  return HalfRoundedUp(RunoffPaths(count).Widest(everybody), count.weights);
}

// Moves weight from the best grades to the worst, or the other way round.
Merit Shifted(Merit merit, Fraction weight, bool to_the_best) {
  if (to_the_best) std::reverse(merit.begin(), merit.end());
  for (std::size_t i = merit.size(); i-- > 1 && !weight.IsZero();) {
    const Fraction moved = std::min(merit[i], weight);
    merit[i] -= moved;
    merit[0] += moved;
    weight -= moved;
  }
  if (to_the_best) std::reverse(merit.begin(), merit.end());
  return merit;
}

Result<cpp_int> MeritBound(const CloseCount& count) {
  QUORATE_ASSIGN_OR_RETURN(const std::vector<Merit> merits,
                           MeritsOf(count.profile, count.options.missing));
  // A blank that counts as the median moves with it, however few ballots move the median.
  const auto& grades = count.profile.grades;
  const bool blanks = std::find(grades.begin(), grades.end(), kMissing) != grades.end();
  if (blanks && count.options.missing == Missing::kMedian) return cpp_int(1);
  const std::size_t winner = count.answer.winners.front();
  return FirstNotRuledOut(TotalOf(count.weights), [&](const cpp_int& k) {
    const Fraction weight = Fraction::Of(k, count.weights.denominator);
    const Merit worst = Shifted(merits[winner], weight, false);
    for (std::size_t b = 0; b < merits.size(); ++b) {
      if (b == winner) continue;
      if (std::is_lteq(CompareMerits(worst, Shifted(merits[b], weight, true)).order)) return false;
    }
    return true;
  });
}

// Nothing changes while the same two have the most points and the same one wins their runoff.
Result<cpp_int> StarBound(const CloseCount& count) {
  const auto& scores = count.answer.scores;
  const std::size_t winner = count.answer.winners.front();
  std::size_t second = winner == 0 ? 1 : 0;
  for (std::size_t c = 0; c < scores.size(); ++c) {
    if (c != winner && scores[c] > scores[second]) second = c;
  }
  Profile filled = count.profile;
  if (count.options.missing == Missing::kZero) FillMissing(filled, Fraction(0));
  QUORATE_ASSIGN_OR_RETURN(const Pairwise pairwise, Pairwise::OfGrades(filled));
  cpp_int units =
      HalfRoundedUp(pairwise.At(winner, second) - pairwise.At(second, winner), count.weights);
  const Fraction widest = filled.scale.back() - filled.scale.front();
  for (std::size_t c = 0; c < scores.size(); ++c) {
    if (c == winner || c == second || widest.IsZero()) continue;
    const Fraction gap = std::min(scores[winner], scores[second]) - scores[c];
    units = std::min(units, HalfRoundedUp(gap / widest, count.weights));
  }
  return units;
}

}  // namespace

Result<cpp_int> UnitsSurelyNeeded(const CloseCount& count) {
  const std::string_view rule = count.rule.name;
  if (rule == "irv") return RunoffBound(count);
  if (rule == "star") return StarBound(count);
  if (rule == "majority-judgment") return MeritBound(count);
  if (rule.starts_with("stv-")) return cpp_int(1);
  return PairwiseBound(count);
}

}  // namespace quorate::engine
