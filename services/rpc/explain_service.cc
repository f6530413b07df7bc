#include <algorithm>

#include "engine/ratings/presets.h"
#include "engine/study/rule_verdicts.h"
#include "services/rpc/change.h"
#include "services/rpc/convert.h"
#include "services/rpc/handlers.h"
#include "services/rpc/names.h"

namespace quorate::services::rpc {

namespace {

constexpr int kRulesMax = 50;

// Every published rule on the round's scale.
std::vector<engine::ConsensusRule> FittingPresets(const engine::Scale& scale) {
  std::vector<engine::ConsensusRule> rules;
  for (const engine::Preset& preset : engine::Presets()) {
    if (preset.rule.scale.min == scale.min && preset.rule.scale.max == scale.max)
      rules.push_back(preset.rule);
  }
  return rules;
}

Result<std::vector<engine::ConsensusRule>> RulesOf(const v1::CompareRulesRequest& request) {
  if (request.rules_size() > kRulesMax)
    return engine::Refuse(engine::Reason::kInvalidArgument, "rules", "must be at most 50");
  std::vector<engine::ConsensusRule> rules;
  std::vector<engine::Violation> wrong;
  for (int i = 0; i < request.rules_size(); ++i) {
    auto rule = RuleOf("rules[" + std::to_string(i) + "]", request.rules(i));
    if (rule) {
      rules.push_back(*std::move(rule));
    } else {
      const auto& violations = rule.error().violations;
      wrong.insert(wrong.end(), violations.begin(), violations.end());
    }
  }
  if (wrong.empty()) return rules;
  return engine::Refuse(engine::Reason::kInvalidRule, std::move(wrong));
}

void AddVerdicts(const engine::Round& round,
                 const std::string& rule,
                 const engine::Json& verdicts,
                 v1::RuleComparison& comparison) {
  v1::RuleVerdicts& message = *comparison.add_rules();
  message.set_rule(rule);
  int different = 0;
  const auto add = [&](const char* list, engine::Verdict verdict, auto add_one) {
    for (const engine::Json& item : *verdicts.Find(list)->array()) {
      add_one(*item.string());
      const auto own = std::find_if(
          round.results.begin(), round.results.end(), [&](const engine::TalliedItem& result) {
            return result.item.item == *item.string();
          });
      if (own != round.results.end() && own->consensus != verdict) ++different;
    }
  };
  add("in", engine::Verdict::kIn, [&](const auto& item) { message.add_in(item); });
  add("out", engine::Verdict::kOut, [&](const auto& item) { message.add_out(item); });
  add("none", engine::Verdict::kNone, [&](const auto& item) { message.add_none(item); });
  add("inquorate", engine::Verdict::kInquorate, [&](const auto& item) {
    message.add_inquorate(item);
  });
  message.set_different(different);
}

// A concluded study is not changed any more, so that somebody looks is not recorded.
Result<v1::RuleComparison> CompareAfterwards(const engine::Study& study,
                                             const engine::Round& round,
                                             const std::vector<engine::ConsensusRule>& rules) {
  const engine::Scale& scale = study.Plan(round.number).rule.scale;
  v1::RuleComparison comparison;
  for (const engine::ConsensusRule& rule : rules) {
    if (rule.scale.min != scale.min || rule.scale.max != scale.max) {
      return engine::Refuse(engine::Reason::kInvalidRule,
                            "rules[" + rule.name + "]",
                            "is on another scale than the round");
    }
    AddVerdicts(round, rule.name, engine::VerdictsUnder(study, round, rule), comparison);
  }
  return comparison;
}

}  // namespace

Result<v1::RuleComparison> CompareRules(const Call& call, const v1::CompareRulesRequest& request) {
  QUORATE_ASSIGN_OR_RETURN(const std::string label,
                           ParseChild("name", request.name(), call.study, "rounds"));
  QUORATE_ASSIGN_OR_RETURN(const int number, ParseNumber("name", label));
  QUORATE_ASSIGN_OR_RETURN(std::vector<engine::ConsensusRule> rules, RulesOf(request));
  {
    QUORATE_ASSIGN_OR_RETURN(const StudyView study, call.View());
    const engine::Round* round = study->FindRound(number);
    if (round == nullptr) {
      return engine::Refuse(engine::Reason::kUnknownRound,
                            "round " + label + " has not been opened");
    }
    if (rules.empty()) rules = FittingPresets(study->Plan(number).rule.scale);
    const bool counted = round->state == engine::RoundState::kClosed &&
                         study->Plan(number).mode == engine::RoundMode::kSurvey;
    if (study->state == engine::StudyState::kConcluded && counted) {
      QUORATE_ASSIGN_OR_RETURN(v1::RuleComparison comparison,
                               CompareAfterwards(*study, *round, rules));
      comparison.set_name(request.name());
      return comparison;
    }
  }
  return Answer<v1::RuleComparison>(
      call, {engine::CompareRules{number, std::move(rules)}}, [&](const Applied& applied) {
        const engine::RuleComparison& kept = applied.study.comparisons.back();
        v1::RuleComparison comparison;
        comparison.set_name(request.name());
        comparison.set_entry(static_cast<std::int64_t>(kept.entry));
        for (std::size_t i = 0; i < kept.rules.size(); ++i) {
          AddVerdicts(
              *applied.study.FindRound(number), kept.rules[i].name, kept.verdicts[i], comparison);
        }
        return comparison;
      });
}

}  // namespace quorate::services::rpc
