// Moving people from score to score until some needs of a formula are met.

#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "engine/ratings/score_formula.h"

namespace quorate::engine {

// People of one cohort who scored one point of the scale and score another, both counted from 0.
struct Move {
  std::size_t cohort = 0;
  std::size_t from = 0;
  std::size_t to = 0;
  std::uint64_t people = 0;
};

// Who may move: by cohort.
using Movable = std::vector<bool>;

// The fewest who could meet the need alone; absent where all of them could not.
std::optional<std::uint64_t> FewestFor(const ScoreFormula& formula,
                                       const Need& need,
                                       const Movable& movable);

// Which tables have nobody in common, so that what each of them needs adds up.
class TableOverlaps {
 public:
  explicit TableOverlaps(const CountedItem& item);
  // The fewest people for all tables, given the fewest for each: the most that a greedy choice of
  // tables without anybody in common adds up to, and no less than for any one.
  [[nodiscard]] std::uint64_t Together(const std::vector<std::uint64_t>& by_table) const;

 private:
  std::vector<std::vector<bool>> shared_;
};

// The search for moves that meet all of the needs at once.
class ScoreMover {
 public:
  // Keeps references to the formula and the overlaps.
  ScoreMover(const ScoreFormula& formula,
             const TableOverlaps& overlaps,
             std::vector<Need> needs,
             const Movable& movable);

  // Moves of at most so many people, if there are any. Tries everything that could do, each try
  // taking from `work`; absent with `work` at 0 says nothing.
  std::optional<std::vector<Move>> Within(std::uint64_t people, std::uint64_t& work);

  // Moves found by always taking the one that helps most; more people than needed, perhaps.
  std::optional<std::vector<Move>> Greedily();

 private:
  // People whom the needs cannot tell apart, now or after any move.
  struct Source {
    std::size_t cohort = 0;
    std::size_t region = 0;
    std::uint64_t people = 0;
    std::vector<std::size_t> targets;  // Regions, in the order of the kind's effects.
  };
  using Effects = std::vector<Number>;  // By need: what one person's move adds.
  struct Kind {
    std::vector<Effects> effects;  // By option; none at least as good as another everywhere.
    std::vector<Source> sources;
    std::uint64_t people = 0;
  };
  struct Option {
    std::size_t kind = 0;
    std::size_t effect = 0;
  };

  void FindRegions();
  void FindKinds(const Movable& movable);
  void OrderOptions();
  [[nodiscard]] std::vector<std::pair<Effects, std::size_t>> UsefulMoves(std::size_t cohort,
                                                                         std::size_t region) const;
  [[nodiscard]] const Effects& EffectsOf(std::size_t option) const;
  [[nodiscard]] Number Usefulness(const Effects& effects) const;
  void Start();
  void Take(std::size_t option, std::uint64_t people, bool back);
  [[nodiscard]] bool AllMet() const;
  [[nodiscard]] bool CanStillDo(std::size_t option, std::uint64_t people) const;
  [[nodiscard]] std::uint64_t Useful(std::size_t option, std::uint64_t people) const;
  [[nodiscard]] bool MoreCanHelp(std::size_t option) const;
  bool Search(std::size_t option, std::uint64_t people, std::uint64_t& work);
  [[nodiscard]] Number Distance(const Effects& effects) const;
  [[nodiscard]] std::vector<Move> Moves() const;
  std::uint64_t AddMoves(const Source& source,
                         std::size_t target,
                         std::uint64_t people,
                         std::vector<std::uint64_t>& scores,
                         std::vector<Move>& moves) const;

  const ScoreFormula& formula_;
  const TableOverlaps& overlaps_;
  std::vector<Need> needs_;
  std::vector<Number> missing_;  // By need, before anybody moves; at most 0 where it is met.
  std::vector<std::vector<std::size_t>> regions_;  // Points that count alike for every need.
  std::vector<Kind> kinds_;
  std::vector<Option> options_;                    // Those of one kind stand together.
  std::vector<std::vector<std::size_t>> by_gain_;  // By need: options, the greatest gain first.
  std::vector<bool> hurt_;                         // By need: whether some option takes from it.
  // The state of a search.
  std::vector<Number> rest_;           // By need: what is still missing.
  std::vector<std::uint64_t> left_;    // By kind: who has not moved.
  std::vector<std::uint64_t> chosen_;  // By option.
};

}  // namespace quorate::engine
