#include "engine/ratings/verdict_formula.h"

#include <algorithm>

#include "engine/ratings/measure_formula.h"

namespace quorate::engine {

namespace {

using Part = ScoreFormula::Part;

// The same walk as consensus.cc's Assessor, in formulas for truths.
class CriterionFormulas {
 public:
  explicit CriterionFormulas(ScoreFormula& formula) : formula_(formula), item_(formula.item()) {}

  Part Of(const Criterion& criterion, Want want) {
    return Anywhere(criterion, item_.rule.least_group_size, want);
  }

 private:
  Part Fixed(Want want, Truth truth) const {
    return Wants(want, truth) ? formula_.Always() : formula_.Never();
  }

  Part Anywhere(const Criterion& criterion, int least, Want want) {
    const int size = criterion.least_group_size.value_or(least);
    switch (criterion.scope.kind) {
      case Scope::Kind::kPanel:
        break;
      case Scope::Kind::kGroups:
        return Named(criterion, size, want);
      case Scope::Kind::kEveryGroup:
        return EveryGroup(criterion, size, want);
      case Scope::Kind::kAnyGroup:
        return SomeGroups(criterion, size, 1, want);
      case Scope::Kind::kAtLeast:
        return SomeGroups(
            criterion, size, static_cast<std::size_t>(criterion.scope.at_least), want);
    }
    if (const auto* compound = std::get_if<Compound>(&criterion.test)) {
      return Combined(*compound, want, [&](const Criterion& part, Want wanted) {
        return Anywhere(part, size, wanted);
      });
    }
    return MeasureFormula(formula_, criterion, 0, want);
  }

  Part InGroup(const Criterion& criterion, std::size_t group, int least, Want want) {
    const int size = criterion.least_group_size.value_or(least);
    if (item_.tables.groups[group].scored_people() < static_cast<std::uint64_t>(size)) {
      return Fixed(want, Truth::kNotAssessable);
    }
    if (const auto* compound = std::get_if<Compound>(&criterion.test)) {
      return Combined(*compound, want, [&](const Criterion& part, Want wanted) {
        return InGroup(part, group, size, wanted);
      });
    }
    return MeasureFormula(formula_, criterion, group + 1, want);
  }

  std::vector<Part> InEach(const Criterion& criterion, int least, Want want) {
    std::vector<Part> groups;
    for (std::size_t group = 0; group < item_.groups.size(); ++group)
      groups.push_back(InGroup(criterion, group, least, want));
    return groups;
  }

  // True where no group fails and one holds; not assessable where none can be told.
  Part EveryGroup(const Criterion& criterion, int least, Want want) {
    const auto each = [&](Want wanted) { return InEach(criterion, least, wanted); };
    switch (want) {
      case Want::kTrue:
        return formula_.All({formula_.All(each(Want::kNotFalse)), formula_.Any(each(Want::kTrue))});
      case Want::kFalse:
        return formula_.Any(each(Want::kFalse));
      case Want::kNotTrue:
        return formula_.Any({formula_.Any(each(Want::kFalse)), formula_.All(each(Want::kNotTrue))});
      case Want::kNotFalse:
        return formula_.All(each(Want::kNotFalse));
    }
    return formula_.Never();
  }

  // True where it holds in so many; not assessable where so many cannot be told.
  Part SomeGroups(const Criterion& criterion, int least, std::size_t wanted, Want want) {
    const auto each = [&](Want truth) { return InEach(criterion, least, truth); };
    const std::size_t groups = item_.groups.size();
    const std::size_t too_many = groups < wanted ? 0 : groups - wanted + 1;
    switch (want) {
      case Want::kTrue:
        return formula_.AtLeast(wanted, each(Want::kTrue));
      case Want::kNotTrue:
        return formula_.AtLeast(too_many, each(Want::kNotTrue));
      case Want::kFalse:
        return formula_.All({formula_.AtLeast(too_many, each(Want::kNotTrue)),
                             formula_.AtLeast(wanted, Assessable(criterion, least))});
      case Want::kNotFalse: {
        std::vector<Part> untold;
        for (std::size_t group = 0; group < groups; ++group) {
          untold.push_back(formula_.All({InGroup(criterion, group, least, Want::kNotTrue),
                                         InGroup(criterion, group, least, Want::kNotFalse)}));
        }
        return formula_.Any(
            {formula_.AtLeast(wanted, each(Want::kTrue)), formula_.AtLeast(too_many, untold)});
      }
    }
    return formula_.Never();
  }

  std::vector<Part> Assessable(const Criterion& criterion, int least) {
    std::vector<Part> told;
    for (std::size_t group = 0; group < item_.groups.size(); ++group) {
      told.push_back(formula_.Any({InGroup(criterion, group, least, Want::kTrue),
                                   InGroup(criterion, group, least, Want::kFalse)}));
    }
    return told;
  }

  Part Named(const Criterion& criterion, int least, Want want) {
    std::vector<Part> groups;
    for (const std::string& name : criterion.scope.groups) {
      const auto found = std::find(item_.groups.begin(), item_.groups.end(), name);
      const auto group = static_cast<std::size_t>(found - item_.groups.begin());
      groups.push_back(found == item_.groups.end() ? Fixed(want, Truth::kNotAssessable)
                                                   : InGroup(criterion, group, least, want));
    }
    return Joined(Compound::Kind::kAll, groups, want);
  }

  // All of them are true where each is, false where one is; any of them the other way about.
  Part Joined(Compound::Kind kind, const std::vector<Part>& parts, Want want) {
    const bool positive = want == Want::kTrue || want == Want::kNotFalse;
    return (kind == Compound::Kind::kAll) == positive ? formula_.All(parts) : formula_.Any(parts);
  }

  Part Combined(const Compound& compound, Want want, const auto& formula_of) {
    if (compound.kind == Compound::Kind::kNot) {
      return formula_of(compound.parts.at(0), Negated(want));
    }
    std::vector<Part> parts;
    for (const Criterion& part : compound.parts)
      parts.push_back(formula_of(part, want));
    return Joined(compound.kind, parts, want);
  }

  ScoreFormula& formula_;
  const CountedItem& item_;
};

}  // namespace

Part OtherVerdict(ScoreFormula& formula, Consensus now) {
  const CountedItem& item = formula.item();
  CriterionFormulas criteria(formula);
  // From NONE any clause leads away. From another verdict, each clause that gives it must fail or
  // come after one that gives the opposite.
  std::vector<Part> opposite;
  std::vector<Part> gone;
  for (const Clause& clause : item.rule.clauses) {
    if (!AppliesIn(clause, item.round)) continue;
    if (clause.verdict != now) {
      opposite.push_back(criteria.Of(clause.when, Want::kTrue));
      continue;
    }
    std::vector<Part> ways = opposite;
    ways.push_back(criteria.Of(clause.when, Want::kNotTrue));
    gone.push_back(formula.Any(ways));
  }
  return now == Consensus::kNone ? formula.Any(opposite) : formula.All(gone);
}

}  // namespace quorate::engine
