#include "engine/report/margins.h"

#include <algorithm>
#include <variant>

#include "engine/base/check.h"
#include "engine/ratings/rule_text.h"
#include "engine/report/answer_stretches.h"
#include "engine/report/number_text.h"
#include "engine/report/words.h"

namespace quorate::engine {

namespace {

constexpr std::string_view kKeptBack = "too few people to show it";
constexpr std::string_view kUndefined = "nobody's answer counted here";
constexpr std::string_view kNoSingleFigure = "no single figure is compared with a single limit";
constexpr std::string_view kNotInTables = "the published tables do not hold this figure";
constexpr std::string_view kTooSmall = "too few scored here to count";

// What a test looks at in one table.
struct Reading {
  RuleMarginUnit unit = RuleMarginUnit::kShare;
  Comparison op = Comparison::kAtLeast;
  std::optional<Fraction> figure;
  std::optional<Fraction> limit;
  std::string_view missing;
};

// Whether each person in the table weighs the same, so that heads can stand for weights.
bool CountsHeads(const Json& table) {
  if (table.Find("unweighted") != nullptr) return false;
  const auto weight = Figure(table, "weight");
  const std::int64_t scored = PeopleAt(table, "scored");
  const std::int64_t answered =
      scored + PeopleAt(table, "unable") + PeopleAt(table, "not_understood");
  return weight && (*weight == Fraction(scored) || *weight == Fraction(answered));
}

// Weighted figures that were kept back left their unweighted ones behind.
bool LostItsWeights(const Json& table) {
  return table.Find("unweighted") != nullptr && table.Find("weight") == nullptr;
}

std::string_view WhyUndefined(const Json& table) {
  return LostItsWeights(table) ? kKeptBack : kUndefined;
}

struct Read {
  const ConsensusRule& rule;
  const Json& table;

  Reading operator()(const ShareTest& test) const {
    Reading reading{RuleMarginUnit::kShare, test.op, {}, test.value, {}};
    const std::string key = std::to_string(test.band.low) + "-" + std::to_string(test.band.high);
    const Denominator denominator = test.denominator.value_or(rule.denominator);
    const bool plain =
        denominator == rule.denominator && !test.plus_unable && !test.plus_not_understood;
    for (const BandView& band : BandsOf(table)) {
      if (!plain || band.key != key) continue;
      const auto share = Fraction::Parse(band.share);
      if (share && !share->IsNegative()) {
        reading.figure = *share;
      } else {
        reading.missing = WhyUndefined(table);
      }
      return reading;
    }
    ReadHeads(test, denominator, reading);
    return reading;
  }

  Reading operator()(const StatisticTest& test) const {
    Reading reading{RuleMarginUnit::kScore, test.op, Figure(table, Name(test.statistic)), {}, {}};
    reading.limit = test.value;
    if (!reading.figure) reading.missing = WhyUndefined(table);
    return reading;
  }

  Reading operator()(const IprasTest& test) const {
    Reading reading{RuleMarginUnit::kScore, Comparison::kMoreThan, {}, {}, {}};
    if (!(test == IprasTest{})) {
      reading.missing = kNotInTables;
      return reading;
    }
    reading.figure = Figure(table, "ipr");
    reading.limit = Figure(table, "ipras");
    if (!reading.figure || !reading.limit) reading.missing = kUndefined;
    return reading;
  }

  template <typename Test>
  Reading operator()(const Test&) const {
    Reading reading;
    reading.missing = kNoSingleFigure;
    return reading;
  }

 private:
  // A band or denominator that the table has no share for, where everybody weighs the same.
  void ReadHeads(const ShareTest& test, Denominator denominator, Reading& reading) const {
    if (!CountsHeads(table)) {
      reading.missing = LostItsWeights(table) ? kKeptBack : kNotInTables;
      return;
    }
    std::int64_t people = PeopleWithin(table, test.band.low, test.band.high);
    const std::int64_t unable = PeopleAt(table, "unable");
    const std::int64_t not_understood = PeopleAt(table, "not_understood");
    std::int64_t whole = PeopleAt(table, "scored");
    if (denominator == Denominator::kAnswered) whole += unable + not_understood;
    if (test.plus_unable) people += unable;
    if (test.plus_not_understood) people += not_understood;
    if (whole == 0) {
      reading.missing = kUndefined;
    } else {
      reading.figure = Fraction(people, whole);
    }
  }
};

Fraction DistanceOf(const Fraction& figure, Comparison op, const Fraction& limit) {
  switch (op) {
    case Comparison::kAtLeast:
    case Comparison::kMoreThan:
      return figure - limit;
    case Comparison::kAtMost:
    case Comparison::kLessThan:
      return limit - figure;
    case Comparison::kEqual:
      return figure < limit ? figure - limit : limit - figure;
  }
  return 0;
}

// Walks through a rule's clauses down to the tests, with what encloses them.
class Listing {
 public:
  Listing(const ConsensusRule& rule, const Json& tally, const Protocol& protocol)
      : rule_(rule), views_(TablesOf(tally, protocol)) {}

  void Add(const Clause& clause) {
    clause_ = &clause;
    Visit(clause.when, {}, rule_.least_group_size, false);
  }

  void AddQuorum() {
    for (const TableView& view : views_) {
      const std::int64_t least = view.group.empty() ? rule_.quorum.panel : rule_.quorum.each_group;
      if (!view.group.empty() && least == 0) continue;
      RuleMargin margin;
      margin.clause = Consensus::kInquorate;
      margin.test =
          "at least " + Count(static_cast<std::uint64_t>(least), "person", "people") + " scored";
      margin.group = view.group;
      Reading reading{RuleMarginUnit::kPeople, Comparison::kAtLeast, {}, least, {}};
      if (view.table == nullptr) {
        reading.missing = kKeptBack;
      } else {
        reading.figure = PeopleAt(*view.table, "scored");
      }
      Finish(reading, std::move(margin));
    }
  }

  std::vector<RuleMargin> Take() { return std::move(margins_); }

 private:
  void Visit(const Criterion& criterion, Scope scope, int least, bool negated) {
    if (criterion.scope.kind != Scope::Kind::kPanel) scope = criterion.scope;
    least = criterion.least_group_size.value_or(least);
    const auto* compound = std::get_if<Compound>(&criterion.test);
    if (compound == nullptr) {
      AddTest(criterion, scope, least, negated);
      return;
    }
    const bool turned = compound->kind == Compound::Kind::kNot;
    for (const Criterion& part : compound->parts)
      Visit(part, scope, least, turned ? !negated : negated);
  }

  [[nodiscard]] bool Covers(const Scope& scope, const std::string& group) const {
    if (scope.kind == Scope::Kind::kPanel) return group.empty();
    if (group.empty()) return false;
    if (scope.kind != Scope::Kind::kGroups) return true;
    return std::find(scope.groups.begin(), scope.groups.end(), group) != scope.groups.end();
  }

  void AddTest(const Criterion& criterion, const Scope& scope, int least, bool negated) {
    Criterion bare = criterion;
    bare.scope = {};
    bare.least_group_size.reset();
    for (const TableView& view : views_) {
      if (!Covers(scope, view.group)) continue;
      RuleMargin margin;
      margin.clause = clause_->verdict;
      margin.grade = clause_->grade;
      margin.test = InWords(rule_, bare);
      margin.negated = negated;
      margin.group = view.group;
      Reading reading;
      if (view.table == nullptr) {
        reading.missing = kKeptBack;
      } else {
        reading = std::visit(Read{rule_, *view.table}, criterion.test);
        if (!view.group.empty() && PeopleAt(*view.table, "scored") < least) {
          reading.missing = kTooSmall;
        }
      }
      Finish(reading, std::move(margin));
    }
  }

  void Finish(const Reading& reading, RuleMargin margin) {
    margin.unit = reading.unit;
    margin.missing = reading.missing;
    if (margin.missing.empty()) {
      margin.figure = reading.figure;
      margin.limit = reading.limit;
      const Fraction distance = DistanceOf(*reading.figure, reading.op, *reading.limit);
      margin.distance = margin.negated ? -distance : distance;
      margin.holds = Holds(*reading.figure, reading.op, *reading.limit) != margin.negated;
    }
    margins_.push_back(std::move(margin));
  }

  const ConsensusRule& rule_;
  const std::vector<TableView> views_;
  const Clause* clause_ = nullptr;
  std::vector<RuleMargin> margins_;
};

std::string AmountOf(const Fraction& amount, RuleMarginUnit unit) {
  const Fraction size = amount.IsNegative() ? -amount : amount;
  switch (unit) {
    case RuleMarginUnit::kShare: {
      const std::string points = PercentText(size);
      return points == "0.0" ? "less than 0.1 points" : points + " points";
    }
    case RuleMarginUnit::kScore:
      return size.denominator() == 1 ? size.ToString() : DecimalText(size, 2);
    case RuleMarginUnit::kPeople:
      return size == Fraction(1) ? "1 person" : size.ToString() + " people";
  }
  return {};
}

}  // namespace

std::vector<RuleMargin> MarginsOf(const ConsensusRule& rule,
                                  int round,
                                  const Json& tally,
                                  const Protocol& protocol) {
  Listing listing(rule, tally, protocol);
  for (const Clause& clause : rule.clauses) {
    if (AppliesIn(clause, round)) listing.Add(clause);
  }
  listing.AddQuorum();
  return listing.Take();
}

const Protocol& ProtocolAt(const Study& study, std::uint64_t sequence) {
  QUORATE_CHECK(study.protocol.has_value());
  for (const Amendment& amendment : study.amendments) {
    if (amendment.entry >= sequence) return amendment.before;
  }
  return *study.protocol;
}

const ConsensusRule* RuleOf(const Study& study,
                            const Counting& counting,
                            std::span<const DatedEntry> history) {
  for (const DatedEntry& dated : history) {
    const auto* round = std::get_if<RoundClosed>(&dated.entry.event);
    const auto* vote = std::get_if<VoteClosed>(&dated.entry.event);
    const bool closes = counting.vote == nullptr
                            ? round != nullptr && round->round == counting.round
                            : vote != nullptr && vote->vote == counting.vote->id &&
                                  static_cast<std::size_t>(vote->iteration) == counting.iteration;
    if (!closes) continue;
    const Protocol& protocol = ProtocolAt(study, dated.sequence);
    const auto number = static_cast<std::size_t>(counting.round);
    if (number > protocol.rounds.size()) return nullptr;
    const RoundPlan& plan = protocol.rounds[number - 1];
    return counting.vote == nullptr ? &plan.rule : RuleFor(plan, counting.vote->kind);
  }
  return nullptr;
}

std::string InWords(const RuleMargin& margin) {
  if (!margin.holds) return margin.missing;
  std::string text;
  switch (margin.unit) {
    case RuleMarginUnit::kShare:
      text = PercentText(*margin.figure) + " %";
      break;
    case RuleMarginUnit::kScore:
      text = margin.figure->denominator() == 1 ? margin.figure->ToString()
                                               : DecimalText(*margin.figure, 2);
      break;
    case RuleMarginUnit::kPeople:
      text = margin.figure->ToString();
      break;
  }
  if (margin.distance->IsZero()) {
    return text + ", exactly at the limit" + (*margin.holds ? "" : ", which is not enough");
  }
  return text + ", " + AmountOf(*margin.distance, margin.unit) +
         (*margin.holds ? " to spare" : " short");
}

}  // namespace quorate::engine
