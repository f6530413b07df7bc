// The writing half of rule_json.h.

#include <type_traits>
#include <variant>

#include "engine/ratings/rule_json.h"

namespace quorate::engine {

namespace {

Json ToJson(const Band& band) {
  return Json::Array{band.low, band.high};
}

Json ToJson(const std::vector<SizeRow>& table) {
  Json::Array rows;
  for (const SizeRow& row : table)
    rows.emplace_back(Json::Array{row.low, row.high, row.limit});
  return rows;
}

Json ToJson(const Scope& scope) {
  Json json;
  switch (scope.kind) {
    case Scope::Kind::kPanel:
      return "panel";
    case Scope::Kind::kEveryGroup:
      return "every_group";
    case Scope::Kind::kAnyGroup:
      return "any_group";
    case Scope::Kind::kAtLeast:
      json["at_least"] = scope.at_least;
      return json;
    case Scope::Kind::kGroups:
      json["groups"] = Json::Array(scope.groups.begin(), scope.groups.end());
      return json;
  }
  return json;
}

Json ToJson(const Criterion& criterion);

// One member function a kind of criterion; the result lacks scope and least_group_size.
struct TestWriter {
  Json operator()(const Compound& test) const {
    Json json;
    if (test.kind == Compound::Kind::kNot) {
      json["not"] = ToJson(test.parts.at(0));
      return json;
    }
    Json::Array parts;
    for (const Criterion& part : test.parts)
      parts.push_back(ToJson(part));
    json[test.kind == Compound::Kind::kAll ? "all" : "any"] = std::move(parts);
    return json;
  }

  Json operator()(const ShareTest& test) const {
    Json json = Compared("share", test.op, test.value);
    json["band"] = ToJson(test.band);
    if (test.denominator) json["denominator"] = Name(*test.denominator);
    Json::Array plus;
    if (test.plus_unable) plus.emplace_back("unable");
    if (test.plus_not_understood) plus.emplace_back("not-understood");
    if (!plus.empty()) json["plus"] = std::move(plus);
    return json;
  }

  Json operator()(const StatisticTest& test) const {
    return Compared(Name(test.statistic), test.op, test.value);
  }

  Json operator()(const NearMedianTest& test) const {
    Json json = Compared("share-near-median", test.op, test.value);
    json["within"] = test.within.ToString();
    return json;
  }

  Json operator()(const IprasTest& test) const {
    Json json;
    json["measure"] = "disagreement";
    json["method"] = "ipras";
    json["lower"] = test.lower.ToString();
    json["upper"] = test.upper.ToString();
    json["base"] = test.base.ToString();
    json["slope"] = test.slope.ToString();
    json["centre"] = test.centre.ToString();
    return json;
  }

  Json operator()(const TailsTest& test) const {
    Json json;
    json["measure"] = "disagreement";
    json["method"] = "table";
    json["table"] = ToJson(test.table);
    json["low"] = ToJson(test.low);
    json["high"] = ToJson(test.high);
    return json;
  }

  Json operator()(const OutsideTest& test) const {
    Json json;
    json["measure"] = "outside-at-most";
    json["region"] = test.region == OutsideTest::Region::kMode ? "mode" : "median";
    json["table"] = ToJson(test.table);
    return json;
  }

 private:
  static Json Compared(const char* measure, Comparison op, const Fraction& value) {
    Json json;
    json["measure"] = measure;
    json["op"] = Name(op);
    json["value"] = value.ToString();
    return json;
  }
};

Json ToJson(const Criterion& criterion) {
  Json json = std::visit(TestWriter(), criterion.test);
  if (criterion.scope.kind != Scope::Kind::kPanel) json["scope"] = ToJson(criterion.scope);
  if (criterion.least_group_size) json["least_group_size"] = *criterion.least_group_size;
  return json;
}

Json ToJson(const Clause& clause) {
  Json json;
  json["verdict"] = Name(clause.verdict);
  if (!clause.grade.empty()) json["grade"] = clause.grade;
  if (!clause.rounds.empty())
    json["rounds"] = Json::Array(clause.rounds.begin(), clause.rounds.end());
  if (clause.from_round) json["from_round"] = *clause.from_round;
  json["when"] = ToJson(clause.when);
  return json;
}

Json ToJson(const Scale& scale) {
  Json json;
  json["min"] = scale.min;
  json["max"] = scale.max;
  Json::Array bands;
  for (const Band& band : scale.bands)
    bands.push_back(ToJson(band));
  json["bands"] = std::move(bands);
  return json;
}

}  // namespace

Json ToJson(const ConsensusRule& rule) {
  Json json;
  json["name"] = rule.name;
  json["scale"] = ToJson(rule.scale);
  json["denominator"] = Name(rule.denominator);
  json["least_group_size"] = rule.least_group_size;
  json["quorum"]["panel"] = rule.quorum.panel;
  json["quorum"]["each_group"] = rule.quorum.each_group;
  Json::Array clauses;
  for (const Clause& clause : rule.clauses)
    clauses.push_back(ToJson(clause));
  json["clauses"] = std::move(clauses);
  return json;
}

}  // namespace quorate::engine
