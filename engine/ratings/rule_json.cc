#include "engine/ratings/rule_json.h"

#include <array>
#include <string>
#include <utility>

#include "engine/ratings/rule_fields.h"

namespace quorate::engine {

namespace {

// Walks a rule's JSON.
class RuleReader : public RuleFields {
 public:
  explicit RuleReader(std::string_view field) : root_(field) {}

  ConsensusRule ReadRule(const Json& json);

 private:
  enum class Scoped { kNot, kAlready };

  Quorum ReadQuorum(const Json& json, const std::string& path);
  Clause ReadClause(const Json& json, const std::string& path);
  void ReadRounds(const Json& json, const std::string& path, Clause& clause);
  Criterion ReadCriterion(const Json& json, const std::string& path, Scoped scoped);
  Compound ReadCompound(const Json& json,
                        const std::string& path,
                        Compound::Kind kind,
                        Scoped scoped);
  void ReadMeasure(const Json& json, const std::string& path, Criterion& criterion);
  ShareTest ReadShare(const Json& json, const std::string& path);
  void ReadDisagreement(const Json& json, const std::string& path, Criterion& criterion);
  OutsideTest ReadOutside(const Json& json, const std::string& path);

  std::string root_;
};

ShareTest RuleReader::ReadShare(const Json& json, const std::string& path) {
  Only(json,
       path,
       {"measure", "band", "op", "value", "denominator", "plus", "scope", "least_group_size"});
  ShareTest test;
  test.band = NeedBand(json, path, "band");
  test.op = NeedComparison(json, path);
  test.value = NeedNumber(json, path, "value");
  if (const Json* denominator = json.Find("denominator")) {
    test.denominator = ReadDenominator(*denominator, Member(path, "denominator"));
  }
  const Json* plus = json.Find("plus");
  if (plus == nullptr) return test;
  const std::string at = Member(path, "plus");
  if (plus->array() == nullptr) {
    Wrong(at, R"(must be a list of "unable" and "not-understood")");
    return test;
  }
  for (std::size_t i = 0; i < plus->array()->size(); ++i) {
    const auto* state = (*plus->array())[i].string();
    bool* flag = nullptr;
    if (state != nullptr && *state == "unable") flag = &test.plus_unable;
    if (state != nullptr && *state == "not-understood") flag = &test.plus_not_understood;
    if (flag == nullptr) {
      Wrong(Element(at, i), R"(must be "unable" or "not-understood")");
    } else if (std::exchange(*flag, true)) {
      Wrong(Element(at, i), "stands twice");
    }
  }
  return test;
}

void RuleReader::ReadDisagreement(const Json& json, const std::string& path, Criterion& criterion) {
  const Json* method = Need(json, path, "method");
  if (method == nullptr) return;
  if (method->string() != nullptr && *method->string() == "ipras") {
    Only(json,
         path,
         {"measure",
          "method",
          "lower",
          "upper",
          "base",
          "slope",
          "centre",
          "scope",
          "least_group_size"});
    IprasTest test;
    ReadNumberIf(json, path, "lower", test.lower);
    ReadNumberIf(json, path, "upper", test.upper);
    ReadNumberIf(json, path, "base", test.base);
    ReadNumberIf(json, path, "slope", test.slope);
    ReadNumberIf(json, path, "centre", test.centre);
    if (test.lower.IsNegative() || test.upper > Fraction(1) || test.lower > test.upper) {
      Wrong(Member(path, "lower"), "lower and upper must lie between 0 and 100%, the lower first");
    }
    criterion.test = std::move(test);
  } else if (method->string() != nullptr && *method->string() == "table") {
    Only(json, path, {"measure", "method", "table", "low", "high", "scope", "least_group_size"});
    TailsTest test;
    test.table = NeedTable(json, path);
    test.low = NeedBand(json, path, "low");
    test.high = NeedBand(json, path, "high");
    criterion.test = std::move(test);
  } else {
    Wrong(Member(path, "method"), "must be \"ipras\" or \"table\"");
  }
}

OutsideTest RuleReader::ReadOutside(const Json& json, const std::string& path) {
  Only(json, path, {"measure", "region", "table", "scope", "least_group_size"});
  OutsideTest test;
  if (const Json* region = Need(json, path, "region")) {
    const bool mode = region->string() != nullptr && *region->string() == "mode";
    const bool median = region->string() != nullptr && *region->string() == "median";
    if (!mode && !median) Wrong(Member(path, "region"), "must be \"median\" or \"mode\"");
    test.region = mode ? OutsideTest::Region::kMode : OutsideTest::Region::kMedian;
  }
  test.table = NeedTable(json, path);
  return test;
}

void RuleReader::ReadMeasure(const Json& json, const std::string& path, Criterion& criterion) {
  const auto* text = json.Find("measure")->string();
  const std::string measure = text == nullptr ? "" : *text;
  constexpr std::array kStatistics = {Statistic::kMedian, Statistic::kMean, Statistic::kIqr};
  for (const Statistic statistic : kStatistics) {
    if (measure != Name(statistic)) continue;
    Only(json, path, {"measure", "op", "value", "scope", "least_group_size"});
    const Comparison op = NeedComparison(json, path);
    criterion.test = StatisticTest{statistic, op, NeedNumber(json, path, "value")};
    return;
  }
  if (measure == "share") {
    criterion.test = ReadShare(json, path);
  } else if (measure == "share-near-median") {
    Only(json, path, {"measure", "within", "op", "value", "scope", "least_group_size"});
    NearMedianTest test;
    test.within = NeedNumber(json, path, "within");
    if (test.within.IsNegative()) Wrong(Member(path, "within"), "must be at least 0");
    test.op = NeedComparison(json, path);
    test.value = NeedNumber(json, path, "value");
    criterion.test = std::move(test);
  } else if (measure == "disagreement") {
    ReadDisagreement(json, path, criterion);
  } else if (measure == "outside-at-most") {
    criterion.test = ReadOutside(json, path);
  } else {
    Wrong(Member(path, "measure"),
          "must be share, median, mean, iqr, share-near-median, disagreement or outside-at-most");
  }
}

Compound RuleReader::ReadCompound(const Json& json,
                                  const std::string& path,
                                  Compound::Kind kind,
                                  Scoped scoped) {
  Compound compound;
  compound.kind = kind;
  if (kind == Compound::Kind::kNot) {
    Only(json, path, {"not", "scope", "least_group_size"});
    compound.parts.push_back(ReadCriterion(*json.Find("not"), Member(path, "not"), scoped));
    return compound;
  }
  const std::string_view name = kind == Compound::Kind::kAll ? "all" : "any";
  Only(json, path, {name, "scope", "least_group_size"});
  const std::string at = Member(path, name);
  const auto* parts = json.Find(name)->array();
  if (parts == nullptr || parts->empty()) {
    Wrong(at, "must be a list of at least one criterion: an empty one would hold by itself");
    return compound;
  }
  for (std::size_t i = 0; i < parts->size(); ++i) {
    compound.parts.push_back(ReadCriterion((*parts)[i], Element(at, i), scoped));
  }
  return compound;
}

Criterion RuleReader::ReadCriterion(const Json& json, const std::string& path, Scoped scoped) {
  Criterion criterion;
  if (json.object() == nullptr) {
    Wrong(path, "must be an object: all, any, not, or a measure");
    return criterion;
  }
  Scoped inside = scoped;
  if (const Json* scope = json.Find("scope")) {
    criterion.scope = ReadScope(*scope, Member(path, "scope"));
    if (scoped == Scoped::kAlready) {
      Wrong(Member(path, "scope"), "scopes do not nest: this part is already bound to a group");
    }
    if (criterion.scope.kind != Scope::Kind::kPanel) inside = Scoped::kAlready;
  }
  if (const Json* least = json.Find("least_group_size")) {
    criterion.least_group_size =
        static_cast<int>(ReadWhole(*least, Member(path, "least_group_size"), 0, kCountMax));
  }
  if (json.Find("all") != nullptr) {
    criterion.test = ReadCompound(json, path, Compound::Kind::kAll, inside);
  } else if (json.Find("any") != nullptr) {
    criterion.test = ReadCompound(json, path, Compound::Kind::kAny, inside);
  } else if (json.Find("not") != nullptr) {
    criterion.test = ReadCompound(json, path, Compound::Kind::kNot, inside);
  } else if (json.Find("measure") != nullptr) {
    ReadMeasure(json, path, criterion);
  } else {
    Wrong(path, "must have one of the members all, any, not or measure");
  }
  return criterion;
}

Quorum RuleReader::ReadQuorum(const Json& json, const std::string& path) {
  Quorum quorum;
  if (json.object() == nullptr) {
    Wrong(path, "must be an object with panel and each_group");
    return quorum;
  }
  Only(json, path, {"panel", "each_group"});
  ReadWholeIf(json, path, "panel", 0, quorum.panel);
  ReadWholeIf(json, path, "each_group", 0, quorum.each_group);
  return quorum;
}

void RuleReader::ReadRounds(const Json& json, const std::string& path, Clause& clause) {
  if (json.array() == nullptr || json.array()->empty()) {
    Wrong(path, "must be a list of round numbers");
    return;
  }
  for (std::size_t i = 0; i < json.array()->size(); ++i) {
    clause.rounds.push_back(
        static_cast<int>(ReadWhole((*json.array())[i], Element(path, i), 1, kCountMax)));
  }
}

Clause RuleReader::ReadClause(const Json& json, const std::string& path) {
  Clause clause;
  if (json.object() == nullptr) {
    Wrong(path, "must be an object with verdict and when");
    return clause;
  }
  Only(json, path, {"verdict", "grade", "rounds", "from_round", "when"});
  if (const Json* verdict = Need(json, path, "verdict")) {
    const bool in = verdict->string() != nullptr && *verdict->string() == "IN";
    const bool out = verdict->string() != nullptr && *verdict->string() == "OUT";
    if (!in && !out) Wrong(Member(path, "verdict"), "must be \"IN\" or \"OUT\"");
    clause.verdict = out ? Consensus::kOut : Consensus::kIn;
  }
  if (const Json* grade = json.Find("grade")) {
    if (grade->string() == nullptr || grade->string()->empty()) {
      Wrong(Member(path, "grade"), "must be a word or two");
    } else {
      clause.grade = *grade->string();
    }
  }
  if (const Json* rounds = json.Find("rounds")) ReadRounds(*rounds, Member(path, "rounds"), clause);
  if (const Json* from = json.Find("from_round")) {
    clause.from_round =
        static_cast<int>(ReadWhole(*from, Member(path, "from_round"), 1, kCountMax));
  }
  if (const Json* when = Need(json, path, "when")) {
    clause.when = ReadCriterion(*when, Member(path, "when"), Scoped::kNot);
  }
  return clause;
}

ConsensusRule RuleReader::ReadRule(const Json& json) {
  ConsensusRule rule;
  if (json.object() == nullptr) {
    Wrong(root_, "must be an object");
    return rule;
  }
  Only(json, root_, {"name", "scale", "denominator", "least_group_size", "quorum", "clauses"});
  if (const Json* name = Need(json, root_, "name")) {
    if (name->string() == nullptr || name->string()->empty()) {
      Wrong(Member(root_, "name"), "must be a name");
    } else {
      rule.name = *name->string();
    }
  }
  if (const Json* scale = json.Find("scale")) ReadScale(*scale, Member(root_, "scale"));
  rule.scale = scale();
  if (const Json* denominator = json.Find("denominator")) {
    rule.denominator = ReadDenominator(*denominator, Member(root_, "denominator"));
  }
  std::int64_t least = rule.least_group_size;
  ReadWholeIf(json, root_, "least_group_size", 0, least);
  rule.least_group_size = static_cast<int>(least);
  if (const Json* quorum = json.Find("quorum"))
    rule.quorum = ReadQuorum(*quorum, Member(root_, "quorum"));
  const Json* clauses = Need(json, root_, "clauses");
  if (clauses == nullptr) return rule;
  const std::string at = Member(root_, "clauses");
  if (clauses->array() == nullptr || clauses->array()->empty()) {
    Wrong(at, "must be a list of at least one clause");
    return rule;
  }
  for (std::size_t i = 0; i < clauses->array()->size(); ++i) {
    rule.clauses.push_back(ReadClause((*clauses->array())[i], Element(at, i)));
  }
  return rule;
}

}  // namespace

Result<ConsensusRule> RuleFromJson(const Json& json, std::string_view field) {
  RuleReader reader(field);
  ConsensusRule rule = reader.ReadRule(json);
  auto violations = reader.TakeViolations();
  if (!violations.empty()) return Refuse(Reason::kInvalidRule, std::move(violations));
  return rule;
}

}  // namespace quorate::engine
