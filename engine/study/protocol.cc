#include "engine/study/protocol.h"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/ratings/presets.h"
#include "engine/ratings/rule_check.h"
#include "engine/ratings/rule_json.h"
#include "engine/study/document_reader.h"

namespace quorate::engine {

namespace {

constexpr Words<RoundMode> kModes = {
    {{"survey", RoundMode::kSurvey}, {"workshop", RoundMode::kWorkshop}}};
constexpr Words<Feedback> kFeedbacks = {{{"none", Feedback::kNone},
                                         {"own-group", Feedback::kOwnGroup},
                                         {"all-groups", Feedback::kAllGroups},
                                         {"overall", Feedback::kOverall}}};
constexpr Words<EntryPolicy> kEntries = {
    {{"invited", EntryPolicy::kInvited}, {"respondents", EntryPolicy::kRespondents}}};
constexpr Words<bool> kUnanimity = {{{"held-back", false}, {"shown", true}}};
constexpr Words<CarryPolicy> kCarries = {{{"all", CarryPolicy::kAll},
                                          {"drop-out", CarryPolicy::kDropOut},
                                          {"drop-in-and-out", CarryPolicy::kDropInAndOut}}};

std::optional<ConsensusRule> ReadRule(Members& members, std::string_view name) {
  const Json* member = members.Take(name);
  if (member == nullptr) return std::nullopt;
  if (member->string() != nullptr) {
    const Preset* preset = FindPreset(*member->string());
    if (preset != nullptr) return preset->rule;
    members.Wrong(name, "\"" + *member->string() + "\" is no preset; see `quorate rule list`");
    return std::nullopt;
  }
  auto rule = RuleFromJson(*member, members.Path(name));
  if (rule) return *std::move(rule);
  members.Keep(name, Status(tl::unexpected(rule.error())));
  return std::nullopt;
}

Group ReadGroup(const Json& json, const std::string& path, std::vector<Violation>& wrong) {
  Members members(json, path, wrong);
  Group group;
  group.id = members.Text("id", "", kLabelBytesMax);
  if (!IsLabel(group.id)) members.Wrong("id", "must be a label: letters, digits, '-', '_' or '.'");
  group.name = members.Text("name", group.id, 200);
  members.RefuseUnknown();
  return group;
}

RoundPlan ReadRound(const Json& json, const std::string& path, std::vector<Violation>& wrong) {
  Members members(json, path, wrong);
  RoundPlan plan;
  plan.mode = members.Word("mode", kModes, plan.mode);
  if (auto rule = ReadRule(members, "rule")) {
    plan.rule = *std::move(rule);
  } else if (json.Find("rule") == nullptr) {
    members.Wrong("rule", "must be there: a preset's name or a rule");
  }
  plan.yes_no_rule = ReadRule(members, "yes_no_rule");
  plan.feedback = members.Word("feedback", kFeedbacks, plan.feedback);
  plan.entry = members.Word("entry", kEntries, plan.entry);
  plan.carry = members.Word("carry", kCarries, plan.carry);
  plan.suggestions_max = members.Integer("suggestions_max", 0, 0, 100);
  plan.suggestions_needed = members.Integer("suggestions_needed", 1, 1, 1'000);
  if (json.Find("choices") != nullptr) {
    for (const Json& choice : members.Array("choices")) {
      const std::string place = "choices[" + std::to_string(plan.choices.size()) + "]";
      plan.choices.push_back(ReadChoicePlan(choice, members.Path(place), wrong));
    }
  }
  members.RefuseUnknown();
  return plan;
}

std::optional<Fraction> ReadShare(Members& members, std::string_view name) {
  const Json* member = members.Take(name);
  if (member == nullptr) return std::nullopt;
  if (member->string() != nullptr) {
    const Result<Fraction> share = Fraction::Parse(*member->string());
    if (share && !share->IsNegative() && *share <= Fraction(1)) return *share;
  }
  members.Wrong(name, "must be a share from 0 to 1, such as \"15%\"");
  return std::nullopt;
}

std::optional<StoppingRule> ReadStopping(Members& protocol, std::vector<Violation>& wrong) {
  const Json* member = protocol.Take("stop_when");
  if (member == nullptr) return std::nullopt;
  Members members(*member, "stop_when", wrong);
  StoppingRule rule;
  rule.changed_at_most = ReadShare(members, "changed_at_most");
  rule.settled_at_least = ReadShare(members, "settled_at_least");
  members.RefuseUnknown();
  if (member->object() != nullptr && member->object()->empty()) {
    protocol.Wrong("stop_when", "must state changed_at_most, settled_at_least or both");
  }
  return rule;
}

VoicePolicy ReadVoice(Members& members) {
  const Json* member = members.Take("voice");
  if (member == nullptr) return {};
  auto voice = member->string() != nullptr ? ParseVoice(*member->string()) : VoiceFromJson(*member);
  if (voice) return *std::move(voice);
  members.Keep("voice", Status(tl::unexpected(voice.error())));
  return {};
}

Json StoppingToJson(const StoppingRule& rule) {
  Json json;
  if (rule.changed_at_most) json["changed_at_most"] = rule.changed_at_most->ToString();
  if (rule.settled_at_least) json["settled_at_least"] = rule.settled_at_least->ToString();
  return json;
}

Json RoundToJson(const RoundPlan& plan) {
  Json json;
  json["mode"] = WordFor(kModes, plan.mode);
  json["rule"] = ToJson(plan.rule);
  if (plan.yes_no_rule) json["yes_no_rule"] = ToJson(*plan.yes_no_rule);
  json["feedback"] = WordFor(kFeedbacks, plan.feedback);
  json["entry"] = WordFor(kEntries, plan.entry);
  json["carry"] = WordFor(kCarries, plan.carry);
  json["suggestions_max"] = plan.suggestions_max;
  // What came with rules version 2 is left out where it is not used, so that the documents of
  // earlier studies stay what they were.
  if (plan.suggestions_needed != 1) json["suggestions_needed"] = plan.suggestions_needed;
  if (!plan.choices.empty()) {
    Json::Array choices;
    for (const ChoicePlan& choice : plan.choices)
      choices.push_back(ToJson(choice));
    json["choices"] = std::move(choices);
  }
  return json;
}

// The groups that a criterion names, at any depth.
void NamedGroups(const Criterion& criterion, std::vector<std::string>& names) {
  names.insert(names.end(), criterion.scope.groups.begin(), criterion.scope.groups.end());
  if (const auto* compound = std::get_if<Compound>(&criterion.test)) {
    for (const Criterion& part : compound->parts)
      NamedGroups(part, names);
  }
}

// Rounds often share a rule, and looking for a contradiction takes long: each is looked at once.
class RuleChecks {
 public:
  // `rule` must outlive this.
  const Status& Of(const ConsensusRule& rule) {
    const auto known =
        std::ranges::find_if(checks_, [&](const auto& check) { return *check.first == rule; });
    if (known != checks_.end()) return known->second;
    return checks_.emplace_back(&rule, CheckRule(rule)).second;
  }

 private:
  std::vector<std::pair<const ConsensusRule*, Status>> checks_;
};

void CheckRuleIn(const Protocol& protocol,
                 const ConsensusRule& rule,
                 const std::string& path,
                 RuleChecks& checks,
                 std::vector<Violation>& wrong) {
  if (const Status& sound = checks.Of(rule); !sound) wrong.push_back({path, sound.error().message});
  std::vector<std::string> names;
  for (const Clause& clause : rule.clauses)
    NamedGroups(clause.when, names);
  for (const std::string& name : names) {
    if (!protocol.FindGroup(name))
      wrong.push_back({path, "\"" + name + "\" is no group of the protocol"});
  }
}

void CheckRounds(const Protocol& protocol, std::vector<Violation>& wrong) {
  RuleChecks checks;
  const Scale* survey_scale = nullptr;
  for (std::size_t i = 0; i < protocol.rounds.size(); ++i) {
    const RoundPlan& plan = protocol.rounds[i];
    const std::string path = "rounds[" + std::to_string(i) + "]";
    CheckRuleIn(protocol, plan.rule, path + ".rule", checks, wrong);
    if (plan.yes_no_rule) {
      CheckRuleIn(protocol, *plan.yes_no_rule, path + ".yes_no_rule", checks, wrong);
      if (plan.yes_no_rule->scale.min != 0 || plan.yes_no_rule->scale.max != 1) {
        wrong.push_back({path + ".yes_no_rule", "must be on the scale 0 to 1, where 1 is yes"});
      }
    }
    if (plan.mode != RoundMode::kSurvey) continue;
    if (survey_scale != nullptr &&
        (survey_scale->min != plan.rule.scale.min || survey_scale->max != plan.rule.scale.max)) {
      wrong.push_back({path + ".rule.scale",
                       "survey rounds must share one scale, or scores cannot be compared"});
    }
    survey_scale = &plan.rule.scale;
  }
}

void CheckChoices(const Protocol& protocol, std::vector<Violation>& wrong) {
  std::set<std::string> ids;
  for (std::size_t i = 0; i < protocol.rounds.size(); ++i) {
    const RoundPlan& plan = protocol.rounds[i];
    const std::string path = "rounds[" + std::to_string(i) + "].choices";
    if (plan.mode == RoundMode::kSurvey && !plan.choices.empty())
      wrong.push_back({path, "are made in workshops; this is a survey round"});
    ids.clear();
    for (const ChoicePlan& choice : plan.choices) {
      const std::string place = path + "[" + choice.id + "]";
      if (!ids.insert(choice.id).second) wrong.push_back({place, "stands twice in one round"});
      if (const Status sound = CheckChoicePlan(choice, protocol.voice); !sound)
        wrong.push_back({place, sound.error().message});
    }
  }
}

}  // namespace

std::optional<std::size_t> Protocol::FindGroup(std::string_view id) const {
  const auto found = std::find_if(
      groups.begin(), groups.end(), [&](const Group& group) { return group.id == id; });
  if (found == groups.end()) return std::nullopt;
  return static_cast<std::size_t>(found - groups.begin());
}

Result<Protocol> ReadProtocol(const Json& document) {
  std::vector<Violation> wrong;
  Members members(document, "", wrong);
  Protocol protocol;
  protocol.title = members.Text("title", "", 500);
  if (protocol.title.empty()) members.Wrong("title", "must be there");
  protocol.purpose = members.Text("purpose", "", 4'000);
  protocol.item_label = members.Text("item_label", "item", 60);
  for (const Json& group : members.Array("groups")) {
    protocol.groups.push_back(
        ReadGroup(group, "groups[" + std::to_string(protocol.groups.size()) + "]", wrong));
  }
  for (const Json& round : members.Array("rounds")) {
    protocol.rounds.push_back(
        ReadRound(round, "rounds[" + std::to_string(protocol.rounds.size()) + "]", wrong));
  }
  protocol.voice = ReadVoice(members);
  protocol.k = members.Integer("k", protocol.k, Protocol::kLeastCell, 1'000);
  protocol.support = members.Text("support", "", 500);
  protocol.stopping_rule = members.Text("stopping_rule", "", 1'000);
  protocol.stop_when = ReadStopping(members, wrong);
  protocol.unanimity_shown = members.Word("unanimity", kUnanimity, false);
  members.RefuseUnknown();
  if (wrong.empty()) return protocol;
  return Refuse(Reason::kInvalidProtocol, std::move(wrong));
}

Json ToJson(const Protocol& protocol) {
  Json json;
  json["title"] = protocol.title;
  json["purpose"] = protocol.purpose;
  json["item_label"] = protocol.item_label;
  Json::Array groups;
  for (const Group& group : protocol.groups) {
    Json one;
    one["id"] = group.id;
    one["name"] = group.name;
    groups.push_back(std::move(one));
  }
  json["groups"] = std::move(groups);
  Json::Array rounds;
  for (const RoundPlan& plan : protocol.rounds)
    rounds.push_back(RoundToJson(plan));
  json["rounds"] = std::move(rounds);
  json["voice"] = ToJson(protocol.voice);
  json["k"] = protocol.k;
  json["support"] = protocol.support;
  json["stopping_rule"] = protocol.stopping_rule;
  if (protocol.stop_when) json["stop_when"] = StoppingToJson(*protocol.stop_when);
  // Came with rules version 3; left out where it is not used.
  if (protocol.unanimity_shown) json["unanimity"] = WordFor(kUnanimity, true);
  return json;
}

Status CheckProtocol(const Protocol& protocol) {
  std::vector<Violation> wrong;
  if (protocol.groups.empty()) wrong.push_back({"groups", "name at least one stakeholder group"});
  if (protocol.rounds.empty()) wrong.push_back({"rounds", "plan at least one round"});
  std::set<std::string> ids;
  std::vector<std::string> names;
  for (const Group& group : protocol.groups) {
    if (!ids.insert(group.id).second)
      wrong.push_back({"groups", "group " + group.id + " stands twice"});
    names.push_back(group.id);
  }
  if (const Status stated = CheckWeightsStated(protocol.voice, names); !stated) {
    wrong.push_back({"voice", stated.error().message});
  }
  for (const GroupWeight& weight : protocol.voice.weights) {
    if (!protocol.FindGroup(weight.group)) {
      wrong.push_back({"voice", "\"" + weight.group + "\" is no group of the protocol"});
    }
  }
  CheckRounds(protocol, wrong);
  CheckChoices(protocol, wrong);
  if (wrong.empty()) return {};
  return Refuse(Reason::kInvalidProtocol, std::move(wrong));
}

}  // namespace quorate::engine
