#include "engine/ratings/consensus.h"

#include <algorithm>

#include "engine/ratings/summary.h"

namespace quorate::engine {

namespace {

Truth Of(bool value) {
  return value ? Truth::kTrue : Truth::kFalse;
}

Truth Not(Truth truth) {
  switch (truth) {
    case Truth::kFalse:
      return Truth::kTrue;
    case Truth::kTrue:
      return Truth::kFalse;
    case Truth::kNotAssessable:
      return Truth::kNotAssessable;
  }
  return Truth::kNotAssessable;
}

// All of them: false wins over not assessable, which wins over true. Any: the other way about.
Truth And(Truth a, Truth b) {
  if (a == Truth::kFalse || b == Truth::kFalse) return Truth::kFalse;
  return a == Truth::kNotAssessable ? a : b;
}
Truth Or(Truth a, Truth b) {
  return Not(And(Not(a), Not(b)));
}

// One member function a measure, on one table.
struct Measure {
  const ConsensusRule& rule;
  const Table& table;

  [[nodiscard]] Truth Compare(const std::optional<Fraction>& left,
                              Comparison op,
                              const Fraction& right) const {
    return left ? Of(Holds(*left, op, right)) : Truth::kNotAssessable;
  }

  Truth operator()(const ShareTest& test) const {
    const Weighing& weighing = table.Under(test.denominator.value_or(rule.denominator));
    if (weighing.total.IsZero()) return Truth::kNotAssessable;
    Fraction weight = WeightIn(rule.scale, table, weighing, test.band);
    if (test.plus_unable) weight += WeightAt(table, weighing, kUnable);
    if (test.plus_not_understood) weight += WeightAt(table, weighing, kNotUnderstood);
    return Compare(weight / weighing.total, test.op, test.value);
  }

  Truth operator()(const StatisticTest& test) const {
    switch (test.statistic) {
      case Statistic::kMedian:
        return Compare(MedianOf(rule.scale, table), test.op, test.value);
      case Statistic::kMean:
        return Compare(MeanOf(rule.scale, table), test.op, test.value);
      case Statistic::kIqr:
        break;
    }
    const auto q1 = PercentileOf(HistogramOf(table), rule.scale.min, Fraction(1, 4));
    const auto q3 = PercentileOf(HistogramOf(table), rule.scale.min, Fraction(3, 4));
    if (!q1 || !q3) return Truth::kNotAssessable;
    return Compare(*q3 - *q1, test.op, test.value);
  }

  Truth operator()(const NearMedianTest& test) const {
    const auto median = MedianOf(rule.scale, table);
    const Weighing& weighing = table.Under(rule.denominator);
    if (!median || weighing.total.IsZero()) return Truth::kNotAssessable;
    Fraction near;
    for (int score = rule.scale.min; score <= rule.scale.max; ++score) {
      const Fraction away = *median - score;
      if (away > test.within || -away > test.within) continue;
      near += WeightAt(table, weighing, CodeOf(rule.scale, score));
    }
    return Compare(near / weighing.total, test.op, test.value);
  }

  Truth operator()(const IprasTest& test) const {
    const auto low = PercentileOf(HistogramOf(table), rule.scale.min, test.lower);
    const auto high = PercentileOf(HistogramOf(table), rule.scale.min, test.upper);
    if (!low || !high) return Truth::kNotAssessable;
    return Of(*high - *low > IprasOf(test, *low, *high));
  }

  Truth operator()(const TailsTest& test) const {
    const SizeRow* row = RowFor(test.table, table.scored_people());
    if (row == nullptr) return Truth::kNotAssessable;
    const auto limit = static_cast<std::uint64_t>(row->limit);
    return Of(CountIn(rule.scale, table, test.low) >= limit &&
              CountIn(rule.scale, table, test.high) >= limit);
  }

  Truth operator()(const OutsideTest& test) const {
    const std::uint64_t scored = table.scored_people();
    const SizeRow* row = RowFor(test.table, scored);
    if (row == nullptr || scored == 0) return Truth::kNotAssessable;
    const auto inside = test.region == OutsideTest::Region::kMode ? InMode() : InRegionOfMedian();
    if (!inside) return Truth::kNotAssessable;
    return Of(scored - *inside <= static_cast<std::uint64_t>(row->limit));
  }

 private:
  [[nodiscard]] std::optional<std::uint64_t> InMode() const {
    const auto histogram = HistogramOf(table);
    return *std::max_element(histogram.begin(), histogram.end());
  }

  // A median of 6.5 stands between 4-6 and 7-9: the higher band is meant, which the next whole
  // score finds. A median in no band has no region.
  [[nodiscard]] std::optional<std::uint64_t> InRegionOfMedian() const {
    const auto median = MedianOf(rule.scale, table);
    if (!median) return std::nullopt;
    int above = rule.scale.min;
    while (Fraction(above) < *median)
      ++above;
    for (const Band& band : rule.scale.bands) {
      if (above >= band.low && above <= band.high) return CountIn(rule.scale, table, band);
    }
    return std::nullopt;
  }
};

// Walks a criterion's tree over the tables of one item.
class Assessor {
 public:
  Assessor(const ConsensusRule& rule, std::span<const std::string> groups, const ItemTables& tables)
      : rule_(rule), groups_(groups), tables_(tables) {}

  // `least` is the least group size that encloses the criterion.
  [[nodiscard]] Truth Anywhere(const Criterion& criterion, int least) const {
    const int size = criterion.least_group_size.value_or(least);
    switch (criterion.scope.kind) {
      case Scope::Kind::kPanel:
        break;
      case Scope::Kind::kGroups:
        return Named(criterion, size);
      case Scope::Kind::kEveryGroup:
      case Scope::Kind::kAnyGroup:
      case Scope::Kind::kAtLeast:
        return Counted(criterion, size);
    }
    if (const auto* compound = std::get_if<Compound>(&criterion.test)) {
      return Combine(*compound, [&](const Criterion& part) { return Anywhere(part, size); });
    }
    return Leaf(criterion, tables_.panel);
  }

 private:
  [[nodiscard]] Truth InGroup(const Criterion& criterion, const Table& group, int least) const {
    const int size = criterion.least_group_size.value_or(least);
    if (group.scored_people() < static_cast<std::uint64_t>(size)) return Truth::kNotAssessable;
    if (const auto* compound = std::get_if<Compound>(&criterion.test)) {
      return Combine(*compound, [&](const Criterion& part) { return InGroup(part, group, size); });
    }
    return Leaf(criterion, group);
  }

  [[nodiscard]] Truth Counted(const Criterion& criterion, int least) const {
    int assessable = 0;
    int holding = 0;
    for (const Table& group : tables_.groups) {
      const Truth truth = InGroup(criterion, group, least);
      if (truth != Truth::kNotAssessable) ++assessable;
      if (truth == Truth::kTrue) ++holding;
    }
    const Scope& scope = criterion.scope;
    const int wanted = scope.kind == Scope::Kind::kAtLeast ? scope.at_least : 1;
    if (assessable < wanted) return Truth::kNotAssessable;
    return Of(scope.kind == Scope::Kind::kEveryGroup ? holding == assessable : holding >= wanted);
  }

  [[nodiscard]] Truth Named(const Criterion& criterion, int least) const {
    Truth all = Truth::kTrue;
    for (const std::string& name : criterion.scope.groups) {
      const auto found = std::find(groups_.begin(), groups_.end(), name);
      const auto index = static_cast<std::size_t>(found - groups_.begin());
      all = And(all,
                found == groups_.end() ? Truth::kNotAssessable
                                       : InGroup(criterion, tables_.groups[index], least));
    }
    return all;
  }

  [[nodiscard]] static Truth Combine(const Compound& compound, const auto& assess) {
    switch (compound.kind) {
      case Compound::Kind::kNot:
        return Not(assess(compound.parts.at(0)));
      case Compound::Kind::kAll: {
        Truth all = Truth::kTrue;
        for (const Criterion& part : compound.parts)
          all = And(all, assess(part));
        return all;
      }
      case Compound::Kind::kAny: {
        Truth any = Truth::kFalse;
        for (const Criterion& part : compound.parts)
          any = Or(any, assess(part));
        return any;
      }
    }
    return Truth::kNotAssessable;
  }

  [[nodiscard]] Truth Leaf(const Criterion& criterion, const Table& table) const {
    const Measure measure{rule_, table};
    return std::visit(
        [&](const auto& test) {
          if constexpr (std::is_same_v<std::decay_t<decltype(test)>, Compound>) {
            return Truth::kNotAssessable;  // A compound never reaches this place.
          } else {
            return measure(test);
          }
        },
        criterion.test);
  }

  const ConsensusRule& rule_;
  std::span<const std::string> groups_;
  const ItemTables& tables_;
};

bool IsInquorate(const Quorum& quorum, const ItemTables& tables) {
  const std::uint64_t scored = tables.panel.scored_people();
  if (scored == 0 || scored < static_cast<std::uint64_t>(quorum.panel)) return true;
  return std::any_of(tables.groups.begin(), tables.groups.end(), [&](const Table& group) {
    return group.scored_people() < static_cast<std::uint64_t>(quorum.each_group);
  });
}

}  // namespace

ItemConsensus ConsensusOf(const ConsensusRule& rule,
                          std::span<const std::string> groups,
                          const ItemTables& tables,
                          int round) {
  if (IsInquorate(rule.quorum, tables)) return {Consensus::kInquorate, "", std::nullopt};
  for (std::size_t i = 0; i < rule.clauses.size(); ++i) {
    const Clause& clause = rule.clauses[i];
    if (!AppliesIn(clause, round)) continue;
    if (Assess(rule, clause.when, groups, tables) != Truth::kTrue) continue;
    return {clause.verdict, clause.grade, i};
  }
  return {Consensus::kNone, "", std::nullopt};
}

Truth Assess(const ConsensusRule& rule,
             const Criterion& criterion,
             std::span<const std::string> groups,
             const ItemTables& tables) {
  return Assessor(rule, groups, tables).Anywhere(criterion, rule.least_group_size);
}

}  // namespace quorate::engine
