// Ranked pairs. Everybody in a higher tier beats everybody in a lower one, so no lock ever runs
// upward between tiers and each tier is settled on its own; the first decides who wins.

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "engine/ranking/components.h"
#include "engine/ranking/lock_graph.h"
#include "engine/ranking/rules.h"

namespace quorate::engine {

namespace {

constexpr std::size_t kOutcomesMax = 20'000;
constexpr std::size_t kOutcomeBytesMax = std::size_t{1} << 28U;
constexpr std::size_t kShownMax = 50;

struct Pair {
  std::size_t above = 0;
  std::size_t below = 0;
};
// Victories of equal strength.
using Level = std::vector<Pair>;

// Victories within one tier, strongest first, by the members' numbers in the tier.
std::vector<Level> LevelsOf(const StrengthRanks& ranks,
                            std::size_t size,
                            const std::vector<std::size_t>& tier) {
  std::map<std::uint32_t, Level, std::greater<>> levels;
  for (std::size_t a = 0; a < tier.size(); ++a) {
    for (std::size_t b = 0; b < tier.size(); ++b) {
      const std::uint32_t rank = ranks[tier[a] * size + tier[b]];
      if (rank > 0) levels[rank].push_back({a, b});
    }
  }
  std::vector<Level> sorted;
  sorted.reserve(levels.size());
  for (auto& [rank, level] : levels)
    sorted.push_back(std::move(level));
  return sorted;
}

bool IsOpen(const LockGraph& graph, const Pair& pair) {
  return !graph.Reaches(pair.above, pair.below) && !graph.Reaches(pair.below, pair.above);
}

// All outcomes over all orders of equal pairs.
class Outcomes {
 public:
  explicit Outcomes(std::size_t size)
      : graphs_{LockGraph(size)},
        max_(std::min(kOutcomesMax, kOutcomeBytesMax / (graphs_.begin()->bytes() + 64))) {}

  // False once there are too many.
  bool Lock(const Level& level) {
    std::set<LockGraph> before;
    before.swap(graphs_);
    for (const LockGraph& graph : before) {
      if (!Extend(graph, level)) return false;
    }
    return true;
  }
  [[nodiscard]] const std::set<LockGraph>& graphs() const { return graphs_; }

 private:
  // Locks at once what no order can prevent, then tries the rest one after another.
  bool Extend(LockGraph graph, const Level& level) {
    const Level contested = LockUncontested(graph, level);
    std::set<LockGraph> seen;
    std::vector<LockGraph> waiting = {std::move(graph)};
    while (!waiting.empty()) {
      const LockGraph next = std::move(waiting.back());
      waiting.pop_back();
      if (!Branch(next, contested, seen, waiting)) graphs_.insert(next);
      if (seen.size() + graphs_.size() > max_) return false;
    }
    return true;
  }

  // What is left: pairs on a circle that they close together with one another and the locks.
  static Level LockUncontested(LockGraph& graph, const Level& level) {
    Level open;
    std::copy_if(level.begin(), level.end(), std::back_inserter(open), [&](const Pair& pair) {
      return IsOpen(graph, pair);
    });
    if (open.size() == 1) {
      graph.Lock(open[0].above, open[0].below);
      return {};
    }
    LockGraph everything = graph;
    for (const Pair& pair : open)
      everything.Lock(pair.above, pair.below);
    const auto contested = std::partition(open.begin(), open.end(), [&](const Pair& pair) {
      return !everything.Reaches(pair.below, pair.above);
    });
    for (auto pair = open.begin(); pair != contested; ++pair)
      graph.Lock(pair->above, pair->below);
    return {contested, open.end()};
  }

  // Adds each pair that can still be locked; false if there is none.
  static bool Branch(const LockGraph& graph,
                     const Level& contested,
                     std::set<LockGraph>& seen,
                     std::vector<LockGraph>& waiting) {
    bool branched = false;
    for (const Pair& pair : contested) {
      if (!IsOpen(graph, pair)) continue;
      branched = true;
      LockGraph more = graph;
      more.Lock(pair.above, pair.below);
      if (seen.insert(more).second) waiting.push_back(std::move(more));
    }
    return branched;
  }

  std::set<LockGraph> graphs_;
  std::size_t max_;
};

// The one order that the tie order makes of equal pairs: first the pair whose upper candidate comes
// first, then the one whose lower candidate does.
LockGraph LockInOrder(std::vector<Level> levels,
                      const std::vector<std::size_t>& tier,
                      const std::vector<std::size_t>& place_of) {
  LockGraph graph(tier.size());
  for (Level& level : levels) {
    std::sort(level.begin(), level.end(), [&](const Pair& x, const Pair& y) {
      const auto x_above = place_of[tier[x.above]];
      const auto y_above = place_of[tier[y.above]];
      if (x_above != y_above) return x_above < y_above;
      return place_of[tier[x.below]] < place_of[tier[y.below]];
    });
    for (const Pair& pair : level) {
      if (IsOpen(graph, pair)) graph.Lock(pair.above, pair.below);
    }
  }
  return graph;
}

std::vector<std::size_t> PredecessorsIn(const LockGraph& graph) {
  std::vector<std::size_t> count(graph.size(), 0);
  for (std::size_t a = 0; a < graph.size(); ++a) {
    for (std::size_t b = 0; b < graph.size(); ++b)
      count[b] += graph.Reaches(a, b) ? 1U : 0U;
  }
  return count;
}

// The tier as equal places, appended to `ranking`; false where the locks leave it open.
bool AppendPlaces(const LockGraph& graph,
                  const std::vector<std::size_t>& tier,
                  std::vector<std::vector<std::size_t>>& ranking) {
  const auto above = PredecessorsIn(graph);
  std::map<std::size_t, std::vector<std::size_t>> levels;
  for (std::size_t c = 0; c < tier.size(); ++c)
    levels[above[c]].push_back(tier[c]);
  for (std::size_t a = 0; a < tier.size(); ++a) {
    for (std::size_t b = 0; b < tier.size(); ++b) {
      if (above[a] < above[b] && !graph.Reaches(a, b)) return false;
    }
  }
  for (auto& [count, level] : levels)
    ranking.push_back(std::move(level));
  return true;
}

struct TierResult {
  std::vector<LockGraph> graphs;  // Empty if there were too many.
};

TierResult Settle(const RankedCount& count,
                  const StrengthRanks& ranks,
                  const std::vector<std::size_t>& tier) {
  const auto levels = LevelsOf(ranks, count.profile.candidates.size(), tier);
  if (!count.place_of.empty()) return {{LockInOrder(levels, tier, count.place_of)}};
  Outcomes outcomes(tier.size());
  for (const Level& level : levels) {
    if (!outcomes.Lock(level)) return {};
  }
  return {{outcomes.graphs().begin(), outcomes.graphs().end()}};
}

std::vector<std::size_t> WinnersOf(const TierResult& result, const std::vector<std::size_t>& tier) {
  std::set<std::size_t> winners;
  for (const LockGraph& graph : result.graphs) {
    const auto above = PredecessorsIn(graph);
    for (std::size_t c = 0; c < tier.size(); ++c) {
      if (above[c] == 0) winners.insert(tier[c]);
    }
  }
  return {winners.begin(), winners.end()};
}

// The victories of the first tier that were locked, or passed over, in the first outcome.
void ShowPairs(const RankedCount& count,
               const StrengthRanks& ranks,
               const std::vector<std::size_t>& tier,
               const LockGraph& graph,
               Json& explanation) {
  if (tier.size() > kShownMax) return;
  Json locked = Json::Array();
  Json passed_over = Json::Array();
  for (const Level& level : LevelsOf(ranks, count.profile.candidates.size(), tier)) {
    for (const Pair& pair : level) {
      Json names = NamesInJson(count.profile, {tier[pair.above], tier[pair.below]});
      (graph.Reaches(pair.above, pair.below) ? locked : passed_over).Append(std::move(names));
    }
  }
  explanation["locked"] = std::move(locked);
  explanation["passed_over"] = std::move(passed_over);
}

Status CheckWholeOrder(const RankedCount& count) {
  const auto& names = count.profile.candidates;
  for (std::size_t c = 0; c < count.place_of.size(); ++c) {
    if (count.place_of[c] < names.size()) continue;
    return Refuse(Reason::kInvalidArgument,
                  "ranked pairs need the whole tie order, and it leaves out " + names[c]);
  }
  return {};
}

// Who wins and why, in a sentence.
std::string Reasoned(const Profile& profile, const std::vector<std::size_t>& winners, bool alone) {
  const bool one = winners.size() == 1;
  const std::string text = NamesOf(profile, winners) + (one ? " wins: " : " tie: ");
  if (alone) return text + "this candidate beats every other one in a duel.";
  if (one)
    return text + "after the victories are locked from the strongest down, nobody stands above.";
  return text + "each stands first under some order of equally strong pairs, or beside the others.";
}

}  // namespace

Result<RankedAnswer> CountRankedPairs(const RankedCount& count) {
  const Profile& profile = count.profile;
  QUORATE_RETURN_IF_ERROR(CheckWholeOrder(count));
  QUORATE_ASSIGN_OR_RETURN(const Pairwise pairwise, Pairwise::Of(profile, count.options.unranked));
  const StrengthRanks ranks =
      RankStrengths(pairwise, count.options.strength, EqualSupport::kSmallerOppositionFirst);
  RankedAnswer answer;
  bool unique = true;
  const auto tiers = TiersOf(pairwise);
  for (const auto& tier : tiers) {
    const bool first = answer.winners.empty();
    const TierResult result = Settle(count, ranks, tier);
    if (first && result.graphs.empty()) {
      return Refuse(Reason::kTooLarge,
                    "so many pairs are equally strong that their orders lead to more outcomes than "
                    "are followed (" +
                        std::to_string(kOutcomesMax) +
                        "); --tie order:A,B,.. or --tie lot:SEED makes one order of them");
    }
    unique = unique && result.graphs.size() == 1 &&
             AppendPlaces(result.graphs.front(), tier, answer.ranking);
    if (!first) continue;
    answer.winners = WinnersOf(result, tier);
    answer.explanation["outcomes"] = std::to_string(result.graphs.size());
    ShowPairs(count, ranks, tier, result.graphs.front(), answer.explanation);
  }
  if (!unique) answer.ranking.clear();
  answer.summary.push_back(Reasoned(profile, answer.winners, tiers.front().size() == 1));
  if (!count.place_of.empty())
    answer.summary.emplace_back("Equally strong pairs were taken in the given tie order.");
  return answer;
}

}  // namespace quorate::engine
