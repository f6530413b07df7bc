#include "engine/ratings/score_formula.h"

#include <algorithm>

#include "engine/base/check.h"

namespace quorate::engine {

namespace {

Number FloorOf(const Fraction& value) {
  const Number numerator = value.numerator();
  const Number denominator = value.denominator();
  Number floor = numerator / denominator;
  if (numerator < 0 && floor * denominator != numerator) --floor;
  return floor;
}

// What one unit of own weight counts for in the table, by bloc; 0 for those who do not stand in it.
std::vector<Fraction> FactorsIn(const CountedItem& item, std::size_t table, Denominator below) {
  if (table == 0) return PanelFactors(item.electorate, item.tally, below, item.groups.size());
  std::vector<Fraction> factors;
  for (const Bloc& bloc : item.electorate.blocs) {
    const bool stands =
        std::find(bloc.tables.begin(), bloc.tables.end(), table - 1) != bloc.tables.end();
    factors.push_back(stands ? bloc.part : Fraction());
  }
  return factors;
}

}  // namespace

Comparison Opposite(Comparison op) {
  switch (op) {
    case Comparison::kAtLeast:
      return Comparison::kLessThan;
    case Comparison::kMoreThan:
      return Comparison::kAtMost;
    case Comparison::kAtMost:
      return Comparison::kMoreThan;
    case Comparison::kLessThan:
      return Comparison::kAtLeast;
    case Comparison::kEqual:
      break;
  }
  QUORATE_CHECK(op != Comparison::kEqual);
  return op;
}

ScoreFormula::ScoreFormula(const CountedItem& item) : item_(item) {
  nodes_.push_back({std::nullopt, 0, {}});
  nodes_.push_back({std::nullopt, 1, {}});
}

ScoreFormula::Part ScoreFormula::AtLeast(std::size_t wanted, const std::vector<Part>& parts) {
  std::vector<Part> open;
  for (const Part part : parts) {
    if (part == Always() && wanted > 0) --wanted;
    if (part != Always() && part != Never()) open.push_back(part);
  }
  if (wanted == 0) return Always();
  if (wanted > open.size()) return Never();
  if (open.size() == 1) return open.front();
  nodes_.push_back({std::nullopt, wanted, std::move(open)});
  return nodes_.size() - 1;
}

ScoreFormula::Part ScoreFormula::Unknown() {
  relaxed_ = true;
  return Always();
}

std::size_t ScoreFormula::BasisOf(std::size_t table, Count count) {
  const auto [found, is_new] = basis_numbers_.try_emplace({table, count}, bases_.size());
  if (!is_new) return found->second;
  const Denominator below =
      count == Count::kAnswered ? Denominator::kAnswered : Denominator::kScored;
  const std::vector<Fraction> factors = FactorsIn(item_, table, below);
  std::vector<Fraction> weights;
  Basis basis;
  basis.table = table;
  for (const Cohort& cohort : item_.cohorts) {
    const bool stands = table == 0 || !factors[cohort.bloc].IsZero();
    weights.push_back(count == Count::kPeople ? Fraction(stands ? 1 : 0)
                                              : factors[cohort.bloc] * cohort.own);
    basis.unit = boost::multiprecision::lcm(basis.unit, weights.back().denominator());
  }
  for (const Fraction& weight : weights)
    basis.weights.push_back(weight.numerator() * (basis.unit / weight.denominator()));
  bases_.push_back(std::move(basis));
  return found->second;
}

ScoreFormula::Part ScoreFormula::NeedOf(std::size_t basis,
                                        std::vector<int> points,
                                        const Fraction& right,
                                        bool strict) {
  // The left side is a whole number of units.
  const Fraction units = right * Fraction::Of(bases_[basis].unit, 1);
  const Number least = strict ? FloorOf(units) + 1 : -FloorOf(-units);
  const auto [found, is_new] = need_nodes_.try_emplace({basis, points, least}, nodes_.size());
  if (!is_new) return found->second;
  needs_.push_back({basis, std::move(points), least});
  nodes_.push_back({needs_.size() - 1, 0, {}});
  return found->second;
}

ScoreFormula::Part ScoreFormula::Sum(std::size_t table,
                                     Count count,
                                     std::vector<int> points,
                                     Comparison op,
                                     const Fraction& right) {
  if (op == Comparison::kEqual) {
    const Part at_least = Sum(table, count, points, Comparison::kAtLeast, right);
    return All({at_least, Sum(table, count, std::move(points), Comparison::kAtMost, right)});
  }
  const std::size_t basis = BasisOf(table, count);
  const bool strict = op == Comparison::kMoreThan || op == Comparison::kLessThan;
  if (op == Comparison::kAtLeast || op == Comparison::kMoreThan) {
    return NeedOf(basis, std::move(points), right, strict);
  }
  for (int& point : points)
    point = -point;
  return NeedOf(basis, std::move(points), -right, strict);
}

}  // namespace quorate::engine
