#include "engine/ratings/rule_json.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <limits>
#include <utility>

namespace quorate::engine {

namespace {

constexpr std::array kComparisons = {Comparison::kAtLeast,
                                     Comparison::kMoreThan,
                                     Comparison::kAtMost,
                                     Comparison::kLessThan,
                                     Comparison::kEqual};
constexpr std::int64_t kCountMax = 1'000'000'000;

std::string Element(const std::string& path, std::size_t index) {
  return path + "[" + std::to_string(index) + "]";
}

// Walks a rule's JSON and gathers what is wrong with it. A value that cannot be read is left at its
// default; the violations see to it that the default is never used.
class RuleReader {
 public:
  explicit RuleReader(std::string_view field) : root_(field) {}

  ConsensusRule ReadRule(const Json& json);
  std::vector<Violation> TakeViolations() { return std::move(violations_); }

 private:
  enum class Scoped { kNot, kAlready };

  void Wrong(const std::string& path, std::string message) {
    violations_.push_back({path.empty() ? "rule" : path, std::move(message)});
  }
  [[nodiscard]] std::string Member(const std::string& path, std::string_view name) const {
    return path.empty() ? std::string(name) : path + "." + std::string(name);
  }
  const Json* Need(const Json& object, const std::string& path, std::string_view name) {
    const Json* member = object.Find(name);
    if (member == nullptr) Wrong(Member(path, name), "is missing");
    return member;
  }
  void Only(const Json& object, const std::string& path, std::initializer_list<std::string_view> names);

  std::int64_t ReadWhole(const Json& json, const std::string& path, std::int64_t least, std::int64_t most);
  void ReadWholeIf(const Json& object,
                   const std::string& path,
                   std::string_view name,
                   std::int64_t least,
                   auto& out);
  Fraction ReadNumber(const Json& json, const std::string& path);
  Fraction NeedNumber(const Json& object, const std::string& path, std::string_view name);
  void ReadNumberIf(const Json& object, const std::string& path, std::string_view name, Fraction& out);
  Band ReadBand(const Json& json, const std::string& path);
  Band NeedBand(const Json& object, const std::string& path, std::string_view name);
  Comparison NeedComparison(const Json& object, const std::string& path);
  Denominator ReadDenominator(const Json& json, const std::string& path);
  std::vector<SizeRow> NeedTable(const Json& object, const std::string& path);
  Scope ReadScope(const Json& json, const std::string& path);
  void ReadScopeGroups(const Json& groups, const std::string& path, Scope& scope);

  void ReadScale(const Json& json, const std::string& path);
  Quorum ReadQuorum(const Json& json, const std::string& path);
  Clause ReadClause(const Json& json, const std::string& path);
  void ReadRounds(const Json& json, const std::string& path, Clause& clause);
  Criterion ReadCriterion(const Json& json, const std::string& path, Scoped scoped);
  Compound ReadCompound(const Json& json, const std::string& path, Compound::Kind kind, Scoped scoped);
  void ReadMeasure(const Json& json, const std::string& path, Criterion& criterion);
  ShareTest ReadShare(const Json& json, const std::string& path);
  void ReadDisagreement(const Json& json, const std::string& path, Criterion& criterion);
  OutsideTest ReadOutside(const Json& json, const std::string& path);

  std::string root_;
  Scale scale_;
  std::vector<Violation> violations_;
};

void RuleReader::Only(const Json& object,
                      const std::string& path,
                      std::initializer_list<std::string_view> names) {
  for (const auto& [name, member] : *object.object()) {
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      Wrong(Member(path, name), "is no member here");
    }
  }
}

std::int64_t RuleReader::ReadWhole(const Json& json,
                                   const std::string& path,
                                   std::int64_t least,
                                   std::int64_t most) {
  const auto* whole = json.integer();
  if (whole != nullptr && *whole >= least && *whole <= most) return *whole;
  Wrong(path, "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  return least;
}

void RuleReader::ReadWholeIf(const Json& object,
                             const std::string& path,
                             std::string_view name,
                             std::int64_t least,
                             auto& out) {
  const Json* member = object.Find(name);
  if (member == nullptr) return;
  const std::int64_t whole = ReadWhole(*member, Member(path, name), least, kCountMax);
  out = static_cast<std::remove_reference_t<decltype(out)>>(whole);
}

Fraction RuleReader::ReadNumber(const Json& json, const std::string& path) {
  if (const auto* whole = json.integer()) return *whole;
  if (const auto* text = json.string()) {
    if (auto number = Fraction::Parse(*text)) return *std::move(number);
  }
  Wrong(path, "must be an integer or a string such as \"70%\", \"7/10\" or \"0.7\"");
  return {};
}

Fraction RuleReader::NeedNumber(const Json& object, const std::string& path, std::string_view name) {
  const Json* member = Need(object, path, name);
  return member == nullptr ? Fraction() : ReadNumber(*member, Member(path, name));
}

void RuleReader::ReadNumberIf(const Json& object,
                              const std::string& path,
                              std::string_view name,
                              Fraction& out) {
  if (const Json* member = object.Find(name)) out = ReadNumber(*member, Member(path, name));
}

Band RuleReader::ReadBand(const Json& json, const std::string& path) {
  const auto* ends = json.array();
  if (ends == nullptr || ends->size() != 2 || (*ends)[0].integer() == nullptr ||
      (*ends)[1].integer() == nullptr) {
    Wrong(path, "must be two whole numbers, such as [7,9]");
    return {scale_.min, scale_.max};
  }
  const std::int64_t low = *(*ends)[0].integer();
  const std::int64_t high = *(*ends)[1].integer();
  if (low > high || low < scale_.min || high > scale_.max) {
    Wrong(path,
          "must lie on the scale " + std::to_string(scale_.min) + " to " + std::to_string(scale_.max) +
              ", the lower end first");
    return {scale_.min, scale_.max};
  }
  return {static_cast<int>(low), static_cast<int>(high)};
}

Band RuleReader::NeedBand(const Json& object, const std::string& path, std::string_view name) {
  const Json* member = Need(object, path, name);
  return member == nullptr ? Band() : ReadBand(*member, Member(path, name));
}

Comparison RuleReader::NeedComparison(const Json& object, const std::string& path) {
  const Json* op = Need(object, path, "op");
  if (op == nullptr) return Comparison::kAtLeast;
  for (const Comparison comparison : kComparisons) {
    if (op->string() != nullptr && *op->string() == Name(comparison)) return comparison;
  }
  Wrong(Member(path, "op"), "must be one of >= > <= < =");
  return Comparison::kAtLeast;
}

Denominator RuleReader::ReadDenominator(const Json& json, const std::string& path) {
  if (json.string() != nullptr && *json.string() == "scored") return Denominator::kScored;
  if (json.string() != nullptr && *json.string() == "answered") return Denominator::kAnswered;
  Wrong(path, "must be \"scored\" or \"answered\"");
  return Denominator::kScored;
}

std::vector<SizeRow> RuleReader::NeedTable(const Json& object, const std::string& path) {
  const Json* member = Need(object, path, "table");
  if (member == nullptr) return {};
  const std::string at = Member(path, "table");
  std::vector<SizeRow> table;
  if (member->array() == nullptr || member->array()->empty()) {
    Wrong(at, "must be a list of rows [from, to, limit] of panel sizes");
    return table;
  }
  for (std::size_t i = 0; i < member->array()->size(); ++i) {
    const auto* row = (*member->array())[i].array();
    if (row == nullptr || row->size() != 3) {
      Wrong(Element(at, i), "must be three whole numbers: from, to, limit");
      continue;
    }
    const auto cell = [&](std::size_t column, std::int64_t least) {
      return static_cast<int>(ReadWhole((*row)[column], Element(Element(at, i), column), least, kCountMax));
    };
    const SizeRow sizes{cell(0, 1), cell(1, 1), cell(2, 0)};
    if (sizes.low > sizes.high) Wrong(Element(at, i), "the smaller size must stand first");
    for (const SizeRow& other : table) {
      if (sizes.low <= other.high && other.low <= sizes.high) {
        Wrong(Element(at, i), "a size stands in two rows");
      }
    }
    table.push_back(sizes);
  }
  return table;
}

void RuleReader::ReadScopeGroups(const Json& groups, const std::string& path, Scope& scope) {
  scope.kind = Scope::Kind::kGroups;
  if (groups.array() == nullptr || groups.array()->empty()) {
    Wrong(path, "must be a list of group names");
    return;
  }
  for (std::size_t i = 0; i < groups.array()->size(); ++i) {
    const auto* name = (*groups.array())[i].string();
    if (name == nullptr || name->empty()) {
      Wrong(Element(path, i), "must be a group's name");
    } else if (std::find(scope.groups.begin(), scope.groups.end(), *name) != scope.groups.end()) {
      Wrong(Element(path, i), "the group is named twice");
    } else {
      scope.groups.push_back(*name);
    }
  }
}

Scope RuleReader::ReadScope(const Json& json, const std::string& path) {
  Scope scope;
  if (const auto* name = json.string()) {
    if (*name == "panel") return scope;
    if (*name == "every_group") return {Scope::Kind::kEveryGroup, 0, {}};
    if (*name == "any_group") return {Scope::Kind::kAnyGroup, 0, {}};
  }
  if (json.object() != nullptr && json.object()->size() == 1) {
    if (const Json* least = json.Find("at_least")) {
      scope.kind = Scope::Kind::kAtLeast;
      scope.at_least = static_cast<int>(ReadWhole(*least, Member(path, "at_least"), 1, kCountMax));
      return scope;
    }
    if (const Json* groups = json.Find("groups")) {
      ReadScopeGroups(*groups, Member(path, "groups"), scope);
      return scope;
    }
  }
  Wrong(path,
        "must be \"panel\", \"every_group\", \"any_group\", {\"at_least\":k} or {\"groups\":[..]}");
  return scope;
}

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
    Wrong(at, "must be a list of \"unable\" and \"not-understood\"");
    return test;
  }
  for (std::size_t i = 0; i < plus->array()->size(); ++i) {
    const auto* state = (*plus->array())[i].string();
    bool* flag = nullptr;
    if (state != nullptr && *state == "unable") flag = &test.plus_unable;
    if (state != nullptr && *state == "not-understood") flag = &test.plus_not_understood;
    if (flag == nullptr) {
      Wrong(Element(at, i), "must be \"unable\" or \"not-understood\"");
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
         {"measure", "method", "lower", "upper", "base", "slope", "centre", "scope", "least_group_size"});
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

void RuleReader::ReadScale(const Json& json, const std::string& path) {
  if (json.object() == nullptr) {
    Wrong(path, "must be an object with min, max and bands");
    return;
  }
  Only(json, path, {"min", "max", "bands"});
  const auto read_end = [&](std::string_view name, int& out) {
    if (const Json* end = json.Find(name)) {
      out = static_cast<int>(ReadWhole(*end, Member(path, name), -Scale::kEndMax, Scale::kEndMax));
    }
  };
  read_end("min", scale_.min);
  read_end("max", scale_.max);
  if (scale_.min >= scale_.max || scale_.points() > Scale::kPointsMax) {
    Wrong(path, "must have 2 to " + std::to_string(Scale::kPointsMax) + " points, from min to max");
    scale_ = Scale();
    return;
  }
  const Json* bands = json.Find("bands");
  if (bands == nullptr) {
    if (scale_.min != 1 || scale_.max != 9) scale_.bands.clear();
    return;
  }
  scale_.bands.clear();
  const std::string at = Member(path, "bands");
  if (bands->array() == nullptr) {
    Wrong(at, "must be a list of bands such as [[1,3],[4,6],[7,9]]");
    return;
  }
  for (std::size_t i = 0; i < bands->array()->size(); ++i) {
    const Band band = ReadBand((*bands->array())[i], Element(at, i));
    if (std::find(scale_.bands.begin(), scale_.bands.end(), band) != scale_.bands.end()) {
      Wrong(Element(at, i), "the band stands twice");
    }
    scale_.bands.push_back(band);
  }
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
    clause.from_round = static_cast<int>(ReadWhole(*from, Member(path, "from_round"), 1, kCountMax));
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
  rule.scale = scale_;
  if (const Json* denominator = json.Find("denominator")) {
    rule.denominator = ReadDenominator(*denominator, Member(root_, "denominator"));
  }
  ReadWholeIf(json, root_, "least_group_size", 0, rule.least_group_size);
  if (const Json* quorum = json.Find("quorum")) rule.quorum = ReadQuorum(*quorum, Member(root_, "quorum"));
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
