#include "engine/ratings/flip.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "engine/ratings/cohort.h"
#include "engine/ratings/consensus.h"
#include "engine/ratings/flip_search.h"
#include "engine/ratings/results.h"
#include "engine/ratings/verdict_formula.h"

namespace quorate::engine {

namespace {

constexpr const char* kTooFew = "too few people scored it";
constexpr const char* kNobody = "nobody there scored it";
constexpr const char* kNoWay = "no change of scores can change the verdict";

// The verdict if these people had scored so.
Consensus ConsensusAfter(const CountedItem& item, const std::vector<Move>& moves) {
  ItemTally tally = item.tally;
  for (const Move& move : moves) {
    const Cohort& cohort = item.cohorts[move.cohort];
    const std::size_t from = cohort.bloc * tally.codes + kFirstScore + move.from;
    const std::size_t to = cohort.bloc * tally.codes + kFirstScore + move.to;
    tally.people[from] -= move.people;
    tally.people[to] += move.people;
    if (tally.weights.empty()) continue;
    const Fraction weight = cohort.own * static_cast<std::int64_t>(move.people);
    tally.weights[from] -= weight;
    tally.weights[to] += weight;
    tally.squares[from] -= weight * cohort.own;
    tally.squares[to] += weight * cohort.own;
  }
  const ItemTables tables = MakeTables(item.electorate, tally, item.groups.size());
  return ConsensusOf(item.rule, item.groups, tables, item.round).consensus;
}

// The moves in words of the item, those of people with the same hats together.
std::vector<ScoreChange> ChangesOf(const CountedItem& item, const std::vector<Move>& moves) {
  std::map<std::tuple<std::vector<std::uint32_t>, int, int>, std::uint64_t> people;
  const int min = item.rule.scale.min;
  for (const Move& move : moves) {
    const auto& groups = item.electorate.blocs[item.cohorts[move.cohort].bloc].tables;
    people[{groups, min + static_cast<int>(move.from), min + static_cast<int>(move.to)}] +=
        move.people;
  }
  std::vector<ScoreChange> changes;
  for (const auto& [key, count] : people) {
    const auto& [groups, from, to] = key;
    changes.push_back({count, groups, from, to});
  }
  return changes;
}

class ItemFlipFinder {
 public:
  ItemFlipFinder(const CountedItem& item, Consensus now)
      : item_(item), now_(now), formula_(item), other_(OtherVerdict(formula_, now)) {}

  [[nodiscard]] Flip Among(const Movable& movable) const {
    Flip flip;
    if (std::find(movable.begin(), movable.end(), true) == movable.end()) {
      flip.why_not = kNobody;
      return flip;
    }
    const FewestMoves fewest =
        FindFewestMoves(formula_, other_, movable, [&](const std::vector<Move>& moves) {
          return ConsensusAfter(item_, moves) != now_;
        });
    flip.at_least = fewest.at_least;
    flip.at_most = fewest.at_most;
    if (!flip.at_least) flip.why_not = kNoWay;
    if (!flip.at_most) return flip;
    flip.becomes = ConsensusAfter(item_, fewest.moves);
    flip.example = ChangesOf(item_, fewest.moves);
    return flip;
  }

 private:
  const CountedItem& item_;
  Consensus now_;
  ScoreFormula formula_;
  ScoreFormula::Part other_;
};

ItemFlips FlipsOf(const CountedItem& item) {
  ItemFlips flips;
  const Consensus now = ConsensusOf(item.rule, item.groups, item.tables, item.round).consensus;
  if (now == Consensus::kInquorate) {
    flips.overall.why_not = kTooFew;
    flips.by_group.assign(item.groups.size(), flips.overall);
    return flips;
  }
  const ItemFlipFinder finder(item, now);
  flips.overall = finder.Among(Movable(item.cohorts.size(), true));
  for (std::size_t group = 0; group < item.groups.size(); ++group) {
    Movable movable;
    for (const Cohort& cohort : item.cohorts)
      movable.push_back(StandsIn(item, cohort, group));
    flips.by_group.push_back(finder.Among(movable));
  }
  return flips;
}

}  // namespace

Result<std::vector<ItemFlips>> FindFlips(const RoundRatings& ratings,
                                         const ConsensusRule& rule,
                                         const VoicePolicy& voice,
                                         int round) {
  QUORATE_RETURN_IF_ERROR(CheckScale(ratings, rule));
  QUORATE_ASSIGN_OR_RETURN(const Electorate electorate, Divide(ratings, voice));
  std::vector<ItemFlips> items;
  for (std::size_t i = 0; i < ratings.items.size(); ++i) {
    CountedItem item{rule, ratings.groups, electorate, round, {}, {}, {}};
    item.tally = TallyItem(ratings, electorate, i);
    item.tables = MakeTables(electorate, item.tally, ratings.groups.size());
    item.cohorts = CohortsOf(ratings, electorate, item.tally, i);
    items.push_back(FlipsOf(item));
  }
  return items;
}

}  // namespace quorate::engine
