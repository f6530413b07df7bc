// Counting: from the answers about one item to the tables of the panel and of each group.
//
// Two steps, so that the first can run at memory speed and the second in exact fractions: TallyItem
// counts answers by bloc, MakeTables weighs the few sums that remain.

#pragma once

#include <cstdint>
#include <vector>

#include "engine/base/fraction.h"
#include "engine/ratings/electorate.h"
#include "engine/ratings/round_ratings.h"
#include "engine/ratings/rule.h"

namespace quorate::engine {

// Sums over the answers about one item, bloc-major: a row of CodeCount() cells for each bloc.
struct ItemTally {
  std::size_t codes = 0;
  std::vector<std::uint64_t> people;
  std::vector<Fraction> weights;  // Of own weights; empty where everybody's is 1.
  std::vector<Fraction> squares;  // Of own weights squared; empty likewise.
};

ItemTally TallyItem(const RoundRatings& round, const Electorate& electorate, std::size_t item);

// What answers weigh in one table once it is settled who stands below the fraction line.
struct Weighing {
  std::vector<Fraction> by_code;  // Empty where everybody weighs 1: then it is Table::people.
  Fraction total;                 // Of the denominator; what shares are divided by.
  Fraction squares;               // Sum of squared weights of the denominator's people.
};

// One table: the panel's or a group's. Two weighings, because a voice that shares weight within a
// group shares it among the people in the denominator of the very figure asked for.
struct Table {
  std::vector<std::uint64_t> people;  // By code, each person once.
  Weighing scored;
  Weighing answered;

  [[nodiscard]] const Weighing& Under(Denominator denominator) const {
    return denominator == Denominator::kScored ? scored : answered;
  }
  [[nodiscard]] std::uint64_t scored_people() const;
};

struct ItemTables {
  Table panel;
  std::vector<Table> groups;  // By group.
};

ItemTables MakeTables(const Electorate& electorate, const ItemTally& tally, std::size_t groups);

// The multiple of their own weight that each bloc's people have in the panel, in figures over that
// denominator.
std::vector<Fraction> PanelFactors(const Electorate& electorate,
                                   const ItemTally& tally,
                                   Denominator denominator,
                                   std::size_t groups);

// What the answers with `code` weigh together.
Fraction WeightAt(const Table& table, const Weighing& weighing, std::size_t code);

}  // namespace quorate::engine
