#include "engine/ratings/rule_check.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "engine/ratings/contradiction.h"

namespace quorate::engine {

namespace {

// What `value` is compared with can only lie from `low` to `high`.
struct Range {
  Fraction low;
  Fraction high;
};

bool NeverHolds(const Range& range, Comparison op, const Fraction& value) {
  switch (op) {
    case Comparison::kAtLeast:
      return value > range.high;
    case Comparison::kMoreThan:
      return value >= range.high;
    case Comparison::kAtMost:
      return value < range.low;
    case Comparison::kLessThan:
      return value <= range.low;
    case Comparison::kEqual:
      return value < range.low || value > range.high;
  }
  return false;
}

bool AlwaysHolds(const Range& range, Comparison op, const Fraction& value) {
  switch (op) {
    case Comparison::kAtLeast:
      return value <= range.low;
    case Comparison::kMoreThan:
      return value < range.low;
    case Comparison::kAtMost:
      return value >= range.high;
    case Comparison::kLessThan:
      return value > range.high;
    case Comparison::kEqual:
      return range.low == range.high && value == range.low;
  }
  return false;
}

// Whether no number satisfies both comparisons.
bool Exclude(Comparison a, const Fraction& x, Comparison b, const Fraction& y) {
  const auto is_lower = [](Comparison op) {
    return op == Comparison::kAtLeast || op == Comparison::kMoreThan;
  };
  if (a == Comparison::kEqual) return !Holds(x, b, y);
  if (b == Comparison::kEqual) return !Holds(y, a, x);
  if (is_lower(a) == is_lower(b)) return false;
  if (!is_lower(a)) return Exclude(b, y, a, x);
  const bool both_closed = a == Comparison::kAtLeast && b == Comparison::kAtMost;
  return both_closed ? x > y : x >= y;
}

class Checker {
 public:
  explicit Checker(const ConsensusRule& rule) : rule_(rule) {}

  std::vector<Violation> Run() {
    for (std::size_t i = 0; i < rule_.clauses.size(); ++i) {
      const std::string path = "clauses[" + std::to_string(i) + "]";
      Check(rule_.clauses[i].when, path + ".when");
      for (std::size_t earlier = 0; earlier < i; ++earlier) {
        if (Shadows(rule_.clauses[earlier], rule_.clauses[i])) {
          Wrong(
              path,
              "can never decide: clauses[" + std::to_string(earlier) + "] asks the same before it");
        }
      }
    }
    return std::move(violations_);
  }

 private:
  void Wrong(std::string path, std::string message) {
    violations_.push_back({std::move(path), std::move(message)});
  }

  static bool Shadows(const Clause& earlier, const Clause& later) {
    const bool everywhere = earlier.rounds.empty() && !earlier.from_round;
    const bool same_rounds =
        earlier.rounds == later.rounds && earlier.from_round == later.from_round;
    return earlier.when == later.when && (everywhere || same_rounds);
  }

  void Check(const Criterion& criterion, const std::string& path) {
    std::visit([&](const auto& test) { CheckTest(test, path); }, criterion.test);
  }

  void CheckTest(const Compound& test, const std::string& path) {
    const std::string name = test.kind == Compound::Kind::kAll   ? ".all"
                             : test.kind == Compound::Kind::kAny ? ".any"
                                                                 : ".not";
    if (test.parts.empty()) Wrong(path + name, "is empty and so settles itself");
    for (std::size_t i = 0; i < test.parts.size(); ++i) {
      const bool alone = test.kind == Compound::Kind::kNot;
      const std::string part = path + name + (alone ? "" : "[" + std::to_string(i) + "]");
      Check(test.parts[i], part);
      for (std::size_t j = 0; j < i && test.kind == Compound::Kind::kAll; ++j) {
        if (Opposed(test.parts[j], test.parts[i])) {
          Wrong(part, "cannot hold together with part [" + std::to_string(j) + "]");
        }
      }
    }
  }

  // Two tests of one measure at one place that no value passes both of.
  static bool Opposed(const Criterion& a, const Criterion& b) {
    if (!(a.scope == b.scope) || a.scope.kind == Scope::Kind::kAnyGroup ||
        a.scope.kind == Scope::Kind::kAtLeast) {
      return false;
    }
    if (const auto* x = std::get_if<ShareTest>(&a.test)) {
      const auto* y = std::get_if<ShareTest>(&b.test);
      if (y == nullptr) return false;
      ShareTest same = *y;
      same.op = x->op;
      same.value = x->value;
      return same == *x && Exclude(x->op, x->value, y->op, y->value);
    }
    const auto* x = std::get_if<StatisticTest>(&a.test);
    const auto* y = std::get_if<StatisticTest>(&b.test);
    return x != nullptr && y != nullptr && x->statistic == y->statistic &&
           Exclude(x->op, x->value, y->op, y->value);
  }

  void CheckRange(const Range& range,
                  Comparison op,
                  const Fraction& value,
                  const std::string& path) {
    const std::string bounds =
        "it lies between " + range.low.ToString() + " and " + range.high.ToString();
    if (NeverHolds(range, op, value)) Wrong(path + ".value", "can never hold: " + bounds);
    if (AlwaysHolds(range, op, value)) Wrong(path + ".value", "always holds: " + bounds);
  }

  void CheckTest(const ShareTest& test, const std::string& path) {
    const Denominator denominator = test.denominator.value_or(rule_.denominator);
    if ((test.plus_unable || test.plus_not_understood) && denominator == Denominator::kScored) {
      Wrong(path + ".plus",
            "counts people above the fraction line who are not below it; use the denominator "
            "answered");
      return;
    }
    CheckRange({0, 1}, test.op, test.value, path);
  }

  void CheckTest(const StatisticTest& test, const std::string& path) {
    const Scale& scale = rule_.scale;
    const bool spread = test.statistic == Statistic::kIqr;
    CheckRange(spread ? Range{0, scale.max - scale.min} : Range{scale.min, scale.max},
               test.op,
               test.value,
               path);
  }

  void CheckTest(const NearMedianTest& test, const std::string& path) {
    CheckRange({0, 1}, test.op, test.value, path);
  }

  void CheckTest(const IprasTest& test, const std::string& path) {
    if (test.centre < Fraction(rule_.scale.min) || test.centre > Fraction(rule_.scale.max)) {
      Wrong(path + ".centre", "lies off the scale");
    }
  }

  void CheckTest(const TailsTest& test, const std::string& path) {
    for (std::size_t i = 0; i < test.table.size(); ++i) {
      if (test.table[i].limit > 0) continue;
      Wrong(path + ".table[" + std::to_string(i) + "]",
            "always holds: nobody is needed in either band");
    }
  }

  void CheckTest(const OutsideTest& test, const std::string& path) {
    if (test.region == OutsideTest::Region::kMedian && rule_.scale.bands.empty()) {
      Wrong(path + ".region", "needs bands on the scale: the one that holds the median is meant");
    }
    for (std::size_t i = 0; i < test.table.size(); ++i) {
      if (test.table[i].limit < test.table[i].high) continue;
      Wrong(path + ".table[" + std::to_string(i) + "]",
            "always holds: everybody may stand outside");
    }
  }

  const ConsensusRule& rule_;
  std::vector<Violation> violations_;
};

}  // namespace

Status CheckRule(const ConsensusRule& rule) {
  std::vector<Violation> violations = Checker(rule).Run();
  if (!violations.empty()) return Refuse(Reason::kInvalidRule, std::move(violations));
  if (const auto both = FindContradiction(rule)) {
    return Refuse(Reason::kInvalidRule,
                  "clauses[" + std::to_string(both->out_clause) + "]",
                  "says OUT where clauses[" + std::to_string(both->in_clause) +
                      "] says IN, for example with " + both->tally +
                      "; make them exclude each other");
  }
  return {};
}

}  // namespace quorate::engine
