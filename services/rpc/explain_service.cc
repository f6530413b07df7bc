#include <algorithm>

#include "engine/ratings/presets.h"
#include "engine/report/explanation_words.h"
#include "engine/report/round_statistics.h"
#include "engine/study/rule_verdicts.h"
#include "engine/study/study_explanation.h"
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

// A rule of one's own can be written so that its answer tells what one person answered, so it is
// for auditors alone, and not while the answer would stand in the public log.
engine::Status CheckAskable(const Call& call,
                            const engine::Study& study,
                            const v1::CompareRulesRequest& request) {
  if (call.caller.role == engine::Role::kAuditor && study.state == engine::StudyState::kConcluded) {
    return {};
  }
  std::vector<engine::Violation> wrong;
  for (int i = 0; i < request.rules_size(); ++i) {
    if (engine::FindPreset(request.rules(i)) != nullptr) continue;
    wrong.push_back({"rules[" + std::to_string(i) + "]",
                     "is no published rule (see ListRules); a rule of one's own is for auditors, "
                     "once the study is concluded"});
  }
  if (wrong.empty()) return {};
  return engine::Refuse(engine::Reason::kInvalidRule, std::move(wrong));
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
  if (!engine::CanBeRecounted(study, round.box)) {
    return engine::Refuse(engine::Reason::kWrongState,
                          "ballots of this round were erased since; it is not counted again");
  }
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

// What is explained: a closed survey round, or a closed iteration of a vote.
struct Explained {
  std::string name;
  engine::Ballots ballots;
  const std::optional<engine::Json>* round = nullptr;  // As the log holds it.
  std::vector<const engine::TalliedItem*> items;
};

// What somebody erased since had answered, then or before, must not show in a difference.
bool CanBeExplained(const engine::Study& study, const Explained& explained) {
  return engine::CanBeRecounted(study, explained.ballots.box) &&
         std::ranges::all_of(study.rounds, [&](const engine::Round& round) {
           return round.number >= explained.ballots.round ||
                  engine::CanBeRecounted(study, round.box);
         });
}

tl::unexpected<engine::Error> RefuseExplaining(const std::string& what) {
  return engine::Refuse(engine::Reason::kWrongState, what + " is not closed, or counts nothing");
}

Result<Explained> ExplainedRound(const Call& call, const engine::Study& study, int number) {
  const engine::Round* round = study.FindRound(number);
  const std::string what = "round " + std::to_string(number);
  if (round == nullptr)
    return engine::Refuse(engine::Reason::kUnknownRound, what + " has not been opened");
  if (round->state != engine::RoundState::kClosed || round->results.empty())
    return RefuseExplaining(what);
  Explained explained{
      RoundName(call.study, number), engine::BallotsOf(study, *round), &round->explanation, {}};
  for (const engine::TalliedItem& item : round->results)
    explained.items.push_back(&item);
  return explained;
}

Result<Explained> ExplainedVote(const Call& call,
                                const engine::Study& study,
                                const std::string& id,
                                std::size_t iteration) {
  const engine::Vote* vote = study.FindVote(id);
  if (vote == nullptr)
    return engine::Refuse(engine::Reason::kUnknownVote, "there is no vote " + id);
  if (iteration == 0) iteration = vote->iterations.size() - (vote->open() ? 1 : 0);
  const bool there = iteration >= 1 && iteration <= vote->iterations.size() &&
                     vote->iterations[iteration - 1].result.has_value();
  if (!there) return RefuseExplaining("vote " + id);
  const engine::VoteIteration& taken = vote->iterations[iteration - 1];
  return Explained{IterationName(call.study, id, static_cast<int>(iteration)),
                   engine::BallotsOf(study, *vote, iteration),
                   &taken.explanation,
                   {&*taken.result}};
}

Result<Explained> NewestRound(const Call& call, const engine::Study& study) {
  const engine::Round* newest =
      engine::SurveyBefore(study, static_cast<int>(study.rounds.size()) + 1);
  if (newest != nullptr) return ExplainedRound(call, study, newest->number);
  return engine::Refuse(engine::Reason::kWrongState, "no survey round is closed yet");
}

Result<Explained> FindExplained(const Call& call,
                                const engine::Study& study,
                                const std::string& name) {
  if (name == StudyName(call.study)) return NewestRound(call, study);
  if (const auto taken = ParseName("name", name, "studies/*/votes/*/iterations/*")) {
    QUORATE_ASSIGN_OR_RETURN(const int iteration, ParseNumber("name", (*taken)[2]));
    return ExplainedVote(call, study, (*taken)[1], static_cast<std::size_t>(iteration));
  }
  if (const auto vote = ParseChild("name", name, call.study, "votes"))
    return ExplainedVote(call, study, *vote, 0);
  QUORATE_ASSIGN_OR_RETURN(const std::string label, ParseChild("name", name, call.study, "rounds"));
  QUORATE_ASSIGN_OR_RETURN(const int number, ParseNumber("name", label));
  return ExplainedRound(call, study, number);
}

// The whole explanation, or as much of it as the log holds, in one form.
struct Told {
  engine::Json round;
  std::vector<engine::Json> items;
};

// From the log: what anybody may know.
Result<Told> FromLog(const Explained& explained) {
  if (!*explained.round) {
    return engine::Refuse(
        engine::Reason::kWrongState,
        "this study was begun under rules version 1, which keeps no explanations; "
        "an auditor's token can have them made from the ballots");
  }
  Told told{**explained.round, {}};
  for (const engine::TalliedItem* item : explained.items)
    told.items.push_back(engine::WithVerdict(*item));
  return told;
}

Told FromBallots(const engine::ExplanationInput& input) {
  const engine::Explanation explanation = engine::ExplainFrom(input);
  Told told{engine::RoundToJson(explanation), {}};
  for (std::size_t i = 0; i < explanation.items.size(); ++i)
    told.items.push_back(engine::ItemToJson(explanation, i));
  // What other rules say is asked for by CompareRules, which keeps that it was asked.
  told.round.object()->erase("rules_looked_at");
  told.round.object()->erase("rules_not_asked");
  for (engine::Json& item : told.items)
    item.object()->erase("other_rules");
  return told;
}

std::vector<std::string> BandKeysOf(const engine::Scale& scale) {
  std::vector<std::string> keys;
  for (const engine::Band& band : scale.bands)
    keys.push_back(std::to_string(band.low) + "-" + std::to_string(band.high));
  return keys;
}

}  // namespace

Result<v1::Explanation> ExplainResults(const Call& call, const v1::ExplainResultsRequest& request) {
  std::string only;
  if (!request.item().empty()) {
    QUORATE_ASSIGN_OR_RETURN(only, ParseChild("item", request.item(), call.study, "items"));
  }
  v1::Explanation message;
  Told told;
  std::optional<engine::ExplanationInput> input;
  std::vector<engine::ItemVersion> items;
  std::vector<std::string> bands;
  std::string noun;
  engine::GroupNames names;
  {
    QUORATE_ASSIGN_OR_RETURN(const StudyView study, call.View());
    if (call.caller.role == engine::Role::kParticipant &&
        study->state != engine::StudyState::kConcluded) {
      return engine::Refuse(engine::Reason::kWrongState,
                            "participants read explanations once the study is concluded");
    }
    QUORATE_ASSIGN_OR_RETURN(const Explained explained,
                             FindExplained(call, *study, request.name()));
    message.set_name(explained.name);
    items = explained.ballots.items;
    bands = BandKeysOf(explained.ballots.rule.scale);
    noun = study->protocol->item_label;
    names = engine::NamesWithin(*study->protocol);
    if (call.caller.role == engine::Role::kAuditor && CanBeExplained(*study, explained)) {
      input = engine::InputFor(*study, explained.ballots);
    } else {
      QUORATE_ASSIGN_OR_RETURN(told, FromLog(explained));
    }
  }
  if (input) told = FromBallots(*input);  // Without holding the study still.
  for (std::string& sentence : engine::RoundInWords(told.round, told.items, noun, names))
    message.add_words(std::move(sentence));
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!only.empty() && items[i].item != only) continue;
    v1::ItemExplanation& item = *message.add_items();
    *item.mutable_item() = ItemVersionMessage(call.study, items[i]);
    for (std::string& sentence : engine::ItemInWords(told.items[i], bands, names))
      item.add_words(std::move(sentence));
    item.set_explanation_json(engine::WriteJson(told.items[i]));
  }
  if (only.empty() || message.items_size() > 0) return message;
  return engine::Refuse(engine::Reason::kUnknownItem, "item " + only + " was not counted there");
}

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
    QUORATE_RETURN_IF_ERROR(CheckAskable(call, *study, request));
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

Result<v1::Statistics> GetStatistics(const Call& call, const v1::GetStatisticsRequest& request) {
  QUORATE_ASSIGN_OR_RETURN(const std::string label,
                           ParseChild("name", request.name(), call.study, "rounds"));
  QUORATE_ASSIGN_OR_RETURN(const int number, ParseNumber("name", label));
  QUORATE_ASSIGN_OR_RETURN(const StudyView study, call.View());
  QUORATE_ASSIGN_OR_RETURN(const Explained explained, ExplainedRound(call, *study, number));
  const bool auditor = call.caller.role == engine::Role::kAuditor;
  v1::Statistics statistics;
  statistics.set_name(explained.name);
  statistics.set_statistics_json(engine::WriteJson(
      engine::RoundStatistics(*study,
                              *study->FindRound(number),
                              auditor ? engine::Tier::kAuditor : engine::Tier::kPublic)));
  return statistics;
}

}  // namespace quorate::services::rpc
