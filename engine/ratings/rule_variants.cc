#include "engine/ratings/rule_variants.h"

#include <algorithm>
#include <functional>

namespace quorate::engine {

namespace {

// Walks over everything a criterion is made of, itself first.
void ForEach(const Criterion& criterion, const std::function<void(const Criterion&)>& visit) {
  visit(criterion);
  const auto* compound = std::get_if<Compound>(&criterion.test);
  if (compound == nullptr) return;
  for (const Criterion& part : compound->parts)
    ForEach(part, visit);
}

void ForEach(Criterion& criterion, const std::function<void(Criterion&)>& visit) {
  visit(criterion);
  auto* compound = std::get_if<Compound>(&criterion.test);
  if (compound == nullptr) return;
  for (Criterion& part : compound->parts)
    ForEach(part, visit);
}

ConsensusRule Changed(ConsensusRule rule, const std::function<void(Criterion&)>& change) {
  for (Clause& clause : rule.clauses)
    ForEach(clause.when, change);
  return rule;
}

void ForEachOf(const ConsensusRule& rule,
               int round,
               const std::function<void(const Criterion&)>& visit) {
  for (const Clause& clause : rule.clauses) {
    if (AppliesIn(clause, round)) ForEach(clause.when, visit);
  }
}

// Whether some criterion of the round's clauses is such.
bool AnyOf(const ConsensusRule& rule, int round, const std::function<bool(const Criterion&)>& is) {
  bool found = false;
  ForEachOf(rule, round, [&](const Criterion& criterion) { found = found || is(criterion); });
  return found;
}

// With every share's denominator written down.
ConsensusRule SpeltOut(const ConsensusRule& rule) {
  return Changed(rule, [&](Criterion& criterion) {
    auto* share = std::get_if<ShareTest>(&criterion.test);
    if (share != nullptr) share->denominator = share->denominator.value_or(rule.denominator);
  });
}

ConsensusRule Over(const ConsensusRule& rule, Denominator denominator) {
  ConsensusRule changed = Changed(rule, [&](Criterion& criterion) {
    auto* share = std::get_if<ShareTest>(&criterion.test);
    if (share == nullptr) return;
    share->denominator.reset();
    if (denominator == Denominator::kAnswered) return;
    share->plus_unable = false;
    share->plus_not_understood = false;
  });
  changed.denominator = denominator;
  return changed;
}

// The limit's comparison where it is one of a share, a median or a mean; else null.
Comparison* LimitOf(Criterion& criterion) {
  if (auto* share = std::get_if<ShareTest>(&criterion.test)) return &share->op;
  if (auto* near = std::get_if<NearMedianTest>(&criterion.test)) return &near->op;
  auto* figure = std::get_if<StatisticTest>(&criterion.test);
  return figure == nullptr || figure->statistic == Statistic::kIqr ? nullptr : &figure->op;
}

Fraction* ThresholdOf(Criterion& criterion) {
  if (auto* share = std::get_if<ShareTest>(&criterion.test)) return &share->value;
  auto* near = std::get_if<NearMedianTest>(&criterion.test);
  return near == nullptr ? nullptr : &near->value;
}

Comparison Strict(Comparison op) {
  if (op == Comparison::kAtLeast) return Comparison::kMoreThan;
  return op == Comparison::kAtMost ? Comparison::kLessThan : op;
}

Comparison NonStrict(Comparison op) {
  if (op == Comparison::kMoreThan) return Comparison::kAtLeast;
  return op == Comparison::kLessThan ? Comparison::kAtMost : op;
}

ConsensusRule WithLimits(const ConsensusRule& rule, Comparison (*changed)(Comparison)) {
  return Changed(rule, [&](Criterion& criterion) {
    if (Comparison* op = LimitOf(criterion)) *op = changed(*op);
  });
}

}  // namespace

ConsensusRule WithUnableCounted(const ConsensusRule& rule) {
  return Over(rule, Denominator::kAnswered);
}

ConsensusRule WithUnableLeftOut(const ConsensusRule& rule) {
  return Over(rule, Denominator::kScored);
}

ConsensusRule WithThresholdsMoved(const ConsensusRule& rule, int points) {
  const Fraction by(points, 100);
  return Changed(rule, [&](Criterion& criterion) {
    Fraction* threshold = ThresholdOf(criterion);
    if (threshold == nullptr || *threshold < Fraction(0) || *threshold > Fraction(1)) return;
    *threshold = std::clamp(*threshold + by, Fraction(0), Fraction(1));
  });
}

ConsensusRule WithStrictLimits(const ConsensusRule& rule) {
  return WithLimits(rule, Strict);
}

ConsensusRule WithNonStrictLimits(const ConsensusRule& rule) {
  return WithLimits(rule, NonStrict);
}

bool AskTheSame(const ConsensusRule& a, const ConsensusRule& b, int round) {
  const auto clauses = [&](const ConsensusRule& rule) {
    std::vector<Clause> of_round = SpeltOut(rule).clauses;
    std::erase_if(of_round, [&](const Clause& clause) { return !AppliesIn(clause, round); });
    return of_round;
  };
  const auto near_median = [](const Criterion& criterion) {
    return std::holds_alternative<NearMedianTest>(criterion.test);
  };
  return clauses(a) == clauses(b) &&
         (a.denominator == b.denominator || !AnyOf(a, round, near_median));
}

bool LooksAtGroups(const ConsensusRule& rule, int round) {
  return AnyOf(rule, round, [](const Criterion& criterion) {
    return criterion.scope.kind != Scope::Kind::kPanel;
  });
}

std::optional<std::pair<std::uint64_t, std::uint64_t>> PanelSizes(const ConsensusRule& rule,
                                                                  int round) {
  std::optional<std::pair<std::uint64_t, std::uint64_t>> sizes;
  const auto add = [&](const std::vector<SizeRow>& table) {
    for (const SizeRow& row : table) {
      const auto low = static_cast<std::uint64_t>(row.low);
      const auto high = static_cast<std::uint64_t>(row.high);
      if (!sizes) sizes = {low, high};
      sizes = {std::min(sizes->first, low), std::max(sizes->second, high)};
    }
  };
  ForEachOf(rule, round, [&](const Criterion& criterion) {
    if (const auto* tails = std::get_if<TailsTest>(&criterion.test)) add(tails->table);
    if (const auto* outside = std::get_if<OutsideTest>(&criterion.test)) add(outside->table);
  });
  return sizes;
}

bool NamesGroup(const ConsensusRule& rule, const std::string& group, int round) {
  return AnyOf(rule, round, [&](const Criterion& criterion) {
    const auto& named = criterion.scope.groups;
    return std::find(named.begin(), named.end(), group) != named.end();
  });
}

}  // namespace quorate::engine
