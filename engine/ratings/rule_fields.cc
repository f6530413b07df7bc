#include "engine/ratings/rule_fields.h"

#include <algorithm>
#include <array>

namespace quorate::engine {

namespace {

constexpr std::array kComparisons = {Comparison::kAtLeast,
                                     Comparison::kMoreThan,
                                     Comparison::kAtMost,
                                     Comparison::kLessThan,
                                     Comparison::kEqual};

}  // namespace

const Json* RuleFields::Need(const Json& object, const std::string& path, std::string_view name) {
  const Json* member = object.Find(name);
  if (member == nullptr) Wrong(Member(path, name), "is missing");
  return member;
}

void RuleFields::Only(const Json& object,
                      const std::string& path,
                      std::initializer_list<std::string_view> names) {
  for (const auto& [name, member] : *object.object()) {
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      Wrong(Member(path, name), "is no member here");
    }
  }
}

std::int64_t RuleFields::ReadWhole(const Json& json,
                                   const std::string& path,
                                   std::int64_t least,
                                   std::int64_t most) {
  const auto* whole = json.integer();
  if (whole != nullptr && *whole >= least && *whole <= most) return *whole;
  Wrong(path,
        "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  return least;
}

void RuleFields::ReadWholeIf(const Json& object,
                             const std::string& path,
                             std::string_view name,
                             std::int64_t least,
                             std::int64_t& out) {
  const Json* member = object.Find(name);
  if (member == nullptr) return;
  out = ReadWhole(*member, Member(path, name), least, kCountMax);
}

Fraction RuleFields::ReadNumber(const Json& json, const std::string& path) {
  if (const auto* whole = json.integer()) return *whole;
  if (const auto* text = json.string()) {
    if (auto number = Fraction::Parse(*text)) return *std::move(number);
  }
  Wrong(path, "must be an integer or a string such as \"70%\", \"7/10\" or \"0.7\"");
  return {};
}

Fraction RuleFields::NeedNumber(const Json& object,
                                const std::string& path,
                                std::string_view name) {
  const Json* member = Need(object, path, name);
  return member == nullptr ? Fraction() : ReadNumber(*member, Member(path, name));
}

void RuleFields::ReadNumberIf(const Json& object,
                              const std::string& path,
                              std::string_view name,
                              Fraction& out) {
  if (const Json* member = object.Find(name)) out = ReadNumber(*member, Member(path, name));
}

Band RuleFields::ReadBand(const Json& json, const std::string& path) {
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
          "must lie on the scale " + std::to_string(scale_.min) + " to " +
              std::to_string(scale_.max) + ", the lower end first");
    return {scale_.min, scale_.max};
  }
  return {static_cast<int>(low), static_cast<int>(high)};
}

Band RuleFields::NeedBand(const Json& object, const std::string& path, std::string_view name) {
  const Json* member = Need(object, path, name);
  return member == nullptr ? Band() : ReadBand(*member, Member(path, name));
}

Comparison RuleFields::NeedComparison(const Json& object, const std::string& path) {
  const Json* op = Need(object, path, "op");
  if (op == nullptr) return Comparison::kAtLeast;
  for (const Comparison comparison : kComparisons) {
    if (op->string() != nullptr && *op->string() == Name(comparison)) return comparison;
  }
  Wrong(Member(path, "op"), "must be one of >= > <= < =");
  return Comparison::kAtLeast;
}

Denominator RuleFields::ReadDenominator(const Json& json, const std::string& path) {
  if (json.string() != nullptr && *json.string() == "scored") return Denominator::kScored;
  if (json.string() != nullptr && *json.string() == "answered") return Denominator::kAnswered;
  Wrong(path, "must be \"scored\" or \"answered\"");
  return Denominator::kScored;
}

std::vector<SizeRow> RuleFields::NeedTable(const Json& object, const std::string& path) {
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
      return static_cast<int>(
          ReadWhole((*row)[column], Element(Element(at, i), column), least, kCountMax));
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

void RuleFields::ReadScopeGroups(const Json& groups, const std::string& path, Scope& scope) {
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

Scope RuleFields::ReadScope(const Json& json, const std::string& path) {
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

void RuleFields::ReadScale(const Json& json, const std::string& path) {
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
  ReadScaleBands(*bands, Member(path, "bands"));
}

void RuleFields::ReadScaleBands(const Json& bands, const std::string& path) {
  scale_.bands.clear();
  if (bands.array() == nullptr) {
    Wrong(path, "must be a list of bands such as [[1,3],[4,6],[7,9]]");
    return;
  }
  for (std::size_t i = 0; i < bands.array()->size(); ++i) {
    const Band band = ReadBand((*bands.array())[i], Element(path, i));
    if (std::find(scale_.bands.begin(), scale_.bands.end(), band) != scale_.bands.end()) {
      Wrong(Element(path, i), "the band stands twice");
    }
    scale_.bands.push_back(band);
  }
}

}  // namespace quorate::engine
