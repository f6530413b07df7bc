#include "engine/replay/finding_forms.h"

#include <algorithm>
#include <functional>
#include <string_view>
#include <vector>

namespace quorate::engine {

namespace {

using Form = std::function<bool(const Json&)>;

bool IsText(const Json& json) {
  return json.string() != nullptr;
}

bool IsFlag(const Json& json) {
  return json.boolean() != nullptr;
}

bool IsWhole(std::string_view digits) {
  return !digits.empty() && (digits == "0" || digits.front() != '0') &&
         std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
}

bool IsCount(const Json& json) {
  return json.string() != nullptr && IsWhole(*json.string());
}

// A fraction, of as many digits as a sum of fractions may have.
bool IsNumber(const Json& json) {
  const std::string* text = json.string();
  if (text == nullptr || text->empty()) return false;
  const std::string_view digits = std::string_view(*text).substr(text->front() == '-' ? 1 : 0);
  const std::size_t slash = digits.find('/');
  if (slash == std::string_view::npos) return IsWhole(digits);
  const std::string_view below = digits.substr(slash + 1);
  return IsWhole(digits.substr(0, slash)) && IsWhole(below) && below != "0";
}

Form ListOf(Form each) {
  return [each = std::move(each)](const Json& json) {
    return json.array() != nullptr && std::ranges::all_of(*json.array(), each);
  };
}

// Any names, each with such a value.
Form MapOf(Form each) {
  return [each = std::move(each)](const Json& json) {
    return json.object() != nullptr &&
           std::ranges::all_of(*json.object(), [&](const auto& of) { return each(of.second); });
  };
}

enum class Must { kBe, kMayBe };

struct Member {
  std::string_view name;
  Form form;
  Must must = Must::kBe;
};

// These members and no others.
Form Of(std::vector<Member> members) {
  return [members = std::move(members)](const Json& json) {
    if (json.object() == nullptr) return false;
    std::size_t found = 0;
    for (const Member& member : members) {
      const Json* value = json.Find(member.name);
      if (value == nullptr && member.must == Must::kBe) return false;
      if (value != nullptr && !member.form(*value)) return false;
      found += value == nullptr ? 0 : 1;
    }
    return found == json.object()->size();
  };
}

Member Maybe(std::string_view name, Form form) {
  return {name, std::move(form), Must::kMayBe};
}

Form Bands() {
  return MapOf(Of({{"count", IsCount}, Maybe("share", IsNumber)}));
}

Form TableForm() {
  std::vector<Member> members = {
      {"n", IsCount},
      {"scored", IsCount},
      {"unable", IsCount},
      {"not_understood", IsCount},
      {"skipped", IsCount},
      {"histogram", MapOf(IsCount)},
      {"bands", Bands()},
      Maybe("disagreement", IsFlag),
      Maybe("unweighted",
            Of({{"bands", Bands()}, Maybe("median", IsNumber), Maybe("mean", IsNumber)}))};
  for (const std::string_view figure : {"weight",
                                        "median",
                                        "mean",
                                        "q1",
                                        "q3",
                                        "iqr",
                                        "p30",
                                        "p70",
                                        "ipr",
                                        "ipras",
                                        "effective_n"}) {
    members.push_back(Maybe(figure, IsNumber));
  }
  return Of(std::move(members));
}

const Form& Tally() {
  static const Form form = Of({{"item", IsText},
                               {"consensus", IsText},
                               Maybe("grade", IsText),
                               Maybe("panel", TableForm()),
                               {"groups", MapOf(TableForm())},
                               Maybe("suppressed", ListOf(IsText)),
                               Maybe("weights_withheld", IsFlag)});
  return form;
}

const Form& Attrition() {
  static const Form figures = Of({{"before", IsCount},
                                  {"stayed", IsCount},
                                  {"left", IsCount},
                                  {"joined", IsCount},
                                  Maybe("stayed_mean", IsNumber),
                                  Maybe("left_mean", IsNumber)});
  static const Form form = Of({{"since", IsText},
                               {"panel", figures},
                               {"groups", MapOf(figures)},
                               Maybe("suppressed", ListOf(IsText))});
  return form;
}

const Form& Stability() {
  static const Form form = Of({{"since", IsText},
                               {"people", IsCount},
                               {"items", IsCount},
                               {"settled", IsCount},
                               Maybe("pairs", IsCount),
                               Maybe("changed", IsCount),
                               Maybe("stop", IsFlag)});
  return form;
}

Form WhatIfs() {
  return ListOf(Of({{"what_if", IsText}, Maybe("group", IsText)}));
}

const Form& OfRound() {
  static const Form form =
      Of({{"items", IsCount}, {"looked_at", WhatIfs()}, {"not_asked", WhatIfs()}});
  return form;
}

const Form& OfItem() {
  static const Form scored = Of({{"panel", IsCount},
                                 {"groups", MapOf(IsCount)},
                                 {"without", MapOf(IsCount)},
                                 Maybe("completers", IsCount)});
  static const Form differing =
      ListOf(Of({{"what_if", IsText}, Maybe("group", IsText), {"consensus", IsText}}));
  static const Form flip =
      Of({Maybe("at_least", IsCount),
          Maybe("at_most", IsCount),
          {"groups", MapOf(Of({Maybe("at_least", IsCount), Maybe("at_most", IsCount)}))}});
  static const Form dissent = Of({Maybe("verdicts", MapOf(ListOf(IsText))),
                                  Maybe("medians", MapOf(ListOf(IsText))),
                                  Maybe("two_peaked", IsFlag)});
  static const Form moves = Of({{"both", IsCount},
                                {"changed", IsCount},
                                {"toward", IsCount},
                                {"away", IsCount},
                                {"came", IsCount},
                                {"stopped", IsCount}});
  static const Form movement =
      Of({Maybe("majority", IsNumber), {"panel", moves}, {"groups", MapOf(moves)}});
  // Of an item about which nothing may be said, only the groups are named.
  static const Form nothing = Of({{"suppressed", ListOf(IsText)}});
  static const Form something = Of({{"scored", scored},
                                    {"what_ifs", differing},
                                    Maybe("flip", flip),
                                    {"dissent", dissent},
                                    Maybe("movement", movement),
                                    Maybe("suppressed", ListOf(IsText)),
                                    Maybe("withheld", WhatIfs())});
  static const Form form = [](const Json& json) { return nothing(json) || something(json); };
  return form;
}

const Form& Verdicts() {
  static const Form form = Of({{"in", ListOf(IsText)},
                               {"out", ListOf(IsText)},
                               {"none", ListOf(IsText)},
                               {"inquorate", ListOf(IsText)}});
  return form;
}

const Form& Outcome() {
  static const Form form = Of({{"rule", IsText},
                               {"seats", IsCount},
                               {"voters", IsCount},
                               {"blank", IsCount},
                               {"winners", ListOf(IsText)},
                               {"tied", IsFlag},
                               Maybe("decided_by", IsText),
                               Maybe("ranking", ListOf(ListOf(IsText))),
                               Maybe("scores", MapOf(IsNumber)),
                               Maybe("committees_count", IsCount),
                               Maybe("pairwise", MapOf(MapOf(IsNumber))),
                               Maybe("inquorate", IsFlag),
                               Maybe("refused", IsFlag),
                               Maybe("figures_withheld", IsFlag)});
  return form;
}

struct Judge {
  template <typename Other>
  bool operator()(const Other&) const {
    return true;
  }
  bool operator()(const ItemTallied& finding) const { return Tally()(finding.tally); }
  bool operator()(const AttritionFound& finding) const { return Attrition()(finding.attrition); }
  bool operator()(const StabilityFound& finding) const { return Stability()(finding.stability); }
  bool operator()(const RoundExplained& finding) const { return OfRound()(finding.explanation); }
  bool operator()(const ItemExplained& finding) const { return OfItem()(finding.explanation); }
  bool operator()(const RuleCompared& finding) const { return Verdicts()(finding.verdicts); }
  bool operator()(const ChoiceTallied& finding) const { return Outcome()(finding.outcome); }
};

}  // namespace

bool HasForm(const Event& finding) {
  return std::visit(Judge(), finding);
}

}  // namespace quorate::engine
