#include "engine/ratings/tally.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "engine/base/check.h"
#include "engine/ratings/count_codes.h"

namespace quorate::engine {

namespace {

using boost::multiprecision::cpp_int;
__extension__ using Wide = unsigned __int128;

cpp_int ToBig(Wide value) {
  return (cpp_int(static_cast<std::uint64_t>(value >> 64U)) << 64U) +
         cpp_int(static_cast<std::uint64_t>(value));
}
const cpp_int& ToBig(const cpp_int& value) {
  return value;
}

// Adds up own weights by bloc and code, with `Sum` wide enough for their squares.
template <typename Sum, typename Number>
void AddOwnWeights(std::span<const AnswerCode> row,
                   const Electorate& electorate,
                   const std::vector<Number>& numerators,
                   ItemTally& tally) {
  std::vector<Sum> weights(tally.people.size());
  std::vector<Sum> squares(tally.people.size());
  for (const Run& run : electorate.runs) {
    const std::size_t first = run.bloc * tally.codes;
    for (std::size_t member = run.begin; member < run.end; ++member) {
      const std::size_t cell = first + row[member];
      weights[cell] += numerators[member];
      squares[cell] += Sum(numerators[member]) * numerators[member];
    }
  }
  const cpp_int& denominator = electorate.own.denominator;
  const cpp_int square = denominator * denominator;
  for (std::size_t cell = 0; cell < weights.size(); ++cell) {
    tally.weights.push_back(Fraction::Of(ToBig(weights[cell]), denominator));
    tally.squares.push_back(Fraction::Of(ToBig(squares[cell]), square));
  }
}

bool StandsBelow(Denominator denominator, std::size_t code) {
  if (code >= kFirstScore) return true;
  return denominator == Denominator::kAnswered && (code == kUnable || code == kNotUnderstood);
}

std::uint64_t PeopleBelow(Denominator denominator, std::span<const std::uint64_t> people) {
  std::uint64_t sum = 0;
  for (std::size_t code = 0; code < people.size(); ++code) {
    if (StandsBelow(denominator, code)) sum += people[code];
  }
  return sum;
}

std::span<const std::uint64_t> RowOf(const ItemTally& tally, std::size_t bloc) {
  return std::span(tally.people).subspan(bloc * tally.codes, tally.codes);
}

// What one unit of own weight counts for in each group, for figures over `denominator`. A group
// with nobody in the denominator has no share: it drops out and hands nothing on.
std::vector<Fraction> SharedScales(const Electorate& electorate,
                                   const ItemTally& tally,
                                   Denominator denominator,
                                   std::size_t groups) {
  std::vector<Fraction> mass(groups);
  for (std::size_t b = 0; b < electorate.blocs.size(); ++b) {
    const auto people = static_cast<std::int64_t>(PeopleBelow(denominator, RowOf(tally, b)));
    for (const std::uint32_t group : electorate.blocs[b].voices) {
      mass[group] += electorate.blocs[b].part * people;
    }
  }
  const auto present =
      std::count_if(mass.begin(), mass.end(), [](const auto& m) { return !m.IsZero(); });
  std::vector<Fraction> scales(groups);
  for (std::size_t group = 0; group < groups; ++group) {
    if (mass[group].IsZero()) continue;
    const bool equal = electorate.voice == Voice::kEqualGroups;
    const Fraction whole = equal ? Fraction(1, present) : electorate.group_weights[group];
    scales[group] = whole / mass[group];
  }
  return scales;
}

Weighing WeighEachOne(const Table& table, Denominator denominator) {
  Weighing weighing;
  weighing.total = static_cast<std::int64_t>(PeopleBelow(denominator, table.people));
  weighing.squares = weighing.total;
  return weighing;
}

// Adds one bloc, whose people have `factor` times their own weight.
void AddBloc(const ItemTally& tally,
             std::size_t bloc,
             const Fraction& factor,
             Denominator denominator,
             Weighing& weighing) {
  const Fraction square = factor * factor;
  for (std::size_t code = 1; code < tally.codes; ++code) {
    const std::size_t cell = bloc * tally.codes + code;
    if (tally.people[cell] == 0) continue;
    const Fraction people = static_cast<std::int64_t>(tally.people[cell]);
    weighing.by_code[code] += factor * (tally.weights.empty() ? people : tally.weights[cell]);
    if (!StandsBelow(denominator, code)) continue;
    weighing.squares += square * (tally.squares.empty() ? people : tally.squares[cell]);
  }
}

// Weighs the listed blocs by their factors, which stand in the order of `blocs`.
Weighing Weigh(const ItemTally& tally,
               std::span<const std::size_t> blocs,
               std::span<const Fraction> factors,
               Denominator denominator) {
  Weighing weighing;
  weighing.by_code.resize(tally.codes);
  for (std::size_t i = 0; i < blocs.size(); ++i) {
    AddBloc(tally, blocs[i], factors[i], denominator, weighing);
  }
  for (std::size_t code = 1; code < tally.codes; ++code) {
    if (StandsBelow(denominator, code)) weighing.total += weighing.by_code[code];
  }
  return weighing;
}

std::vector<std::uint64_t> PeopleOf(const ItemTally& tally, std::span<const std::size_t> blocs) {
  std::vector<std::uint64_t> people(tally.codes);
  for (const std::size_t bloc : blocs) {
    const auto row = RowOf(tally, bloc);
    for (std::size_t code = 0; code < row.size(); ++code)
      people[code] += row[code];
  }
  return people;
}

Table MakePanel(const Electorate& electorate, const ItemTally& tally, std::size_t groups) {
  std::vector<std::size_t> all(electorate.blocs.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  Table panel;
  panel.people = PeopleOf(tally, all);
  const auto weigh = [&](Denominator denominator) {
    if (electorate.voice == Voice::kPerPerson) return WeighEachOne(panel, denominator);
    return Weigh(tally, all, PanelFactors(electorate, tally, denominator, groups), denominator);
  };
  panel.scored = weigh(Denominator::kScored);
  panel.answered = weigh(Denominator::kAnswered);
  return panel;
}

Table MakeGroup(const Electorate& electorate, const ItemTally& tally, std::uint32_t group) {
  std::vector<std::size_t> mine;
  std::vector<Fraction> parts;
  bool whole = tally.weights.empty();
  for (std::size_t b = 0; b < electorate.blocs.size(); ++b) {
    const Bloc& bloc = electorate.blocs[b];
    if (std::find(bloc.tables.begin(), bloc.tables.end(), group) == bloc.tables.end()) continue;
    mine.push_back(b);
    parts.push_back(bloc.part);
    whole = whole && bloc.part == Fraction(1);
  }
  Table table;
  table.people = PeopleOf(tally, mine);
  const auto weigh = [&](Denominator denominator) {
    return whole ? WeighEachOne(table, denominator) : Weigh(tally, mine, parts, denominator);
  };
  table.scored = weigh(Denominator::kScored);
  table.answered = weigh(Denominator::kAnswered);
  return table;
}

}  // namespace

std::uint64_t Table::scored_people() const {
  return PeopleBelow(Denominator::kScored, people);
}

ItemTally TallyItem(const RoundRatings& round, const Electorate& electorate, std::size_t item) {
  ItemTally tally;
  tally.codes = CodeCount(round.scale);
  tally.people.resize(electorate.blocs.size() * tally.codes);
  std::span<const AnswerCode> row =
      std::span(round.answers).subspan(item * round.member_count(), round.member_count());
  std::vector<AnswerCode> ordered;
  if (!electorate.order.empty()) {
    ordered.reserve(row.size());
    for (const std::uint32_t member : electorate.order)
      ordered.push_back(row[member]);
    row = ordered;
  }
  for (const Run& run : electorate.runs) {
    CountCodes(row.subspan(run.begin, run.end - run.begin),
               std::span(tally.people).subspan(run.bloc * tally.codes, tally.codes));
  }
  const OwnWeights& own = electorate.own;
  if (!own.small.empty()) AddOwnWeights<Wide>(row, electorate, own.small, tally);
  if (!own.large.empty()) AddOwnWeights<cpp_int>(row, electorate, own.large, tally);
  return tally;
}

ItemTables MakeTables(const Electorate& electorate, const ItemTally& tally, std::size_t groups) {
  ItemTables tables;
  tables.panel = MakePanel(electorate, tally, groups);
  for (std::uint32_t group = 0; group < groups; ++group) {
    tables.groups.push_back(MakeGroup(electorate, tally, group));
  }
  return tables;
}

std::vector<Fraction> PanelFactors(const Electorate& electorate,
                                   const ItemTally& tally,
                                   Denominator denominator,
                                   std::size_t groups) {
  std::vector<Fraction> scales;
  std::vector<Fraction> factors;
  switch (electorate.voice) {
    case Voice::kPerPerson:
    case Voice::kPersonWeights:
      factors.resize(electorate.blocs.size(), Fraction(1));
      return factors;
    case Voice::kGroupWeightsEach:
      scales = electorate.group_weights;
      break;
    case Voice::kEqualGroups:
    case Voice::kGroupWeights:
      scales = SharedScales(electorate, tally, denominator, groups);
      break;
  }
  for (const Bloc& bloc : electorate.blocs) {
    Fraction factor;
    for (const std::uint32_t group : bloc.voices)
      factor += bloc.part * scales[group];
    factors.push_back(std::move(factor));
  }
  return factors;
}

Fraction WeightAt(const Table& table, const Weighing& weighing, std::size_t code) {
  if (weighing.by_code.empty()) return static_cast<std::int64_t>(table.people[code]);
  return weighing.by_code[code];
}

}  // namespace quorate::engine
